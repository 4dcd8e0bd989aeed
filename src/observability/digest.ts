import { DateTime } from 'luxon';
import type { EventLog } from '../events/index.ts';
import { type Event, type EventOf, formatMoney } from '../kernel/index.ts';
import type { Backup } from '../ports/index.ts';
import { backupLine } from './backup-line.ts';
import { countDay, type DayCount, unsettled } from './day.ts';
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

/** A day's events, and when its last moment was over. */
interface DayRead {
  readonly events: readonly Event[];
  readonly to: string;
}

/** What became, after midnight, of messages that came in that day; only those are looked for whose end is not known. */
async function laterOutcomes(log: EventLog, day: DayRead): Promise<readonly Event[]> {
  const open = unsettled(day.events);
  const later = await laterIn(log, day, threadsOf(open, day.events));
  const lost = unsettled([...day.events, ...later]).filter(
    ({ id }) => !isBegun(id, [...day.events, ...later]),
  );
  return [...later, ...(await laterIn(log, day, await answeredLater(log, lost)))];
}

/** Under which correlations there is more of these messages: their own, and that of a run whose question they answered. */
function threadsOf(messages: readonly Event[], events: readonly Event[]): ReadonlySet<string> {
  const ids = new Set(messages.map(({ id }) => id));
  for (const event of events)
    if (event.type === 'question.answered' && ids.has(event.data.event)) ids.add(event.correlationid);
  return ids;
}

async function laterIn(
  log: EventLog,
  { events, to }: DayRead,
  threads: ReadonlySet<string>,
): Promise<Event[]> {
  const concerns = concerning(events);
  const later: Event[] = [];
  for (const correlation of threads)
    for await (const event of log.scan({ correlation, types: FATES }))
      if (event.time >= to && concerns(event)) later.push(event);
  return later;
}

function isBegun(message: string, events: readonly Event[]): boolean {
  return events.some(
    (event) =>
      (event.type === 'run.started' && event.correlationid === message) ||
      (event.type === 'question.answered' && event.data.event === message),
  );
}

/** Under which correlations messages, of which nothing is known, answered a question: at midnight, or after a time off. */
async function answeredLater(
  log: EventLog,
  lost: readonly EventOf<'message.received'>[],
): Promise<ReadonlySet<string>> {
  const left = new Set(lost.map(({ id }) => id));
  const threads = new Set<string>();
  const afterSequence = Math.min(...lost.map(({ sequence }) => sequence));
  if (left.size === 0) return threads;
  for await (const event of log.scan({ type: 'question.answered', afterSequence })) {
    if (event.type !== 'question.answered' || !left.delete(event.data.event)) continue;
    threads.add(event.correlationid);
    if (left.size === 0) break;
  }
  return threads;
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
