import { z } from 'zod';
import { defineCollection } from '../../events/index.ts';
import {
  type Cause,
  type Event,
  type IdSource,
  isoTime,
  type JsonObject,
  jsonObjectSchema,
  MainstayError,
} from '../../kernel/index.ts';
import type { Staging, Store } from '../../ports/index.ts';
import type { WorkflowEnvironment } from './checking.ts';
import type { WorkflowDefinition } from './types.ts';
import {
  createValueBooks,
  type Ignored,
  type Preview,
  type ShownValue,
  type ValuesWanted,
} from './values/books.ts';

const versionSchema = z.strictObject({
  name: z.string(),
  version: z.int(),
  source: jsonObjectSchema,
  firstUsedAt: z.string(),
});

/** Workflow versions by their content hash: a run finds its own even when the file is gone. */
export const workflows = defineCollection<z.infer<typeof versionSchema>>({
  name: 'workflows',
  schemaVersion: 1,
  indexes: [{ fields: ['name', 'firstUsedAt'] }],
  schema: versionSchema,
  index: ({ name, firstUsedAt }) => ({ name, firstUsedAt }),
});

export interface Workflows {
  /** The version that new runs start on: that of the file, with what the operator set. */
  newest(name: string): WorkflowDefinition | undefined;
  /** Any version that was ever used. Throws NOT_FOUND. */
  byHash(hash: string): Promise<WorkflowDefinition>;
  all(): readonly WorkflowDefinition[];
  /** The values of one version. */
  shown(definition: WorkflowDefinition): readonly ShownValue[];
  /** What the operator set and the file does not take any more. */
  ignored(name: string): readonly Ignored[];
  /** What values would change, before they are set. Throws NOT_FOUND and REQUEST_INVALID. */
  preview(wanted: ValuesWanted): Preview;
  /** Stages values with the version that they make; `newest` follows when its event is committed. Throws NOT_FOUND, REQUEST_INVALID and VERSION_CHANGED. */
  change(unit: Staging, wanted: ValuesWanted, cause: Cause): Promise<Preview>;
  /** Keeps up with the log; called with every event as it is committed. */
  apply(event: Event): void;
}

/**
 * Stores every loaded version before its first use, with what the operator set of it. `compile` makes a definition
 * from its stored source.
 */
export async function openWorkflows(options: {
  readonly store: Store;
  readonly definitions: readonly WorkflowDefinition[];
  compile(source: JsonObject): WorkflowDefinition;
  readonly environment: WorkflowEnvironment;
  readonly ids: IdSource;
  readonly now: number;
}): Promise<Workflows> {
  const { store, definitions, compile, now } = options;
  const books = await createValueBooks(options);
  const byName = new Map(definitions.map(({ name }) => [name, books.current(name)]));
  const byHash = new Map([...definitions, ...byName.values()].map((one) => [one.hash, one]));
  await store.commit({
    operations: [...byHash.values()].map((definition) => ({
      kind: 'insert',
      collection: workflows.name,
      document: versionOf(definition, now),
      ifAbsent: true,
    })),
  });
  return {
    newest: (name) => byName.get(name),
    all: () => [...byName.values()],
    shown: books.shown,
    ignored: books.ignored,
    preview: (wanted) => books.preview(wanted),
    change: async (unit, wanted, cause) => {
      const changed = await books.change(unit, wanted, cause);
      byHash.set(changed.to.hash, changed.to);
      unit.insert(workflows.name, versionOf(changed.to, cause.at), { ifAbsent: true });
      return changed;
    },
    apply: (event) => {
      if (event.type !== 'workflow.changed') return;
      const changed = byHash.get(event.data.to);
      if (changed) byName.set(changed.name, books.took(changed));
    },
    byHash: async (hash) => {
      const known = byHash.get(hash);
      if (known) return known;
      const found = await workflows.read(store, hash);
      if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'workflow version', id: hash } });
      const definition = compile(found.body.source);
      if (definition.hash !== hash) {
        const { name, version } = found.body;
        const workflow = `Version ${version} of the workflow ${name}`;
        throw new MainstayError('WORKFLOW_ALTERED', {
          values: { workflow, since: 'it was first used', mend: 'Restore a backup.' },
        });
      }
      byHash.set(hash, definition);
      return definition;
    },
  };
}

function versionOf({ hash, name, version, source }: WorkflowDefinition, now: number) {
  return workflows.toDocument(hash, { name, version, source, firstUsedAt: isoTime(now) });
}
