import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Effect } from '../../effects/index.ts';
import type { Stored } from '../../events/index.ts';
import { MainstayError } from '../../kernel/index.ts';
import type { BusinessRecord } from '../../memory/index.ts';
import type { Schedule } from '../../orchestrator/index.ts';

/** Where a thing stands among others in an order of its own. */
const standingSchema = z.strictObject({
  group: z.enum(['due', 'open', 'over']),
  /** When it is due, as a local date or time (ISO 8601); empty where it never is. */
  due: z.string(),
  /** Of people; what else there is stands by its times. */
  name: z.string(),
  at: z.string(),
  id: z.string(),
});

export type Standing = z.infer<typeof standingSchema>;

const GROUPS = standingSchema.shape.group.options;

/** What has a date comes in its order, so that what is late is first; then what has none; what is over comes last. */
export function byDue(one: Standing, other: Standing): number {
  return (
    GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group) ||
    compared(one.due, other.due) ||
    compared(other.at, one.at) ||
    compared(one.id, other.id)
  );
}

function compared(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

export function recordStanding({ id, body: { data, createdAt: at } }: Stored<BusinessRecord>): Standing {
  const due = 'dueOn' in data ? data.dueOn : 'endsOn' in data ? data.endsOn : undefined;
  const isOver = 'status' in data && (data.status === 'done' || data.status === 'ended');
  const name = 'name' in data ? data.name : '';
  return { id, at, name, ...timed(due, isOver) };
}

/** A reminder that was told and is not done is as late as that. */
export function reminderStanding({ id, body }: Stored<Schedule>, zone: string): Standing {
  const { toldAt, next, createdAt: at } = body;
  const time = toldAt === null ? next : Date.parse(toldAt);
  const due = time === null ? undefined : DateTime.fromMillis(time, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
  return { id, at, name: '', ...timed(due, due === undefined) };
}

export function effectStanding({ id, body: { plannedAt: at } }: Stored<Effect>): Standing {
  return { id, at, name: '', ...timed(undefined, false) };
}

function timed(due: string | undefined, isOver: boolean): Pick<Standing, 'group' | 'due'> {
  if (isOver) return { group: 'over', due: '' };
  return due === undefined ? { group: 'open', due: '' } : { group: 'due', due };
}

/** Where a page ended; the next begins behind it, wherever things were added or taken away meanwhile. */
export function cursorOf(last: Standing): string {
  return Buffer.from(JSON.stringify(last)).toString('base64url');
}

/** Throws CURSOR_INVALID. */
export function standingOf(cursor: string): Standing {
  try {
    return standingSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new MainstayError('CURSOR_INVALID', { values: { cursor }, cause });
  }
}
