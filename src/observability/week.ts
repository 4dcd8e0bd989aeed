import { DateTime } from 'luxon';
import { dateAt, formatMoney, type LocalDate } from '../kernel/index.ts';
import {
  isPractised,
  lastNoticeDay,
  openAmount,
  records,
  takingsSince,
  takingsWords,
} from '../memory/index.ts';
import { schedules } from '../orchestrator/index.ts';
import type { Store } from '../ports/index.ts';
import { shownDay } from './words.ts';

/** What happens on a day. */
interface Planned {
  readonly on: LocalDate;
  readonly what: string;
}

const DAYS = 7;

/**
 * What the next seven days bring: reminders by the clock where the operator is (`here`), tasks, invoices and contracts
 * by the days of `home`; what is late stands first, the money since Monday last.
 */
export async function weekOf(
  store: Store,
  { now, here, home }: { readonly now: number; readonly here: string; readonly home: string },
): Promise<string> {
  const today = dateAt(now, home);
  const first = DateTime.fromISO(today);
  const last = first.plus({ days: DAYS - 1 }).toFormat('yyyy-MM-dd');
  const planned = [
    ...(await remindersOf(store, here)),
    ...(await tasksOf(store)),
    ...(await endsOf(store)),
    ...(await duesOf(store)),
  ];
  const late = planned.filter(({ on }) => on < today).map(({ what }) => what);
  const days = Array.from({ length: DAYS }, (_, day) => first.plus({ days: day })).flatMap((day) => {
    const date = day.toFormat('yyyy-MM-dd');
    const own = planned.filter(({ on }) => on === date && on <= last).map(({ what }) => what);
    return own.length === 0 ? [] : [`- ${shownDay(day)}: ${own.join(', ')}`];
  });
  const from = first.startOf('week').toFormat('yyyy-MM-dd');
  const money = takingsWords(await takingsSince(store, { from, today }));
  const lines = [...(late.length > 0 ? [`- Overdue: ${late.join(', ')}`] : []), ...days];
  return [
    `The week from ${shownDay(first)}`,
    ...(lines.length > 0 ? lines : ['Nothing is planned, falls due or ends.']),
    ...(money === '' ? [] : [`Since Monday: ${money}`]),
  ].join('\n');
}

/** A reminder that repeats counts with its next time. */
async function remindersOf(store: Store, here: string): Promise<readonly Planned[]> {
  const reminders = await schedules.all(store, { where: { of: 'reminder' } });
  return reminders
    .flatMap(({ body: { next, name } }) => (next === null ? [] : [{ next, name }]))
    .toSorted((one, other) => one.next - other.next)
    .map(({ next, name }) => {
      const at = DateTime.fromMillis(next, { zone: here });
      return { on: at.toFormat('yyyy-MM-dd'), what: `${at.toFormat('H:mm')} ${name}` };
    });
}

async function tasksOf(store: Store): Promise<readonly Planned[]> {
  const open = await records.all(store, { where: { kind: 'task', deleted: 0, status: 'open' } });
  return open
    .flatMap(({ body: { data } }) =>
      'title' in data && 'dueOn' in data && data.dueOn !== undefined
        ? [{ on: data.dueOn, what: data.title }]
        : [],
    )
    .toSorted((one, other) => (one.on < other.on ? -1 : 1));
}

async function endsOf(store: Store): Promise<readonly Planned[]> {
  const running = await records.all(store, { where: { kind: 'contract', deleted: 0, status: 'active' } });
  return running.flatMap(({ body: { data } }) => {
    if (!('noticeDays' in data)) return [];
    const [last, { title, endsOn }] = [lastNoticeDay(data), data];
    return [
      ...(last === undefined
        ? []
        : [{ on: last, what: `last day to give notice for the contract ${title}` }]),
      ...(endsOn === undefined ? [] : [{ on: endsOn, what: `the contract ${title} ends` }]),
    ];
  });
}

async function duesOf(store: Store): Promise<readonly Planned[]> {
  const open = await records.all(store, { where: { kind: 'invoice', deleted: 0, status: 'open' } });
  return open.flatMap(({ body: { data } }) =>
    'suppliedOn' in data && !isPractised(data)
      ? [
          {
            on: data.dueOn,
            what: `invoice ${data.number} of ${data.buyer.name} is due, ${formatMoney(openAmount(data))}`,
          },
        ]
      : [],
  );
}
