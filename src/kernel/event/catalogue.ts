import { z } from 'zod';
import { commandSchema } from '../command.ts';
import { jsonObjectSchema as json, jsonSchema } from '../json.ts';

const id = z.string();
const time = z.iso.datetime();

const decided = {
  suggestion: id,
  hash: z.string(),
  by: z.string(),
  via: z.string(),
  reason: z.string().exactOptional(),
};

const effect = {
  effect: id,
  command: z.string(),
  status: z.string(),
  suggestion: id.exactOptional(),
  run: id.exactOptional(),
  recipient: z.string().exactOptional(),
  attempts: z.int(),
  outputs: json.exactOptional(),
  providerRef: z.string().exactOptional(),
  note: z.string().exactOptional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).exactOptional(),
  rule: z.string().exactOptional(),
};

const record = {
  kind: z.string(),
  id,
  version: z.int(),
  by: z.string(),
  changes: z.array(z.strictObject({ field: z.string(), from: jsonSchema, to: jsonSchema })),
};

const schedule = {
  schedule: id,
  name: z.string(),
  when: z.string(),
  workflow: z.string(),
  paused: z.boolean(),
  by: z.string(),
};

/** Every event type of our own with the newest version of its schema. An older version's schema is never changed. */
export const EVENT_TYPES = {
  'message.received': {
    version: 1,
    data: z.strictObject({ message: id, conversation: id, via: z.string(), text: z.string() }),
  },
  /** One of several requests in a message, each of which has a turn of its own. */
  'message.split': {
    version: 1,
    data: z.strictObject({
      /** The id of the event with which the message came in. */
      message: id,
      conversation: id,
      workflow: z.string(),
      text: z.string(),
      saidAt: time,
    }),
  },
  'message.posted': {
    version: 1,
    data: z.strictObject({
      message: id,
      conversation: id,
      text: z.string(),
      suggestion: id.exactOptional(),
      answers: id.exactOptional(),
    }),
  },
  'run.started': {
    version: 1,
    data: z.strictObject({ run: id, workflow: z.string(), version: z.string(), input: json.exactOptional() }),
  },
  'run.finished': {
    version: 1,
    data: z.strictObject({
      run: id,
      workflow: z.string(),
      status: z.string(),
      error: z.string().exactOptional(),
    }),
  },
  'question.asked': {
    version: 1,
    data: z.strictObject({ run: id, conversation: id, step: z.string(), text: z.string() }),
  },
  'question.answered': {
    version: 1,
    data: z.strictObject({ run: id, conversation: id, step: z.string(), event: id, value: jsonSchema }),
  },
  'suggestion.proposed': {
    version: 1,
    data: z.strictObject({
      suggestion: id,
      run: id.exactOptional(),
      title: z.string(),
      hash: z.string(),
      commands: z.array(commandSchema),
      supersedes: id.exactOptional(),
      expiresAt: time,
    }),
  },
  'suggestion.approved': {
    version: 1,
    data: z.strictObject({ ...decided, rule: z.string().exactOptional() }),
  },
  'suggestion.rejected': { version: 1, data: z.strictObject(decided) },
  'suggestion.superseded': { version: 1, data: z.strictObject({ suggestion: id, by: id, hash: z.string() }) },
  'suggestion.expired': { version: 1, data: z.strictObject({ suggestion: id, at: time }) },
  'suggestion.stale': {
    version: 1,
    data: z.strictObject({
      suggestion: id,
      changed: z.array(z.strictObject({ kind: z.string(), id, seen: z.int(), now: z.int() })),
      /** The card that stands for it now, where a newer one answers what it answered. */
      by: id.exactOptional(),
    }),
  },
  /** Approved, but what it rests on changed, or a day passed, before any of it could start. */
  'suggestion.lapsed': { version: 1, data: z.strictObject({ suggestion: id, reason: z.string() }) },
  'suggestion.completed': { version: 1, data: z.strictObject({ suggestion: id, status: z.string() }) },
  'effect.planned': { version: 1, data: z.strictObject(effect) },
  'effect.sending': { version: 1, data: z.strictObject(effect) },
  'effect.done': { version: 1, data: z.strictObject(effect) },
  'effect.saved': { version: 1, data: z.strictObject(effect) },
  'effect.failed': { version: 1, data: z.strictObject(effect) },
  'effect.unknown': { version: 1, data: z.strictObject(effect) },
  'effect.refused': { version: 1, data: z.strictObject(effect) },
  'effect.cancelled': { version: 1, data: z.strictObject(effect) },
  'effect.undone': { version: 1, data: z.strictObject(effect) },
  'record.created': { version: 1, data: z.strictObject(record) },
  'record.changed': { version: 1, data: z.strictObject(record) },
  'record.deleted': { version: 1, data: z.strictObject(record) },
  'settings.changed': {
    version: 1,
    data: z.strictObject({
      by: z.string(),
      changes: z.array(z.strictObject({ field: z.string(), from: jsonSchema, to: jsonSchema })),
    }),
  },
  /** What the operator set of a workflow: `from` and `to` are versions, and each field a value of the workflow. */
  'workflow.changed': {
    version: 1,
    data: z.strictObject({
      workflow: z.string(),
      from: z.string(),
      to: z.string(),
      by: z.string(),
      changes: z.array(
        z.strictObject({ field: z.string(), label: z.string(), from: jsonSchema, to: jsonSchema }),
      ),
    }),
  },
  'schedule.created': { version: 1, data: z.strictObject(schedule) },
  'schedule.changed': { version: 1, data: z.strictObject(schedule) },
  'schedule.deleted': { version: 1, data: z.strictObject(schedule) },
  'schedule.due': {
    version: 1,
    data: z.strictObject({
      schedule: id,
      name: z.string(),
      workflow: z.string(),
      conversation: id,
      /** Who set it: a workflow file, the operator as a reminder, or for a workflow. */
      of: z.enum(['workflow', 'reminder', 'operator']),
      due: time,
      late: z.boolean(),
      /** In which it was due. */
      zone: z.string(),
      input: json,
    }),
  },
  /** It was off, or the machine slept, for longer than an hour. */
  'process.resumed': { version: 1, data: z.strictObject({ from: time, to: time }) },
  'control.paused': { version: 1, data: z.strictObject({ by: z.string() }) },
  'control.resumed': { version: 1, data: z.strictObject({ by: z.string() }) },
  'backup.made': {
    version: 1,
    data: z.strictObject({
      backup: id,
      reason: z.string(),
      bytes: z.int(),
      elsewhere: z.boolean(),
      removed: z.array(id),
    }),
  },
  'backup.failed': { version: 1, data: z.strictObject({ code: z.string(), message: z.string() }) },
  /** The store was replaced by a backup: what happened after it is not known here. */
  'backup.restored': { version: 1, data: z.strictObject({ backup: id, madeAt: time, sequence: z.int() }) },
  'log.gap-found': { version: 1, data: z.strictObject({ anchored: z.int(), found: z.int() }) },
} as const satisfies Record<string, { version: number; data: z.ZodType }>;

export type EventType = keyof typeof EVENT_TYPES;

/** What an event of this type says. */
export type EventData<T extends EventType> = z.infer<(typeof EVENT_TYPES)[T]['data']>;

/** CloudEvents' `dataschema`: `mainstay:event/effect.done/1`. */
export function dataSchemaOf(type: EventType): string {
  return `mainstay:event/${type}/${EVENT_TYPES[type].version}`;
}
