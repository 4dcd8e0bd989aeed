import { expect, it } from 'vitest';
import type { Suggestion } from '../approvals/index.ts';
import type { Effect } from '../effects/index.ts';
import type { CommandHandler } from '../ports/index.ts';
import { outcomeLine, type Reader } from './outcome.ts';

/** What the two commands of an invoice say once they are done; others say nothing. */
const DONE: Readonly<Record<string, CommandHandler['done']>> = {
  'invoice.create': ({ number }) => `Invoice ${typeof number === 'string' ? number : ''} is in the books.`,
  'email.send': (_outputs, time) => `Sent ${time}.`,
};

const READER: Reader = {
  zone: 'UTC',
  now: Date.parse('2026-11-23T12:00:00Z'),
  registry: { handler: ({ type }) => ({ done: DONE[type] }) as CommandHandler },
  redrawn: true,
};
const AT = '2026-11-23T09:14:00.000Z';

/** Only what the line is made of. */
function card(status: Suggestion['status'], decision: Partial<Suggestion['decision']> = {}): Suggestion {
  const decided = { by: 'operator', via: 'console', at: AT, ...decision };
  return { status, decision: decided, expiresAt: '2026-11-30T09:12:00.000Z' } as Suggestion;
}

function effect(type: string, given: Partial<Effect> = {}): Effect {
  return {
    command: { type, version: 1, input: {} },
    status: 'done',
    changedAt: AT,
    outputs: {},
    dueAt: null,
    note: null,
    error: null,
    ...given,
  } as Effect;
}

const invoice = effect('invoice.create', { outputs: { number: '2026-001' } });
const mail = effect('email.send');
const refusal = { code: 'MAIL_REFUSED', message: 'The mail was refused.' };

it.each<[string, Suggestion, readonly Effect[], string | undefined]>([
  ['a pending card', card('pending'), [], undefined],
  [
    'a mail that was sent',
    card('approved', { via: 'Telegram' }),
    [mail],
    '✓ Approved by you on Telegram, 9:14. Sent 9:14.',
  ],
  [
    'an invoice with its mail',
    card('approved'),
    [invoice, mail],
    '✓ Approved by you, 9:14. Invoice 2026-001 is in the books. Sent 9:14.',
  ],
  [
    'an invoice alone',
    card('approved'),
    [invoice],
    '✓ Approved by you, 9:14. Invoice 2026-001 is in the books.',
  ],
  ['two mails at once', card('approved'), [mail, mail], '✓ Approved by you, 9:14. Sent 9:14.'],
  [
    'a voided invoice',
    card('approved'),
    [effect('invoice.void', { outputs: { number: '2026-001' } })],
    '✓ Approved by you, 9:14. Done 9:14.',
  ],
  ['another command', card('approved'), [effect('customer.create')], '✓ Approved by you, 9:14. Done 9:14.'],
  [
    'an invoice that was voided',
    card('approved'),
    [effect('invoice.create', { status: 'undone', title: 'Invoice 2026-001 to Ana Torres' })],
    '✓ Approved by you, 9:14. Undone: Invoice 2026-001 to Ana Torres.',
  ],
  [
    'a decision of a script',
    card('approved', { via: 'api' }),
    [mail],
    '✓ Approved by you over the API, 9:14. Sent 9:14.',
  ],
  ['a card without effects yet', card('approved'), [], '✓ Approved by you, 9:14.'],
  [
    'what the rules allowed',
    card('approved', { rule: 'email.send: always', via: 'policy' }),
    [mail],
    '✓ Allowed by your rules, 9:14. Sent 9:14.',
  ],
  ['another person', card('approved', { by: 'Bob' }), [mail], '✓ Approved by Bob, 9:14. Sent 9:14.'],
  [
    'a mail that was saved',
    card('approved'),
    [
      effect('email.send', {
        status: 'saved',
        note: 'Saved as a file, not sent: no mail account is connected.',
      }),
    ],
    '✓ Approved by you, 9:14. Saved as a file, not sent: no mail account is connected.',
  ],
  [
    'one mail that was sent and one that was not',
    card('approved'),
    [mail, effect('email.send', { status: 'failed', error: refusal })],
    '✕ Approved by you, 9:14. Sent 9:14. Not sent: The mail was refused.',
  ],
  [
    'an invoice whose mail may have arrived',
    card('approved'),
    [invoice, effect('email.send', { status: 'unknown' })],
    '? Approved by you, 9:14. Invoice 2026-001 is in the books. Not sure it arrived; I will not send it again by myself.',
  ],
  [
    'a mail that waits',
    card('approved'),
    [effect('email.send', { status: 'planned' })],
    '✓ Approved by you, 9:14. Waiting to be sent.',
  ],
  [
    'a mail that can still be stopped',
    card('approved'),
    [effect('email.send', { status: 'planned', dueAt: Date.parse('2026-11-23T09:14:10Z') })],
    '✓ Approved by you, 9:14. It leaves at 9:14:10.',
  ],
  [
    'a mail that was stopped',
    card('approved'),
    [effect('invoice.create', { status: 'cancelled' }), effect('email.send', { status: 'cancelled' })],
    '✕ Approved by you, 9:14. Stopped. Nothing was sent.',
  ],
  [
    'a mail that is tried again',
    card('approved'),
    [effect('email.send', { status: 'planned', error: refusal })],
    '✓ Approved by you, 9:14. Not sent yet: The mail was refused.',
  ],
  ['a rejection', card('rejected'), [], '✕ Rejected by you, 9:14. Nothing was sent.'],
  [
    'a rejection with its reason',
    card('rejected', { reason: 'Too much.' }),
    [],
    '✕ Rejected by you, 9:14. Nothing was sent. Reason: Too much.',
  ],
  [
    'an expiry',
    card('expired'),
    [],
    '✕ Expired Mon 30 Nov, 9:12. Nothing was sent. Say “again” for a new card.',
  ],
  [
    'a card that was replaced',
    card('superseded'),
    [],
    '↻ Replaced. Nothing was sent. The new version is below.',
  ],
  [
    'a card that went out of date',
    card('stale'),
    [],
    '↻ Out of date. Nothing was sent. A new draft is below.',
  ],
])('says of %s what became of it', (...[, suggestion, effects, line]) => {
  expect(outcomeLine(suggestion, effects, READER)).toBe(line);
});

it('shows the time of another day with its date, where the operator is', () => {
  const reader = { ...READER, zone: 'Asia/Tokyo', now: Date.parse('2026-11-24T12:00:00Z') };
  expect(outcomeLine(card('rejected'), [], reader)).toBe(
    '✕ Rejected by you, Mon 23 Nov, 18:14. Nothing was sent.',
  );
});

it('promises no new draft where none could be made', () => {
  expect(outcomeLine(card('stale'), [], { ...READER, redrawn: false })).toBe(
    '↻ Out of date. Nothing was sent.',
  );
});
