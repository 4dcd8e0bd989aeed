import { expect, it } from 'vitest';
import { dateAt, longDate, shownDate } from './date.ts';

it('tells the date where the operator is', () => {
  const newYear = Date.parse('2026-12-31T23:30:00Z');
  expect(dateAt(newYear, 'Europe/Berlin')).toBe('2027-01-01');
  expect(dateAt(newYear, 'America/New_York')).toBe('2026-12-31');
});

it('names the year only where it is another one', () => {
  expect(shownDate('2026-12-07', '2026-11-23')).toBe('Mon 7 Dec');
  expect(shownDate('2027-01-07', '2026-12-23')).toBe('Thu 7 Jan 2027');
  expect(longDate('2026-12-07', '2026-11-23')).toBe('7 December');
  expect(longDate('2027-01-07', '2026-12-23')).toBe('7 January 2027');
});
