import { z } from 'zod';
import { type Cause, deriveId, type Json, MainstayError } from '../../kernel/index.ts';
import type { SettingsKeeper } from '../../memory/index.ts';
import type { Connector, LocalCommand } from '../../ports/index.ts';
import { readSchedule, type ScheduleBooks } from './changes.ts';
import { zoneOf } from './clock.ts';
import { isPattern, standingAt } from './occurrence.ts';
import { isMoment } from './pattern.ts';
import { type Schedule, schedules } from './schedule.ts';
import { whenWords } from './words.ts';

/** The workflow that says a reminder when its time has come. */
const TELLING = 'reminder-due';
const MINUTE_MS = 60_000;

const what = z.string().trim().min(1).max(500).meta({ title: 'What' });
const when = z
  .string()
  .refine(isPattern, { error: 'is neither a time such as 2026-11-27T09:00 nor a cron pattern' })
  .meta({ title: 'When' });
const id = z.string().meta({ title: 'Reminder', readOnly: true });

const createSchema = z.strictObject({ what, when, id: id.optional(), conversation: z.string().optional() });
const changeSchema = z.strictObject({
  id,
  when: when.optional(),
  /** From now on, where `when` is not given. */
  minutes: z.int().positive().max(525_600).optional(),
});
const namedSchema = z.strictObject({ id });

export interface ReminderDeps {
  readonly books: ScheduleBooks;
  readonly settings: SettingsKeeper;
}

/** Reminders, as a connector of our own: what changes them goes through the ledger and can be undone. */
export function createReminders(deps: ReminderDeps): Connector {
  return {
    name: 'reminders',
    commands: [reminderCreate(deps), reminderChange(deps), reminderDone(deps), reminderDelete(deps)],
    status: () => ({ ready: true, text: 'Reminders are kept on this computer.' }),
  };
}

const COMMON = { where: 'local', version: 1, label: 'Reminder' } as const;

/** `reminder.create@1`: at a moment once, or by a rhythm. */
function reminderCreate({ books, settings }: ReminderDeps): LocalCommand {
  return {
    ...COMMON,
    type: 'reminder.create',
    input: createSchema,
    outputs: ['id', 'what', 'when', 'at'],
    undo: {
      command: 'reminder.delete@1',
      text: 'reminder can be deleted',
      input: (outputs) => ({ id: outputs['id'] ?? '' }),
    },
    title: (input) => `Reminder: ${named(input['what'])}`,
    preview: async (input) => ({ facts: [{ label: 'When', text: named(input['when']) }] }),
    apply: async (unit, input, { key, cause }) => {
      const given = createSchema.parse(input);
      const schedule = newReminder(given, settings, cause);
      const reminder = given.id ?? deriveId('sch', key);
      if (!(await schedules.read(unit, reminder))) books.create(unit, { id: reminder, schedule }, cause);
      return { id: reminder, what: given.what, when: given.when, at: schedule.when };
    },
  };
}

/** `reminder.change@1`: to another time. One that comes round keeps its rhythm, and is told once more at that time. */
function reminderChange({ books, settings }: ReminderDeps): LocalCommand {
  return {
    ...COMMON,
    type: 'reminder.change',
    input: changeSchema,
    outputs: ['id', 'what', 'when', 'at'],
    undo: { never: 'Another time is set by saying it' },
    title: (_input, outputs) => `Reminder: ${named(outputs['what'])}`,
    preview: async (input) => ({ facts: [{ label: 'When', text: named(input['when']) }] }),
    apply: async (unit, input, { key, cause }) => {
      const change = changeSchema.parse(input);
      const { body } = await readReminder(unit, change.id);
      const pattern = change.when ?? inMinutes(change.minutes ?? 60, cause);
      const { name, conversation } = body;
      const schedule = newReminder({ what: name, when: pattern, conversation }, settings, cause);
      const outputs = { what: name, when: pattern, at: schedule.when };
      if (isMoment(pattern) && !isMoment(body.pattern)) {
        const once = deriveId('sch', key);
        books.create(unit, { id: once, schedule }, cause);
        await books.change(unit, { id: change.id, to: { toldAt: null }, what: 'state' }, cause);
        return { id: once, ...outputs };
      }
      const to = { pattern, when: schedule.when };
      await books.change(unit, { id: change.id, to, what: 'when' }, cause);
      return { id: change.id, ...outputs };
    },
  };
}

/** `reminder.done@1`: a single one is over; one that comes round is done until the next time. */
function reminderDone({ books }: ReminderDeps): LocalCommand {
  return {
    ...COMMON,
    type: 'reminder.done',
    input: namedSchema,
    outputs: ['id', 'what', 'again'],
    undo: { never: 'A reminder that is done is set again by saying it' },
    title: (_input, outputs) => `Done: ${named(outputs['what'])}`,
    preview: async () => ({ facts: [] }),
    apply: async (unit, input, { cause }) => {
      const given = namedSchema.parse(input);
      const { body } = await readReminder(unit, given.id);
      if (isMoment(body.pattern)) {
        await books.remove(unit, given.id, cause);
        return { id: given.id, what: body.name, again: null };
      }
      await books.change(unit, { id: given.id, to: { toldAt: null }, what: 'state' }, cause);
      return { id: given.id, what: body.name, again: body.when };
    },
  };
}

/** `reminder.delete@1`: undone by setting it again. */
function reminderDelete({ books }: ReminderDeps): LocalCommand {
  return {
    ...COMMON,
    type: 'reminder.delete',
    input: namedSchema,
    outputs: ['id', 'what', 'when', 'at'],
    undo: {
      command: 'reminder.create@1',
      text: 'reminder can be set again',
      input: (outputs) => ({ what: outputs['what'] ?? '', when: outputs['when'] ?? '' }),
    },
    title: (_input, outputs) => `Delete the reminder: ${named(outputs['what'])}`,
    preview: async () => ({ facts: [] }),
    apply: async (unit, input, { cause }) => {
      const given = namedSchema.parse(input);
      await readReminder(unit, given.id);
      const { body } = await books.remove(unit, given.id, cause);
      return { id: given.id, what: body.name, when: body.pattern, at: body.when };
    },
  };
}

async function readReminder(source: Parameters<typeof readSchedule>[0], reminder: string) {
  const found = await readSchedule(source, reminder);
  if (found.body.of === 'reminder') return found;
  throw new MainstayError('NOT_FOUND', { values: { kind: 'reminder', id: reminder } });
}

/** Throws REQUEST_INVALID for a time that has passed. */
function newReminder(
  given: { readonly what: string; readonly when: string; readonly conversation?: string | undefined },
  settings: SettingsKeeper,
  { at }: Cause,
) {
  const zone = zoneOf(settings, 'here');
  const words = whenWords(given.when, { zone, now: at });
  const timing = { pattern: given.when, zone, daily: false, last: null, from: at };
  const standing = standingAt(timing, at);
  if (standing.kind === 'due') {
    const message = `${words} is in the past`;
    throw new MainstayError('REQUEST_INVALID', {
      values: { count: 1, first: message },
      fields: [{ path: 'when', message }],
    });
  }
  return {
    name: given.what,
    when: words,
    pattern: given.when,
    workflow: TELLING,
    of: 'reminder',
    input: { what: given.what },
    ...(given.conversation === undefined ? {} : { conversation: given.conversation }),
  } satisfies Partial<Schedule>;
}

function inMinutes(minutes: number, { at }: Cause): string {
  return new Date(at + minutes * MINUTE_MS).toISOString().replace(/\.\d+Z$/, 'Z');
}

function named(text: Json | undefined): string {
  return typeof text === 'string' ? text : '';
}
