import { DateTime } from 'luxon';
import type { LocalDate } from '../kernel/index.ts';
import { records } from '../memory/index.ts';
import { schedules } from '../orchestrator/index.ts';
import type { Store } from '../ports/index.ts';

/** What is to be done: today, and what should have been done before. */
interface Planned {
  readonly today: readonly string[];
  readonly overdue: readonly string[];
}

/**
 * `Today: 10:00 call Ana, renew domain. Overdue: file taxes (Fri)`, of reminders and tasks. `now` is where the operator
 * is; `day` is the day of tasks, which know no hour.
 */
export async function plannedLine(store: Store, now: DateTime, day: LocalDate): Promise<string> {
  const reminders = await plannedReminders(store, now);
  const tasks = await plannedTasks(store, day);
  const today = [...reminders.today, ...tasks.today];
  const overdue = [...reminders.overdue, ...tasks.overdue];
  return [
    ...(today.length > 0 ? [`Today: ${named(today)}`] : []),
    ...(overdue.length > 0 ? [`Overdue: ${named(overdue)}`] : []),
  ].join('. ');
}

/** More than these are counted: a line that names everything is read by nobody. */
const MOST_NAMED = 6;

function named(things: readonly string[]): string {
  const more = things.length - MOST_NAMED;
  return more > 0 ? `${things.slice(0, MOST_NAMED).join(', ')} and ${more} more` : things.join(', ');
}

async function plannedReminders(store: Store, now: DateTime): Promise<Planned> {
  const reminders = await schedules.all(store, { where: { of: 'reminder' } });
  const end = now.endOf('day').toMillis();
  const today = reminders
    .flatMap(({ body }) =>
      body.next !== null && body.next <= end ? [{ at: body.next, name: body.name }] : [],
    )
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, name }) => `${DateTime.fromMillis(at, { zone: now.zone }).toFormat('H:mm')} ${name}`);
  const overdue = reminders.flatMap(({ body }) => {
    if (body.toldAt === null) return [];
    const told = DateTime.fromISO(body.toldAt, { zone: now.zone });
    return [`${body.name} (${told.toFormat(told.hasSame(now, 'day') ? 'H:mm' : 'ccc', { locale: 'en' })})`];
  });
  return { today, overdue };
}

async function plannedTasks(store: Store, day: LocalDate): Promise<Planned> {
  const open = await records.all(store, { where: { kind: 'task', deleted: 0, status: 'open' } });
  const due = open
    .flatMap(({ body: { data } }) =>
      'title' in data && 'dueOn' in data && data.dueOn !== undefined && data.dueOn <= day
        ? [{ title: data.title, dueOn: data.dueOn }]
        : [],
    )
    .toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : 1));
  return {
    today: due.filter(({ dueOn }) => dueOn === day).map(({ title }) => title),
    overdue: due
      .filter(({ dueOn }) => dueOn < day)
      .map(({ title, dueOn }) => `${title} (${late(dueOn, day)})`),
  };
}

/** `Fri` within a week, else `3 Nov`. */
function late(dueOn: LocalDate, day: LocalDate): string {
  const due = DateTime.fromISO(dueOn);
  const days = DateTime.fromISO(day).diff(due, 'days').days;
  return due.toFormat(days < 7 ? 'ccc' : 'd LLL', { locale: 'en' });
}
