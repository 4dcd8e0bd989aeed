import { hashOf, type Json, type JsonObject, MainstayError } from '../../kernel/index.ts';
import { isWritten, type StepSource, sourceSchema, templateKey, type WorkflowSource } from './schema.ts';
import { compileTemplate, compileTree } from './template.ts';
import { withValues } from './timing.ts';
import type { Step, Trigger, WorkflowDefinition } from './types.ts';
import { type ValuesInForce, valuesInForce } from './values/in-force.ts';

/**
 * Makes a definition from its plain source, as it was loaded or as it was stored: equal sources give equal
 * definitions. Throws WORKFLOW_INVALID where it is none, and EXPRESSION_FAILED where an expression cannot be read.
 */
export function compileWorkflow(source: JsonObject, file = 'a stored version'): WorkflowDefinition {
  const parsed = parseSource(source, file);
  const { name, version, on, input, steps } = parsed;
  const values = valuesInForce(parsed);
  return {
    name,
    version,
    hash: hashOf(source),
    title: parsed.title ?? titleFrom(name),
    file,
    on: compileTrigger(on, values),
    input: Object.fromEntries(
      Object.entries(input).map(([key, spec]) => [
        key,
        spec.default === undefined ? spec : { ...spec, defaultValue: compileTree(spec.default, values) },
      ]),
    ),
    values: parsed.values,
    set: parsed.set,
    steps: steps.map((step) => compileStep(step, { templates: parsed.templates, values })),
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

function compileTrigger({ event, schedule, ...on }: WorkflowSource['on'], values: ValuesInForce): Trigger {
  return {
    ...on,
    ...(schedule ? { schedule: { ...schedule, when: withValues(schedule.when, values.constants) } } : {}),
    ...(event ? { event: compileEvent(event, values) } : {}),
  };
}

function compileEvent(
  { type, when, with: given }: NonNullable<WorkflowSource['on']['event']>,
  values: ValuesInForce,
): NonNullable<Trigger['event']> {
  return {
    type,
    ...(when === undefined ? {} : { when: compileTemplate(when, values) }),
    with: compileTree(given ?? {}, values),
  };
}

interface Compiling {
  readonly templates: WorkflowSource['templates'];
  readonly values: ValuesInForce;
}

function compileStep(step: StepSource, compiling: Compiling): Step {
  const { values } = compiling;
  const { id, needs, retry, timeoutSeconds, onFailure } = step;
  const common = {
    id,
    needs,
    ...(step.if === undefined ? {} : { if: compileTemplate(step.if, values) }),
    ...(step.forEach === undefined ? {} : { forEach: compileTemplate(step.forEach, values) }),
    ...(retry === undefined ? {} : { retry }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(onFailure === undefined ? {} : { onFailure }),
  };
  return { ...common, ...compileKind(step, compiling) } as Step;
}

type KindOfStep = Step extends infer S
  ? S extends Step
    ? Omit<S, keyof StepSource & ('id' | 'needs' | 'if')>
    : never
  : never;

/** The schema has seen to it that exactly one of these is there. */
function compileKind(
  step: StepSource,
  { templates, values }: Compiling,
): Partial<KindOfStep> & { kind: Step['kind'] } {
  const text = (source: string) => compileTemplate(source, values);
  const treeOf = (tree: Readonly<Record<string, Json>> | undefined) => compileTree(tree ?? {}, values);
  if (step.call !== undefined) return { kind: 'call', call: step.call, with: treeOf(step.with) };
  if (step.workflow !== undefined)
    return { kind: 'workflow', workflow: step.workflow, with: treeOf(step.with) };
  if (step.agent) {
    const { otherwise } = step.agent;
    const template = isWritten(otherwise) ? otherwise : (templates[templateKey(step.agent)] ?? '');
    return { kind: 'agent', agent: { ...step.agent, template: text(template) } };
  }
  if (step.suggest) {
    const { title, reason, facts = [], notes = [], commands, expiresInDays, insteadOf } = step.suggest;
    return {
      kind: 'suggest',
      title: text(title),
      ...(reason === undefined ? {} : { reason: text(reason) }),
      facts: facts.map(({ label, text: shown }) => ({ label: text(label), text: text(shown) })),
      notes: notes.map(text),
      commands: commands.map(({ as, do: name, with: tree }) =>
        as === undefined ? { do: name, with: treeOf(tree) } : { as, do: name, with: treeOf(tree) },
      ),
      ...(expiresInDays === undefined ? {} : { expiresInDays }),
      ...(insteadOf === undefined ? {} : { insteadOf: compileTree(insteadOf, values) }),
    };
  }
  if (step.ask) {
    const { question, ...answer } = step.ask;
    return { kind: 'ask', question: text(question), answer };
  }
  if (step.wait) {
    const { event, subject, until } = step.wait;
    return {
      kind: 'wait',
      ...(event === undefined ? {} : { event }),
      ...(subject === undefined ? {} : { subject: text(subject) }),
      ...(until === undefined ? {} : { until: text(until) }),
    };
  }
  const { text: said = '', choices, cards, files } = step.reply ?? {};
  return {
    kind: 'reply',
    text: text(said),
    ...(choices === undefined ? {} : { choices: compileTree(choices, values) }),
    ...(cards === undefined ? {} : { cards: compileTree(cards, values) }),
    ...(files === undefined ? {} : { files: compileTree(files, values) }),
  };
}

/** “payment-reminder” as a title: “Payment reminder”. */
function titleFrom(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
