import { z } from 'zod';
import { defineCollection } from '../../events/index.ts';
import { isoTime, type JsonObject, jsonObjectSchema, MainstayError } from '../../kernel/index.ts';
import type { Store } from '../../ports/index.ts';
import type { WorkflowDefinition } from './types.ts';

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
  /** The version that new runs start on. */
  newest(name: string): WorkflowDefinition | undefined;
  /** Any version that was ever used. Throws NOT_FOUND. */
  byHash(hash: string): Promise<WorkflowDefinition>;
  all(): readonly WorkflowDefinition[];
}

/** Stores every loaded version before its first use. `compile` makes a definition from its stored source. */
export async function openWorkflows(options: {
  readonly store: Store;
  readonly definitions: readonly WorkflowDefinition[];
  compile(source: JsonObject): WorkflowDefinition;
  readonly now: number;
}): Promise<Workflows> {
  const { store, definitions, compile } = options;
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const byHash = new Map(definitions.map((definition) => [definition.hash, definition]));
  const firstUsedAt = isoTime(options.now);
  await store.commit({
    operations: definitions.map(({ hash, name, version, source }) => ({
      kind: 'insert',
      collection: workflows.name,
      document: workflows.toDocument(hash, { name, version, source, firstUsedAt }),
      ifAbsent: true,
    })),
  });
  return {
    newest: (name) => byName.get(name),
    all: () => definitions,
    byHash: async (hash) => {
      const known = byHash.get(hash);
      if (known) return known;
      const found = await workflows.read(store, hash);
      if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'workflow version', id: hash } });
      const definition = compile(found.body.source);
      byHash.set(hash, definition);
      return definition;
    },
  };
}
