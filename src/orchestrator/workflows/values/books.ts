import { z } from 'zod';
import { defineCollection } from '../../../events/index.ts';
import {
  type Cause,
  canonicalJson,
  causedBy,
  type IdSource,
  isMainstayError,
  type Json,
  jsonObjectSchema,
  MainstayError,
  type NewEvent,
} from '../../../kernel/index.ts';
import type { Staging, Store } from '../../../ports/index.ts';
import type { WorkflowEnvironment } from '../checking.ts';
import { sourceSchema } from '../schema.ts';
import type { WorkflowDefinition } from '../types.ts';
import { shownValue, valueOf } from './in-force.ts';
import { changesBetween, type Revising, reviseWorkflow, type ValueChange } from './revise.ts';
import type { ValueSpec } from './spec.ts';

const keptSchema = z.strictObject({ set: jsonObjectSchema });

/** What the operator set of each workflow, by its name. It is of values and not of the file, so it outlives an update. */
export const workflowValues = defineCollection<z.infer<typeof keptSchema>>({
  name: 'values',
  schemaVersion: 1,
  indexes: [],
  schema: keptSchema,
  index: () => ({}),
});

/** Values to be set; null goes back to that of the file. */
export interface ValuesWanted {
  readonly workflow: string;
  readonly values: Readonly<Record<string, Json>>;
  /** On what it rests: the version that was read, or what was set of some values, null for nothing. */
  readonly expected?: { readonly version?: string; readonly values?: Readonly<Record<string, Json>> };
}

export interface Preview {
  readonly from: WorkflowDefinition;
  readonly to: WorkflowDefinition;
  readonly changes: readonly ValueChange[];
}

/** One value of a version, as it is shown; null is a time that the configuration has switched off. */
export interface ShownValue {
  readonly name: string;
  readonly spec: ValueSpec;
  readonly value: Json;
  /** As the file has it. */
  readonly shipped: Json;
  readonly changed: boolean;
}

/** Something that was set and is not used, and why. */
export interface Ignored {
  readonly name: string;
  readonly value: Json;
  readonly problem: string;
}

interface Taken {
  readonly definition: WorkflowDefinition;
  readonly ignored: readonly Ignored[];
}

interface BooksOptions {
  readonly store: Store;
  /** As their files have them. */
  readonly definitions: readonly WorkflowDefinition[];
  readonly environment: WorkflowEnvironment;
  readonly ids: IdSource;
}

/** What the operator set, read once; what files do not take any more is left out and named. */
export async function createValueBooks({ store, definitions, environment, ids }: BooksOptions) {
  const files = new Map(definitions.map((definition) => [definition.name, definition]));
  const others = new Map(definitions.map(({ name, source }) => [name, sourceSchema.parse(source)]));
  const revising: Revising = { environment, others };
  const taken = new Map<string, Taken>();
  for (const definition of definitions) {
    const kept = await workflowValues.read(store, definition.name);
    taken.set(definition.name, take(definition, kept?.body.set ?? {}, revising));
  }

  function fileOf(workflow: string): WorkflowDefinition {
    const file = files.get(workflow);
    if (!file) throw new MainstayError('NOT_FOUND', { values: { kind: 'workflow', id: workflow } });
    return file;
  }

  function previewFrom(from: WorkflowDefinition, { workflow, values }: ValuesWanted): Preview {
    const to = reviseWorkflow(fileOf(workflow), { ...from.set, ...values }, revising);
    return { from, to, changes: changesBetween(from, to, environment) };
  }

  return {
    current: (workflow: string) => taken.get(workflow)?.definition ?? fileOf(workflow),
    ignored: (workflow: string) => taken.get(workflow)?.ignored ?? [],
    shown: ({ values, set }: WorkflowDefinition): readonly ShownValue[] =>
      Object.entries(values).map(([name, spec]) => ({
        name,
        spec,
        value: shownValue(spec, valueOf({ values, set }, name), environment.times ?? {}),
        shipped: shownValue(spec, spec.default, environment.times ?? {}),
        changed: Object.hasOwn(set, name),
      })),
    took: (definition: WorkflowDefinition) => {
      taken.set(definition.name, { definition, ignored: [] });
      return definition;
    },
    preview: (wanted: ValuesWanted) =>
      previewFrom(taken.get(wanted.workflow)?.definition ?? fileOf(wanted.workflow), wanted),
    change: async (unit: Staging, wanted: ValuesWanted, cause: Cause): Promise<Preview> => {
      const { workflow, expected = {} } = wanted;
      const found = await workflowValues.read(unit, workflow);
      const { definition: from } = take(fileOf(workflow), found?.body.set ?? {}, revising);
      checkExpected(from, expected);
      const changed = previewFrom(from, wanted);
      if (changed.changes.length === 0) return changed;
      workflowValues.put(unit, { id: workflow, body: { set: changed.to.set }, found });
      unit.emit(changedEvent(changed, { id: ids('evt'), cause }));
      return changed;
    },
  };
}

function changedEvent(
  { from, to, changes }: Preview,
  { id, cause }: { readonly id: string; readonly cause: Cause },
): NewEvent {
  return {
    id,
    source: '/orchestrator',
    type: 'workflow.changed',
    subject: to.name,
    ...causedBy(cause),
    data: { workflow: to.name, from: from.hash, to: to.hash, by: cause.by, changes: [...changes] },
  };
}

/** The file with what was set, as far as the file takes it. */
function take(file: WorkflowDefinition, set: Readonly<Record<string, Json>>, revising: Revising): Taken {
  try {
    return { definition: reviseWorkflow(file, set, revising), ignored: [] };
  } catch (error) {
    if (!isMainstayError(error, 'REQUEST_INVALID')) throw error;
    const problems = new Map(error.fields.map(({ path, message }) => [path.split('/')[1], message]));
    // What cannot be told apart is left out together.
    const wrong = Object.keys(set).filter((name) => problems.has(name) || problems.has(undefined));
    const left = Object.entries(set).filter(([name]) => !wrong.includes(name));
    const { definition, ignored } = take(file, Object.fromEntries(left), revising);
    const named = wrong.map((name) => ({
      name,
      value: set[name] ?? null,
      problem: problems.get(name) ?? problems.get(undefined) ?? '',
    }));
    return { definition, ignored: [...ignored, ...named] };
  }
}

function checkExpected(
  from: WorkflowDefinition,
  { version, values = {} }: NonNullable<ValuesWanted['expected']>,
): void {
  const isSame = version === undefined || version === from.hash;
  const other = Object.entries(values).find(
    ([name, value]) => canonicalJson(from.set[name] ?? null) !== canonicalJson(value),
  );
  if (isSame && !other) return;
  const [name = '', value = null] = other ?? [];
  throw new MainstayError('VERSION_CHANGED', {
    values: other
      ? {
          kind: 'value',
          id: `${from.name}/${name}`,
          actual: JSON.stringify(from.set[name] ?? null),
          expected: JSON.stringify(value),
        }
      : {
          kind: 'workflow',
          id: from.name,
          actual: from.hash.slice(0, 12),
          expected: (version ?? '').slice(0, 12),
        },
  });
}
