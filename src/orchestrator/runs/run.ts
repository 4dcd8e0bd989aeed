import { z } from 'zod';
import { carriesIndex, defineCollection, outboxSchema, type Stored } from '../../events/index.ts';
import { isoTime, type JsonObject } from '../../kernel/index.ts';
import type { NewDocument, Staging, Store } from '../../ports/index.ts';
import type { WorkflowDefinition } from '../workflows/types.ts';
import { evolve } from './evolve.ts';
import { type JournalEntry, NEW_RUN, type RunState } from './state.ts';

const runSchema = z.strictObject({
  workflow: z.strictObject({ name: z.string(), version: z.string() }),
  status: z.enum(['running', 'waiting', 'succeeded', 'failed', 'cancelled']),
  conversation: z.string(),
  /** The incoming event that began it. */
  trigger: z.string(),
  /** The words that began it, from which its inputs are read. */
  text: z.string(),
  /** The run and step that started it as a child. */
  parent: z.strictObject({ run: z.string(), step: z.string(), index: z.int() }).nullable(),
  /** Where the log stood when it started: a wait looks from here. */
  startedSequence: z.int(),
  startedAt: z.string(),
  changedAt: z.string(),
  wakeAt: z.int().nullable(),
  error: z.string().nullable(),
  outbox: outboxSchema,
});

/** One durable execution of one workflow version. What it did and knows is in its journal. */
export type Run = z.infer<typeof runSchema>;

export const runs = defineCollection<Run>({
  name: 'runs',
  schemaVersion: 1,
  indexes: [
    { fields: ['open'], sparse: true },
    { fields: ['workflow', 'at'] },
    { fields: ['at'] },
    { fields: ['carries'], sparse: true },
  ],
  schema: runSchema,
  index: ({ status, workflow, conversation, trigger, startedAt, parent, outbox }, id) => ({
    status,
    workflow: workflow.name,
    conversation,
    trigger,
    parent: parent?.run ?? null,
    at: `${startedAt} ${id}`,
    open: status === 'running' || status === 'waiting' ? 1 : null,
    carries: carriesIndex(outbox),
  }),
});

const chunkSchema = z.strictObject({
  run: z.string(),
  at: z.string(),
  entries: z.array(z.custom<JournalEntry>((value) => typeof value === 'object' && value !== null)),
});

/** The entries of one advance; their order is that of the run's revisions. */
export const journal = defineCollection<z.infer<typeof chunkSchema>>({
  name: 'journal',
  schemaVersion: 1,
  indexes: [{ fields: ['run', 'revision'] }],
  schema: chunkSchema,
  index: ({ run }, id) => ({ run, revision: Number(id.split('.').at(-1)) }),
});

export interface RunStart {
  readonly definition: Pick<WorkflowDefinition, 'name' | 'hash'>;
  readonly conversation: string;
  readonly trigger: string;
  readonly text: string;
  readonly parent: Run['parent'];
  /** Where the log stands now. */
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A run at its beginning. */
export function newRun({ definition, conversation, trigger, text, parent, sequence, at }: RunStart): Run {
  return {
    workflow: { name: definition.name, version: definition.hash },
    status: 'running',
    conversation,
    trigger,
    text,
    parent,
    startedSequence: sequence,
    startedAt: isoTime(at),
    changedAt: isoTime(at),
    wakeAt: null,
    error: null,
    outbox: [],
  };
}

/** The journal document with which a run begins: the inputs that it was given. */
export function openingChunk(id: string, run: Run, provided: JsonObject): NewDocument {
  const at = Date.parse(run.startedAt);
  return journal.toDocument(chunkId(id, 0), {
    run: id,
    at: run.startedAt,
    entries: [{ kind: 'started', at, provided }],
  });
}

/** The journal document that an advance to this revision of the run writes. */
export function chunkId(run: string, revision: number): string {
  return `${run}.${revision}`;
}

/** One run as it is stored, or undefined for an id that is none. */
export async function readRun(source: Pick<Staging, 'get'>, id: string): Promise<Stored<Run> | undefined> {
  return runs.read(source, id);
}

/** Every entry of a run, oldest first. */
export async function readJournal(store: Store, run: string): Promise<JournalEntry[]> {
  const chunks = await journal.all(store, { where: { run }, sort: { field: 'revision', direction: 'asc' } });
  return chunks.flatMap(({ body }) => body.entries);
}

/** The state of a run after these entries, oldest first. */
export function foldJournal(entries: readonly JournalEntry[]): RunState {
  return entries.reduce(evolve, NEW_RUN);
}

/** Every run that has not ended. */
export function openRuns(store: Store): Promise<readonly Stored<Run>[]> {
  return runs.all(store, { where: { open: 1 } });
}
