import { DateTime } from 'luxon';
import type { EventLog } from '../events/index.ts';
import { type Event, formatMoney } from '../kernel/index.ts';
import type { Backup } from '../ports/index.ts';
import { backupLine } from './backup-line.ts';
import { countDay, type DayCount } from './day.ts';
import { counted, quoted, shownDay, shownTime } from './words.ts';

/** One day as users read it, with the count that it was written from. */
export interface Digest extends DayCount {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly text: string;
}

export interface DigestQuestion {
  /** `YYYY-MM-DD` in the zone. */
  readonly date: string;
  readonly zone: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The message that this very digest answers: its reply is not in the log yet, and it counts as answered. */
  readonly answering?: string;
  /** Newest first: the day that is today ends with when the last one was made. */
  readonly backups: readonly Backup[];
}

/** Computed from the log; needs no model and stores nothing. */
export async function digestOf(log: EventLog, question: DigestQuestion): Promise<Digest> {
  const start = DateTime.fromISO(question.date, { zone: question.zone }).startOf('day');
  const from = start.toUTC().toISO() ?? '';
  const to = start.plus({ days: 1 }).toUTC().toISO() ?? '';
  const events: Event[] = [];
  for await (const event of log.scan({ from, to })) events.push(event);
  const count = countDay([...events, ...(await laterOutcomes(log, { events, to }))], question.answering);
  return { ...count, date: question.date, text: digestText(count, { ...question, start }) };
}

const FATES = ['run.started', 'run.finished', 'message.posted', 'question.answered'] as const;

/** What became, after midnight, of messages that came in that day. */
async function laterOutcomes(
  log: EventLog,
  { events, to }: { readonly events: readonly Event[]; readonly to: string },
): Promise<Event[]> {
  const concerns = concerning(events);
  const later: Event[] = [];
  for await (const event of log.scan({ from: to, types: FATES })) if (concerns(event)) later.push(event);
  return later;
}

/** Tells which later events concern the day's messages; an answer's turn belongs to the run that had asked. */
function concerning(events: readonly Event[]): (event: Event) => boolean {
  const received = new Set(events.flatMap((event) => (event.type === 'message.received' ? [event.id] : [])));
  const runs = new Set<string>();
  const concerns = (event: Event) => {
    if (event.type === 'message.posted') return received.has(event.data.answers ?? '');
    if (event.type === 'run.finished') return runs.has(event.data.run);
    if (event.type !== 'run.started' && event.type !== 'question.answered') return false;
    const message = event.type === 'run.started' ? event.correlationid : event.data.event;
    if (received.has(message)) runs.add(event.data.run);
    return received.has(message);
  };
  for (const event of events) concerns(event);
  return concerns;
}

function digestText(
  count: DayCount,
  { now, zone, start, backups }: DigestQuestion & { readonly start: DateTime },
): string {
  const today = start.hasSame(DateTime.fromMillis(now, { zone }), 'day');
  const title = `${today ? 'Today' : 'On'} ${shownDay(start)}.`;
  const reader = { zone, now };
  const backup = today ? backupLine(backups, reader) : '';
  if (count.received.length === 0 && count.cards.proposed === 0)
    return [`${title} Nothing came in and nothing was sent.`, backup]
      .filter((line) => line !== '')
      .join('\n');
  return [
    `${title} ${balance(count)}`,
    ...count.missing.map(({ text, at }) => `Not accounted for: ${quoted(text)}, ${shownTime(at, reader)}`),
    cardsLine(count),
    leftLine(count),
    booksLine(count),
    backup,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** `14 messages in = 11 answered + 2 waiting + 1 failed` */
export function balance({ received, answered, waiting, failed, missing }: DayCount): string {
  const came = counted(received.length, 'message', 'messages');
  if (missing.length > 0) return `${came} in, ${received.length - missing.length} accounted for.`;
  return `${came} in = ${answered} answered + ${waiting} waiting + ${failed} failed`;
}

function cardsLine({ cards }: DayCount): string {
  if (cards.proposed === 0) return '';
  return `Cards: ${cards.proposed} made, ${cards.approved} approved by you, ${cards.rejected} rejected, ${cards.byRules} by your rules`;
}

function leftLine({ effects }: DayCount): string {
  const parts = [
    `Sent: ${effects.sent}`,
    ...(effects.saved > 0 ? [`saved as a file, not sent: ${effects.saved}`] : []),
    ...(effects.failed > 0 ? [`failed: ${effects.failed}`] : []),
    ...(effects.unknown > 0 ? [`not sure it arrived: ${effects.unknown}`] : []),
    ...(effects.refused > 0 ? [`refused: ${effects.refused}`] : []),
  ];
  return parts.join(', ');
}

function booksLine({ customersAdded, invoiced }: DayCount): string {
  const sums = Object.entries(invoiced).map(([currency, minor]) => formatMoney({ minor, currency }));
  const parts = [
    ...(customersAdded > 0 ? [`${counted(customersAdded, 'customer', 'customers')} added`] : []),
    ...(sums.length > 0 ? [`invoiced ${sums.join(' and ')}`] : []),
  ];
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
