import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../console/index.ts';
import { cardLines, outcomeText, uncertainLines } from './card.ts';
import { uncertainEffect } from './effect.fake.ts';
import { createStyle } from './style.ts';

const style = createStyle(new PassThrough());
const drawing = { style, width: 60, zone: 'Europe/Berlin', now: Date.parse('2026-11-23T09:00:00Z') };

const card: Suggestion = {
  id: 'sug_1',
  status: 'pending',
  title: 'Send invoice to Ana Torres: $1,200.00',
  preview: {
    to: ['Ana Torres <ana@torres.example>'],
    facts: [{ label: 'Invoice', text: 'number assigned on approval, due Mon 7 Dec' }],
    subject: 'Invoice (number)',
    text: 'Hi Ana,\n\nhere is the invoice for the landing page, due on 7 December.\n\nOlga',
    attachments: [{ id: 'att_1', name: 'invoice.pdf', pages: 1 }],
    notes: [{ text: 'your bank details are missing on it.' }],
    changes: [],
  },
  reason: 'you wrote “Invoice Ana”',
  commands: [],
  hash: 'h',
  risk: 'leaves',
  undo: 'Mail cannot be unsent',
  cost: 'no cost',
  createdAt: '2026-11-23T09:00:00Z',
  expiresAt: '2026-11-30T09:00:00Z',
  conversation: 'main',
  effectIds: [],
};

describe('a card in the terminal', () => {
  it('stands line by line in the order of every platform', () => {
    expect(cardLines(card, drawing)).toEqual([
      '┌ Send invoice to Ana Torres: $1,200.00',
      '│ To: Ana Torres <ana@torres.example>',
      '│ Invoice: number assigned on approval, due Mon 7 Dec',
      '│ Subject: Invoice (number)',
      '│ > Hi Ana,',
      '│ >',
      '│ > here is the invoice for the landing page, due on 7',
      '│   December.',
      '│ >',
      '│ > Olga',
      '│ Attached: invoice.pdf, 1 page',
      '│ Note: your bank details are missing on it.',
      '│ Because you wrote “Invoice Ana”',
      '│ Mail cannot be unsent · no cost · waits until Mon 30 Nov',
      '└',
    ]);
  });

  it('shows the recipient whole and the text as it is, whatever is in them', () => {
    const to = `${'Very Long Name '.repeat(6)}<eve\u001b[8m@evil.example>`;
    const lines = cardLines({ ...card, preview: { ...card.preview, to: [to] } }, drawing);
    const said = lines.map((line) => line.slice(2)).join(' ');
    expect(said).toContain('eve␛[8m@evil.example>');
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('shows of a changed text what differs, and of a value old and new', () => {
    const changes = [
      { label: 'Due on', from: 'Mon 7 Dec', to: 'Fri 4 Dec' },
      { label: 'Text', from: 'Hi Ana,\n\nThank you', to: 'Hi Ana,\n\nThanks a lot' },
    ];
    expect(cardLines({ ...card, preview: { ...card.preview, changes } }, drawing).slice(1, 5)).toEqual([
      '│ Due on: Mon 7 Dec → Fri 4 Dec',
      '│ Text: changed',
      '│   - Thank you',
      '│   + Thanks a lot',
    ]);
  });

  it('says the time too where less than a day is left, where the operator is', () => {
    const soon = { ...card, expiresAt: '2026-11-23T20:30:00Z' };
    expect(cardLines(soon, { ...drawing, width: 90 }).at(-2)).toContain('waits until Mon 23 Nov, 21:30');
  });

  it('ends in the outcome as the server words it', () => {
    const outcome = '✓ Approved by you, 9:14. Sent 9:14.';
    expect(outcomeText({ ...card, status: 'approved', outcome }, style)).toBe(outcome);
  });
});

it('says of what may not have arrived that only the operator can tell', () => {
  const effect = uncertainEffect({
    recipient: 'Ana Torres <ana@torres.example>',
    error: { code: 'MAIL_UNCERTAIN', message: 'The line dropped.' },
  });
  expect(uncertainLines(effect, { ...drawing, width: 100 })).toEqual([
    '┌ ? Not sure it arrived: invoice 2026-014',
    '│ To: Ana Torres <ana@torres.example>',
    '│ The line dropped.',
    '│ I will not resend it by myself. Look into your Sent folder, or ask the recipient.',
    '│ Stays until you decide.',
    '└',
  ]);
});
