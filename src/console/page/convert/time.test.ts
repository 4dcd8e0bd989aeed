import { describe, expect, it } from 'vitest';
import { clockTime, dayName, untilText } from './time.ts';

const berlin = { home: 'Europe/Berlin', here: 'Europe/Berlin' };
const now = new Date('2026-11-23T08:15:00Z');

describe('times', () => {
  it('tells the time where the operator is, without a leading zero', () => {
    expect(clockTime('2026-11-23T08:14:59Z', berlin)).toBe('9:14');
    expect(clockTime('2026-11-22T23:05:00Z', berlin)).toBe('0:05');
  });

  it('names the zone while the operator is away', () => {
    expect(clockTime('2026-11-23T08:14:00Z', { ...berlin, here: 'America/New_York' })).toBe('3:14 EST');
  });

  it('says UTC time until a zone is set', () => {
    expect(clockTime('2026-11-23T08:14:00Z', { home: null, here: null })).toBe('8:14');
  });

  it('names days with their weekday, and the year only where it is another', () => {
    expect(dayName('2026-12-06T23:30:00Z', berlin, now)).toBe('Mon 7 Dec');
    expect(dayName('2027-09-01T10:00:00Z', berlin, now)).toBe('Wed 1 Sep 2027');
  });

  it('adds the time when less than a day is left', () => {
    expect(untilText('2026-11-30T08:12:00Z', berlin, now)).toBe('Mon 30 Nov');
    expect(untilText('2026-11-24T08:14:00Z', berlin, now)).toBe('Tue 24 Nov, 9:14');
  });
});
