import { hashOf, type Json, type JsonObject, MainstayError } from '../../kernel/index.ts';
import { type StepSource, sourceSchema, templateKey, type WorkflowSource } from './schema.ts';
import { compileTemplate, compileTree } from './template.ts';
import type { Step, Trigger, WorkflowDefinition } from './types.ts';

/**
 * Makes a definition from its plain source, as it was loaded or as it was stored: equal sources give equal
 * definitions. Throws WORKFLOW_INVALID where it is none, and EXPRESSION_FAILED where an expression cannot be read.
 */
export function compileWorkflow(source: JsonObject, file = 'a stored version'): WorkflowDefinition {
  const parsed = parseSource(source, file);
  const { name, version, on, input, steps } = parsed;
  return {
    name,
    version,
    hash: hashOf(source),
    title: parsed.title ?? titleFrom(name),
    file,
    on: compileTrigger(on),
    input: Object.fromEntries(
      Object.entries(input).map(([key, spec]) => [
        key,
        spec.default === undefined ? spec : { ...spec, defaultValue: compileTree(spec.default) },
      ]),
    ),
    steps: steps.map((step) => compileStep(step, parsed)),
    source,
  };
}

function parseSource(source: JsonObject, file: string): WorkflowSource {
  const { data, error } = sourceSchema.safeParse(source);
  if (data) return data;
  const [{ path, message } = { path: [], message: '' }] = error.issues;
  const values = {
    file,
    line: 1,
    problem: `${path.join('.')}: ${message}`,
    mend: 'Load the workflow from its file again.',
  };
  throw new MainstayError('WORKFLOW_INVALID', { values, cause: error });
}

function compileTrigger({ event, ...on }: WorkflowSource['on']): Trigger {
  if (!event) return on;
  const { type, when } = event;
  return {
    ...on,
    event: { type, ...(when === undefined ? {} : { when: compileTemplate(when) }), with: treeOf(event.with) },
  };
}

function compileStep(step: StepSource, workflow: WorkflowSource): Step {
  const { id, needs, retry, timeoutSeconds, onFailure } = step;
  const common = {
    id,
    needs,
    ...(step.if === undefined ? {} : { if: compileTemplate(step.if) }),
    ...(step.forEach === undefined ? {} : { forEach: compileTemplate(step.forEach) }),
    ...(retry === undefined ? {} : { retry }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(onFailure === undefined ? {} : { onFailure }),
  };
  return { ...common, ...compileKind(step, workflow) } as Step;
}

type KindOfStep = Step extends infer S
  ? S extends Step
    ? Omit<S, keyof StepSource & ('id' | 'needs' | 'if')>
    : never
  : never;

/** The schema has seen to it that exactly one of these is there. */
function compileKind(
  step: StepSource,
  { templates }: WorkflowSource,
): Partial<KindOfStep> & { kind: Step['kind'] } {
  if (step.call !== undefined) return { kind: 'call', call: step.call, with: treeOf(step.with) };
  if (step.workflow !== undefined)
    return { kind: 'workflow', workflow: step.workflow, with: treeOf(step.with) };
  if (step.agent)
    return {
      kind: 'agent',
      agent: { ...step.agent, template: compileTemplate(templates[templateKey(step.agent)] ?? '') },
    };
  if (step.suggest) {
    const { title, reason, facts = [], notes = [], commands, expiresInDays } = step.suggest;
    return {
      kind: 'suggest',
      title: compileTemplate(title),
      ...(reason === undefined ? {} : { reason: compileTemplate(reason) }),
      facts: facts.map(({ label, text }) => ({ label: compileTemplate(label), text: compileTemplate(text) })),
      notes: notes.map(compileTemplate),
      commands: commands.map(({ as, do: name, with: tree }) =>
        as === undefined ? { do: name, with: treeOf(tree) } : { as, do: name, with: treeOf(tree) },
      ),
      ...(expiresInDays === undefined ? {} : { expiresInDays }),
    };
  }
  if (step.ask) {
    const { question, ...answer } = step.ask;
    return { kind: 'ask', question: compileTemplate(question), answer };
  }
  if (step.wait) {
    const { event, subject, until } = step.wait;
    return {
      kind: 'wait',
      ...(event === undefined ? {} : { event }),
      ...(subject === undefined ? {} : { subject: compileTemplate(subject) }),
      ...(until === undefined ? {} : { until: compileTemplate(until) }),
    };
  }
  const { text = '', choices, cards, files } = step.reply ?? {};
  return {
    kind: 'reply',
    text: compileTemplate(text),
    ...(choices === undefined ? {} : { choices: compileTree(choices) }),
    ...(cards === undefined ? {} : { cards: compileTree(cards) }),
    ...(files === undefined ? {} : { files: compileTree(files) }),
  };
}

function treeOf(tree: Readonly<Record<string, Json>> | undefined) {
  return compileTree(tree ?? {});
}

/** “payment-reminder” as a title: “Payment reminder”. */
function titleFrom(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
