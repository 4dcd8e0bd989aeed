import { DateTime } from 'luxon';
import { type Suggestion, suggestions } from '../approvals/index.ts';
import { effects, readEffect } from '../effects/index.ts';
import type { EventLog, Stored } from '../events/index.ts';
import { dateAt } from '../kernel/index.ts';
import { offWords } from '../orchestrator/index.ts';
import type { Backup, Store } from '../ports/index.ts';
import { backupLine } from './backup-line.ts';
import type { DayCount } from './day.ts';
import { balance, digestOf } from './digest.ts';
import { monthLine } from './month.ts';
import { plannedLine } from './planned.ts';
import { counted, quoted, shownTime } from './words.ts';

/** What the operator reads in the morning; `cards` are those that its first lines name, in their order. */
export interface Morning {
  /** `YYYY-MM-DD`, where the operator is. */
  readonly date: string;
  readonly text: string;
  readonly cards: readonly string[];
}

export interface MorningQuestion {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Where the operator is. */
  readonly here: string;
  /** The zone that dates invoices. */
  readonly home: string;
  /** Newest first. */
  readonly backups: readonly Backup[];
}

export interface MorningSources {
  readonly store: Store;
  readonly log: EventLog;
}

interface Reader {
  readonly zone: string;
  readonly now: number;
}

/** The morning digest: what waits, what today brings, the month's money, and what became of yesterday. Needs no model. */
export async function morningOf(
  { store, log }: MorningSources,
  { now, here, home, backups }: MorningQuestion,
): Promise<Morning> {
  const today = DateTime.fromMillis(now, { zone: here });
  const reader = { zone: here, now };
  const waiting = await waitingOf(store, reader);
  const yesterday = today.minus({ days: 1 }).toFormat('yyyy-MM-dd');
  const count = await digestOf(log, { date: yesterday, zone: here, now, backups });
  const told = [
    await plannedLine(store, today, dateAt(now, home)),
    await monthLine(store, dateAt(now, home)),
    ...yesterdayLines(count),
    ...(await failedLines({ store, log }, today)),
    ...(await offLines(log, today)),
  ].filter((line) => line !== '');
  const title = `${today.toFormat('cccc d LLLL', { locale: 'en' })}. ${waitingTitle(waiting.lines.length)}`;
  const nothing = waiting.lines.length + told.length === 0;
  const backup = backupLine(backups, reader);
  const lines = nothing
    ? [
        `Nothing came in, is late or planned. I am running; ${backup.charAt(0).toLowerCase()}${backup.slice(1)}.`,
      ]
    : [...waiting.lines, ...told, `No cost. ${backup}`];
  return { date: today.toFormat('yyyy-MM-dd'), text: [title, ...lines].join('\n'), cards: waiting.cards };
}

function waitingTitle(count: number): string {
  return count === 0
    ? 'Nothing is waiting for you.'
    : `${counted(count, 'thing waits', 'things wait')} for you.`;
}

/** Cards first, which may be decided right here, then what nobody knows the end of. */
async function waitingOf(store: Store, reader: Reader): Promise<{ lines: string[]; cards: string[] }> {
  const pending = await suggestions.all(store, {
    where: { status: 'pending' },
    sort: { field: 'at', direction: 'asc' },
  });
  const open = await effects.all(store, { where: { open: 1 } });
  const unsure = open.filter(({ body }) => body.status === 'unknown');
  const lines = [
    ...pending.map((card) => `${card.body.title}, since ${sinceWords(card, reader)}`),
    ...unsure.map(({ body }) => `Not sure it arrived: ${body.title}`),
  ];
  return {
    lines: lines.map((line, index) => `${index + 1}  ${line}`),
    cards: pending.map(({ id }) => id),
  };
}

function sinceWords({ body }: Stored<Suggestion>, reader: Reader): string {
  const since = DateTime.fromISO(body.createdAt, { zone: reader.zone });
  const isYesterday = since.hasSame(
    DateTime.fromMillis(reader.now, { zone: reader.zone }).minus({ days: 1 }),
    'day',
  );
  return isYesterday ? `yesterday ${since.toFormat('H:mm')}` : shownTime(body.createdAt, reader);
}

function yesterdayLines(count: DayCount): string[] {
  const { received, effects: left, cards, missing } = count;
  const saved = left.saved > 0 ? `. Saved as files, not sent: ${left.saved}` : '';
  const byRules = cards.byRules;
  const sent = `Sent: ${left.sent}${left.sent > 0 && byRules === 0 ? ', all approved by you' : ''}. By your rules: ${byRules}${saved}`;
  return [
    ...(received.length > 0 ? [`Yesterday: ${balance(count)}`] : []),
    ...missing.map(({ text }) => `Not accounted for: ${quoted(text)}`),
    ...(left.sent + left.saved + byRules > 0 ? [sent] : []),
  ];
}

async function failedLines({ store, log }: MorningSources, today: DateTime): Promise<string[]> {
  const lines: string[] = [];
  for await (const event of log.scan({ type: 'effect.failed', from: yesterdayOf(today) })) {
    const effect = await readEffect(store, event.subject);
    if (effect?.body.status !== 'failed') continue;
    const { title, error } = effect.body;
    lines.push(`Failed: ${title}${error === null ? '' : `. ${error.message}`}`);
  }
  return lines;
}

/** When yesterday began, as the log writes it. */
function yesterdayOf(today: DateTime): string {
  return today.minus({ days: 1 }).startOf('day').toUTC().toISO() ?? '';
}

/** `I was off 23:40–7:05.`, since yesterday began. */
async function offLines(log: EventLog, today: DateTime): Promise<string[]> {
  const lines: string[] = [];
  for await (const event of log.scan({ type: 'process.resumed', from: yesterdayOf(today) })) {
    if (event.type !== 'process.resumed') continue;
    const { from, to } = event.data;
    lines.push(offWords({ from: Date.parse(from), to: Date.parse(to) }, today.zoneName ?? 'utc'));
  }
  return lines;
}
