import type { Event, EventOf } from '../kernel/index.ts';
import { isPractised } from '../memory/index.ts';

/** What became of one message that came in. */
export type Fate = 'answered' | 'waiting' | 'failed' | 'missing';

export interface ReceivedMessage {
  readonly id: string;
  readonly at: string;
  readonly text: string;
  readonly fate: Fate;
}

/** One local day, counted from the log alone. Sums reconcile: received = answered + waiting + failed, else `missing` names what is not accounted for. */
export interface DayCount {
  readonly received: readonly ReceivedMessage[];
  readonly answered: number;
  readonly waiting: number;
  readonly failed: number;
  readonly missing: readonly ReceivedMessage[];
  readonly cards: {
    readonly proposed: number;
    readonly approved: number;
    readonly rejected: number;
    readonly byRules: number;
  };
  readonly effects: Readonly<Record<'sent' | 'saved' | 'failed' | 'unknown' | 'refused', number>>;
  readonly customersAdded: number;
  /** Totals of invoices made and not voided, less credit notes, one for each currency, in minor units. */
  readonly invoiced: Readonly<Record<string, number>>;
}

/**
 * Counts a day from its events in log order, and from what came of its messages later. `answering` is the message
 * that is being answered with this count, which the log cannot show yet.
 */
export function countDay(events: readonly Event[], answering?: string): DayCount {
  const received = events.flatMap((event) => (event.type === 'message.received' ? [event] : []));
  const fates = fatesOf(events);
  const messages = received.map(
    (event): ReceivedMessage => ({
      id: event.id,
      at: event.time,
      text: event.data.text,
      fate: event.id === answering ? 'answered' : fates(event.id),
    }),
  );
  const count = (fate: Fate) => messages.filter((message) => message.fate === fate).length;
  return {
    received: messages,
    answered: count('answered'),
    waiting: count('waiting'),
    failed: count('failed'),
    missing: messages.filter((message) => message.fate === 'missing'),
    cards: countCards(events),
    effects: countEffects(events),
    customersAdded: events.filter(
      (event) => event.type === 'record.created' && event.data.kind === 'customer',
    ).length,
    invoiced: countInvoiced(events),
  };
}

/** The messages of which these events do not tell the end: it may have come later. */
export function unsettled(events: readonly Event[]): readonly EventOf<'message.received'>[] {
  const fates = fatesOf(events);
  const split = new Set(
    events.flatMap((event) => (event.type === 'message.split' ? [event.data.message] : [])),
  );
  return events.flatMap((event) => {
    if (event.type !== 'message.received') return [];
    const fate = fates(event.id);
    return fate === 'waiting' || fate === 'missing' || split.has(event.id) ? [event] : [];
  });
}

/** A message's fate follows from its runs: one failed, one still open, or all ended with something said in reply. */
function fatesOf(events: readonly Event[]): (eventId: string) => Fate {
  const runs = new Map<string, string[]>();
  const began = (message: string, run: string) => runs.set(message, [...(runs.get(message) ?? []), run]);
  const ended = new Map<string, string>();
  const replied = new Set<string>();
  for (const event of events) {
    if (event.type === 'run.started') began(event.correlationid, event.data.run);
    if (event.type === 'question.answered') began(event.data.event, event.data.run);
    if (event.type === 'run.finished') ended.set(event.data.run, event.data.status);
    if (event.type === 'message.posted' && event.data.answers !== undefined) replied.add(event.data.answers);
  }
  return (eventId) => {
    const own = runs.get(eventId) ?? [];
    if (own.some((run) => ended.get(run) === 'failed')) return 'failed';
    if (own.some((run) => !ended.has(run))) return 'waiting';
    return replied.has(eventId) ? 'answered' : 'missing';
  };
}

function countCards(events: readonly Event[]): DayCount['cards'] {
  const approvals = events.filter((event) => event.type === 'suggestion.approved');
  return {
    proposed: events.filter((event) => event.type === 'suggestion.proposed').length,
    approved: approvals.filter((event) => event.data.rule === undefined).length,
    rejected: events.filter((event) => event.type === 'suggestion.rejected').length,
    byRules: approvals.filter((event) => event.data.rule !== undefined).length,
  };
}

function countEffects(events: readonly Event[]): DayCount['effects'] {
  const leaving = (type: Event['type']) =>
    events.filter(
      (event) => event.type === type && 'recipient' in event.data && event.data.recipient !== undefined,
    ).length;
  return {
    sent: leaving('effect.done'),
    saved: leaving('effect.saved'),
    failed: leaving('effect.failed'),
    unknown: leaving('effect.unknown'),
    refused: events.filter((event) => event.type === 'effect.refused').length,
  };
}

function countInvoiced(events: readonly Event[]): Record<string, number> {
  const sums: Record<string, number> = {};
  const voided = new Set(events.flatMap((event) => (isVoiding(event) ? [event.subject] : [])));
  for (const event of events) {
    if (event.type !== 'record.created') continue;
    const sign = SIGNS.get(event.data.kind);
    const fields = new Map(event.data.changes.map(({ field, to }) => [field, to]));
    const [number, total, of = event.subject] = [
      fields.get('number'),
      fields.get('total'),
      fields.get('invoice'),
    ];
    if (sign === undefined || !isTotal(total) || (typeof of === 'string' && voided.has(of))) continue;
    if (typeof number === 'string' && isPractised({ number })) continue;
    sums[total.currency] = (sums[total.currency] ?? 0) + sign * total.minor;
  }
  return sums;
}

/** What a paper does to the sum of what was invoiced; what is void, or only practised, does nothing. */
const SIGNS: ReadonlyMap<string, number> = new Map([
  ['invoice', 1],
  ['credit', -1],
]);

function isVoiding(event: Event): boolean {
  return (
    event.type === 'record.changed' &&
    event.data.changes.some(({ field, to }) => field === 'status' && to === 'void')
  );
}

function isTotal(value: unknown): value is { minor: number; currency: string } {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;
}
