import { describe, expect, it } from 'vitest';
import { parseAnswer } from './answer.ts';
import type { InputSpec } from './types.ts';
import { contextWith, customer } from './workflow-inputs.fake.ts';

const RECORDS = [
  customer('Ana Torres', 'ana@torres.example'),
  customer('Ana Lima'),
  customer('Lima Studio'),
  customer('Kim Yu'),
];
const OFFERED = [
  { id: 'ana-torresana@torres.example', name: 'Ana Torres', label: 'Ana Torres' },
  { id: 'ana-lima', name: 'Ana Lima', label: 'Ana Lima' },
];
const [TORRES = '', LIMA = ''] = OFFERED.map(({ id }) => id);

function answer(spec: InputSpec, text: string, offered = OFFERED) {
  return parseAnswer(spec, text, contextWith({ records: () => RECORDS, offered }));
}

describe('an answer', () => {
  it.each<[InputSpec['type'], string, unknown]>([
    ['money', '1,300', { minor: 1_300_00, currency: 'USD' }],
    ['money', '$1,300 please', { minor: 1_300_00, currency: 'USD' }],
    ['money', 'make it 1300 euros', { minor: 1_300_00, currency: 'EUR' }],
    ['days', '14', 14],
    ['days', 'two weeks', 14],
    ['days', 'by 7 December', 14],
    ['days', 'in a week, thanks', 7],
    ['date', 'tomorrow', '2026-11-24'],
    ['date', '7.12.', '2026-12-07'],
    ['email', 'her email is a@b.example.', 'a@b.example'],
    ['integer', '1,000', 1000],
    ['percent', '19', 19],
    ['percent', '7,5 %', 7.5],
    ['string', 'For the logo, please.', 'the logo'],
    ['string', '“The Page, v2”', 'The Page, v2'],
    ['record', 'the second one', LIMA],
    ['record', '1', TORRES],
    ['record', 'Torres', TORRES],
    ['record', 'lima', LIMA],
    ['record', 'Ana Torres', TORRES],
    ['record', 'for Kim Yu please', 'kim-yu'],
    ['record', 'ana@torres.example', TORRES],
  ])('for %s: “%s”', async (type, text, value) => {
    expect(await answer({ type, kind: 'customer', cues: ['for'] }, text)).toEqual({ kind: 'value', value });
  });

  it.each<[InputSpec['type'], string]>([
    ['money', 'Invoice Ben $500'],
    ['money', 'what is waiting?'],
    ['days', 'what happened in the last 30 days?'],
    ['date', 'remind me tomorrow'],
    ['record', 'invoice Ana $300'],
    ['record', 'what is waiting?'],
    ['record', 'please'],
    ['email', 'none'],
    ['integer', 'three cheers for 3 people'],
    ['string', ' … '.trim().replace('…', '.')],
  ])('is not seen for %s in “%s”', async (type, text) => {
    expect(await answer({ type, kind: 'customer' }, text)).toEqual({ kind: 'none' });
  });

  it.each<[InputSpec['type'], string, string]>([
    ['money', 'twelve hundred dollars', 'I read amounts in figures only, such as $1,200.'],
    ['money', '300 or 400', 'You gave “300” and “400”, and I need one.'],
    ['money', '$0', '$0.00 cannot be used; an amount must be above zero.'],
    ['days', '99999', '“99999” is more than ten years away.'],
    ['date', '31 February', '“31 February” is not in the calendar.'],
    ['email', 'ana@torres', '“ana@torres” is not a complete e-mail address.'],
    ['record', 'Zoe Zimmer', 'I know no customer called “Zoe Zimmer”.'],
    ['string', 'long '.repeat(1000), 'That is longer than the 4,000 characters I read at once.'],
  ])('for %s that cannot be used says why: “%s”', async (type, text, problem) => {
    expect(await answer({ type, kind: 'customer' }, text)).toEqual({ kind: 'none', problem });
  });

  it('for a record that still fits two gives the choices', async () => {
    expect(await answer({ type: 'record', kind: 'customer' }, 'Ana', [])).toEqual({
      kind: 'ambiguous',
      choices: [
        { id: TORRES, name: 'Ana Torres', label: 'Ana Torres', asked: 'Ana' },
        { id: LIMA, name: 'Ana Lima', label: 'Ana Lima', asked: 'Ana' },
      ],
    });
  });

  it('for an address keeps one clause to a line', async () => {
    expect(await answer({ type: 'string', rest: true }, 'Hauptstr. 5, 10115 Berlin')).toEqual({
      kind: 'value',
      value: 'Hauptstr. 5\n10115 Berlin',
    });
  });
});
