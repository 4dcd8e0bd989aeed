import { expect, it } from 'vitest';
import { rhythmOf } from '../../agent/index.ts';
import { rhythmWords, whenWords } from './words.ts';

it.each([
  'every day at 8:00',
  'every weekday at 8:30',
  'every weekend at 11:00',
  'every Monday and Thursday at 9:00',
  'every Friday, Saturday and Sunday at 12:05',
  'on the last Friday of every month at 9:00',
  'on the first Monday of every month at 16:00',
  'on the last day of every month at 9:00',
  'on the last working day of every month at 9:00',
  'on the 2nd of every month at 9:00',
  'every year on 3 March at 9:00',
  'every day at 7:00 and 19:00',
  'every day at 8:30 and 17:00',
  'every day except Sunday at 8:00',
  'every 2 weeks on Monday at 9:00',
  'every 3 days at 7:00',
  'every 2 months on the 5th at 9:00',
  'on the 1st and 15th of every month at 9:00',
  'every year on the first Monday of January at 9:00',
  'every hour',
  'every 2 hours',
  'every 30 minutes',
])('“%s” reads as a rhythm that is written the same way', (words) => {
  const pattern = rhythmOf(words);
  expect(pattern).toBeDefined();
  expect(rhythmWords(pattern ?? '')).toBe(words);
});

it('leaves a pattern as it is that no words of ours give', () => {
  expect(rhythmWords('5 4 1,15 * 3')).toBe('by the pattern 5 4 1,15 * 3');
});

it.each([
  ['2026-11-23T21:00', 'today at 21:00'],
  ['2026-11-24T09:00', 'tomorrow, Tue 24 Nov, at 9:00'],
  ['2026-11-27T09:00', 'on Fri 27 Nov at 9:00'],
  ['2027-03-03T09:00', 'on Wed 3 Mar 2027 at 9:00'],
  ['2026-11-23T19:20:00Z', 'today at 20:20'],
])('writes the moment %s as “%s”', (pattern, words) => {
  const reader = { zone: 'Europe/Berlin', now: Date.UTC(2026, 10, 23, 19) };
  expect(whenWords(pattern, reader)).toBe(words);
});
