import { z } from 'zod';
import { carriesIndex, defineCollection, outboxSchema, type Stored } from '../events/index.ts';
import { commandSchema, type EventType, type JsonObject, jsonObjectSchema } from '../kernel/index.ts';
import type { Staging } from '../ports/index.ts';

export const EFFECT_STATUSES = [
  'planned',
  'sending',
  'done',
  'saved',
  'failed',
  'unknown',
  'refused',
  'cancelled',
  'undone',
] as const;

export type EffectStatus = (typeof EFFECT_STATUSES)[number];

const effectSchema = z.strictObject({
  command: commandSchema,
  status: z.enum(EFFECT_STATUSES),
  /** The suggestion that it carries out, and its place among that suggestion's commands; none for a direct local write. */
  suggestion: z.string().nullable(),
  position: z.int(),
  run: z.string().nullable(),
  /** The event that decided it, against which the hash is checked. */
  decision: z.string().nullable(),
  workflowVersion: z.string(),
  title: z.string(),
  /** The record versions that it rests on. */
  restsOn: z.array(z.strictObject({ kind: z.string(), id: z.string(), version: z.int() })),
  correlation: z.string(),
  rule: z.string().nullable(),
  practice: z.boolean(),
  attempts: z.int(),
  plannedAt: z.string(),
  changedAt: z.string(),
  /** Not before this time: a retry after its backoff. Epoch milliseconds. */
  dueAt: z.int().nullable(),
  outputs: jsonObjectSchema,
  providerRef: z.string().nullable(),
  note: z.string().nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  outbox: outboxSchema,
});

/** One command being carried out; its id is its idempotency key. */
export type Effect = z.infer<typeof effectSchema>;

export const effects = defineCollection<Effect>({
  name: 'effects',
  schemaVersion: 1,
  indexes: [
    { fields: ['open'], sparse: true },
    { fields: ['suggestion', 'position'], sparse: true },
    { fields: ['run'], sparse: true },
    { fields: ['at'] },
    { fields: ['carries'], sparse: true },
  ],
  schema: effectSchema,
  index: ({ status, suggestion, position, run, plannedAt, outbox }, id) => ({
    status,
    suggestion,
    position,
    run,
    // One suggestion's effects are planned at once; their order is that of its commands.
    at: `${plannedAt} ${String(position).padStart(4, '0')} ${id}`,
    open: ['planned', 'sending', 'unknown'].includes(status) ? 1 : null,
    carries: carriesIndex(outbox),
  }),
});

/** One effect as it is stored, or undefined for an id that is none. */
export async function readEffect(
  source: Pick<Staging, 'get'>,
  id: string,
): Promise<Stored<Effect> | undefined> {
  return effects.read(source, id);
}

/** Whether the command has had its effect. */
export function isCarriedOut(status: EffectStatus): boolean {
  return status === 'done' || status === 'saved';
}

/** Whether nothing more will happen to it by itself. */
export function isSettled(status: EffectStatus): boolean {
  return status !== 'planned' && status !== 'sending' && status !== 'unknown';
}

export function statusEvent(status: EffectStatus): Extract<EventType, `effect.${string}`> {
  return `effect.${status}`;
}

/** The outputs of a group's earlier effects by the names under which its commands refer to them. */
export function namedOutputs(group: readonly Stored<Effect>[]): JsonObject {
  return Object.fromEntries(
    group.flatMap(({ body }) => (body.command.as === undefined ? [] : [[body.command.as, body.outputs]])),
  );
}
