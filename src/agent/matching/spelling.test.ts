import { expect, it } from 'vitest';
import { createSpelling, learnSpelling } from './spelling.ts';

const KNOWN = ['list my reminders', 'invoice Ana for the printing', 'change the price'];
const mended = createSpelling(learnSpelling(KNOWN));

it.each([
  ['list my remidners', 'list my reminders'],
  ['invocie Ana', 'invoice Ana'],
  ['Invioce Ana, please', 'invoice Ana, please'],
  ['list my reminderrs!', 'list my reminders!'],
])('mends “%s”', (typed, meant) => {
  expect(mended(typed)).toBe(meant);
});

it.each(['invoice Chang for the price', 'a prices list', 'changes', 'lost', 'invoicing', '', '🙂 invoice'])(
  'leaves “%s” as it is',
  (text) => {
    expect(mended(text)).toBe(text);
  },
);
