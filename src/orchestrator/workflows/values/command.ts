import { z } from 'zod';
import { type Json, type JsonObject, jsonObjectSchema } from '../../../kernel/index.ts';
import type { Connector, LocalCommand } from '../../../ports/index.ts';
import type { Workflows } from '../store.ts';

const input = z.strictObject({
  workflow: z.string().meta({ title: 'Workflow', readOnly: true }),
  /** New values by their names; null for the file's. */
  values: jsonObjectSchema.meta({ title: 'Values' }),
  expected: z
    .strictObject({ version: z.string().optional(), values: jsonObjectSchema.optional() })
    .meta({ readOnly: true })
    .optional(),
});

/** `workflow.change@1`, so that what is set of a workflow is in the ledger and can be undone there. */
export function createWorkflowCommands(workflows: () => Pick<Workflows, 'change'>): Connector {
  return {
    name: 'workflows',
    commands: [changeCommand(workflows)],
    status: () => ({ ready: true, text: 'Workflows and what you set of them are kept on this computer.' }),
  };
}

function changeCommand(workflows: () => Pick<Workflows, 'change'>): LocalCommand {
  return {
    where: 'local',
    type: 'workflow.change',
    version: 1,
    label: 'Workflow',
    input,
    outputs: ['workflow', 'title', 'version', 'labels', 'before', 'after'],
    undo: {
      command: 'workflow.change@1',
      text: 'what was set can be put back',
      // Not what was set again since.
      input: ({ workflow = '', before = {}, after = {} }) => ({
        workflow,
        values: before,
        expected: { values: after },
      }),
    },
    title: ({ workflow }, { title, labels }) => {
      const named = Array.isArray(labels) && labels.length > 0 ? `: ${labels.join(', ').toLowerCase()}` : '';
      return `Change “${textOf(title) || textOf(workflow)}”${named}`;
    },
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { workflow, values, expected } = input.parse(given);
      const { from, to, changes } = await workflows().change(
        unit,
        { workflow, values, ...expectedOf(expected) },
        cause,
      );
      return {
        workflow,
        title: to.title,
        version: to.hash,
        labels: changes.map(({ label }) => label),
        before: Object.fromEntries(changes.map(({ field }) => [field, from.set[field] ?? null])),
        after: Object.fromEntries(changes.map(({ field }) => [field, to.set[field] ?? null])),
      };
    },
  };
}

type Expected = NonNullable<z.infer<typeof input>['expected']>;

function expectedOf(expected: Expected | undefined): {
  readonly expected?: { version?: string; values?: JsonObject };
} {
  if (!expected) return {};
  const { version, values } = expected;
  return {
    expected: { ...(version === undefined ? {} : { version }), ...(values === undefined ? {} : { values }) },
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
