import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../kernel/index.ts';
import { answeredTurn, happened, received } from './day.fake.ts';
import { countDay } from './day.ts';

const NAMES = ['answered', 'waiting', 'failed', 'missing'] as const;

/** The events of a turn with that fate. */
function turnOf(turn: string, fate: (typeof NAMES)[number]): Event[] {
  const [came, begun, replied] = answeredTurn(turn) as [Event, Event, Event, Event];
  const finished = happened(
    'run.finished',
    { run: `run of ${turn}`, workflow: 'w', status: 'failed', error: 'No.' },
    { turn },
  );
  return {
    answered: answeredTurn(turn),
    waiting: [came, begun, replied],
    failed: [came, begun, replied, finished],
    missing: [came],
  }[fate];
}

describe('messages', () => {
  it('are counted by what became of them', () => {
    const count = countDay(NAMES.flatMap((fate) => turnOf(fate, fate)));
    expect(count.received.map(({ id, fate }) => [id, fate])).toEqual(NAMES.map((fate) => [fate, fate]));
    expect(count).toMatchObject({
      answered: 1,
      waiting: 1,
      failed: 1,
      missing: [{ id: 'missing', text: 'words of missing' }],
    });
  });

  it('always add up', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...NAMES), { maxLength: 20 }), (fates) => {
        const count = countDay(fates.flatMap((fate, index) => turnOf(`m${index}`, fate)));
        expect(count.received).toHaveLength(fates.length);
        expect(count.answered + count.waiting + count.failed + count.missing.length).toBe(fates.length);
        for (const fate of NAMES)
          expect(count.received.filter((message) => message.fate === fate)).toHaveLength(
            fates.filter((f) => f === fate).length,
          );
      }),
    );
  });

  it('names the one whose reply is not in the log, whichever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15 }), fc.nat(), (number, which) => {
        const lost = `m${which % number}`;
        const events = Array.from({ length: number }, (_, index) => answeredTurn(`m${index}`)).flat();
        const count = countDay(
          events.filter((event) => !(event.type === 'message.posted' && event.data.answers === lost)),
        );
        expect(count.missing.map(({ id }) => id)).toEqual([lost]);
        expect(count.answered).toBe(number - 1);
      }),
    );
  });

  it('count as answered where the count itself is the answer', () => {
    expect(countDay([received('m1')], 'm1')).toMatchObject({ answered: 1, missing: [] });
  });

  it('that answer a question share the fate of the run that asked', () => {
    const asked = turnOf('m1', 'waiting');
    const answer = [
      received('m2'),
      happened('question.answered', {
        run: 'run of m1',
        conversation: 'main',
        step: 'input:x',
        event: 'm2',
        value: 1,
      }),
    ];
    const finished = happened('run.finished', { run: 'run of m1', workflow: 'w', status: 'succeeded' });
    const replied = happened('message.posted', {
      message: 'p',
      conversation: 'main',
      text: 'Done.',
      answers: 'm2',
    });
    expect(countDay([...asked, ...answer])).toMatchObject({ waiting: 2, missing: [] });
    expect(countDay([...asked, ...answer, replied, finished])).toMatchObject({ answered: 2, waiting: 0 });
  });

  it('are not taken for answered by what was said to another one', () => {
    const other = happened('message.posted', {
      message: 'p',
      conversation: 'main',
      text: 'Hi.',
      answers: 'm9',
    });
    expect(countDay([received('m1'), other]).missing).toHaveLength(1);
  });
});

describe('cards and effects', () => {
  const decision = { suggestion: 's', hash: 'h', by: 'operator', via: 'console' };
  const effect = { effect: 'e', command: 'email.send@1', status: 'x', attempts: 1 };
  const mail = { ...effect, recipient: 'ana@example.com' };

  it('are counted, with what your rules decided apart', () => {
    const events = [
      happened('suggestion.proposed', {
        suggestion: 's',
        title: 't',
        hash: 'h',
        commands: [],
        expiresAt: '2026-11-30T09:00:00Z',
      }),
      happened('suggestion.approved', decision),
      happened('suggestion.approved', { ...decision, rule: 'email.send: always' }),
      happened('suggestion.rejected', decision),
    ];
    expect(countDay(events).cards).toEqual({ proposed: 1, approved: 1, rejected: 1, byRules: 1 });
  });

  it('count as sent only what left for somebody', () => {
    const events = [
      happened('effect.done', mail),
      happened('effect.done', effect),
      happened('effect.sending', mail),
      happened('effect.saved', mail),
      happened('effect.failed', mail),
      happened('effect.unknown', mail),
      happened('effect.refused', effect),
    ];
    expect(countDay(events).effects).toEqual({ sent: 1, saved: 1, failed: 1, unknown: 1, refused: 1 });
  });
});

describe('the books', () => {
  const created = (kind: string, total?: { minor: number; currency: string }) =>
    happened('record.created', {
      kind,
      id: 'r',
      version: 1,
      by: 'operator',
      changes: total ? [{ field: 'total', from: null, to: total }] : [],
    });

  it('take credit notes off, and count nothing that was only practised', () => {
    const paper = (kind: string, number: string, total: { minor: number; currency: string }) =>
      happened('record.created', {
        kind,
        id: number,
        version: 1,
        by: 'operator',
        changes: [
          { field: 'number', from: null, to: number },
          { field: 'total', from: null, to: total },
        ],
      });
    const events = [
      paper('invoice', '2026-001', { minor: 100, currency: 'USD' }),
      paper('invoice', 'PRACTICE-1', { minor: 50, currency: 'USD' }),
      paper('credit', 'C-2026-001', { minor: 30, currency: 'USD' }),
      paper('credit', 'PRACTICE-2', { minor: 5, currency: 'USD' }),
      paper('quote', 'Q-2026-001', { minor: 7, currency: 'USD' }),
    ];
    expect(countDay(events).invoiced).toEqual({ USD: 70 });
  });

  it('count customers, and add up invoices by currency', () => {
    const events = [
      created('customer'),
      created('invoice', { minor: 100, currency: 'USD' }),
      created('invoice', { minor: 50, currency: 'USD' }),
      created('invoice', { minor: 7, currency: 'EUR' }),
    ];
    expect(countDay(events)).toMatchObject({ customersAdded: 1, invoiced: { USD: 150, EUR: 7 } });
  });
});
