import { DateTime } from 'luxon';
import { z } from 'zod';
import { CARD_LIFETIME_MS, type Proposal } from '../../approvals/index.ts';
import {
  commandName,
  deriveId,
  type Json,
  type JsonObject,
  MainstayError,
  parseCommandName,
  shortened,
} from '../../kernel/index.ts';
import type { RecordVersion } from '../../memory/index.ts';
import { evaluate, evaluateTree, type Template, writtenOut } from '../workflows/index.ts';
import type { Step, TemplateTree } from '../workflows/types.ts';
import { type Advancing, ask, questionKey, type RunDeps, say } from './advancing.ts';
import { askAgent } from './agent-step.ts';
import { journal, newRun, openingChunk, type Run, runs } from './run.ts';
import { scopeOf } from './scope.ts';
import type { JournalEntry, Waiting } from './state.ts';

/** One execution of a step. */
export interface Execution {
  readonly step: Step;
  readonly index: number;
  readonly attempt: number;
  /** The card that a new one replaces. */
  readonly supersedes?: string;
  /** Whether it replaces it because the operator corrected what it rests on, and not because that changed. */
  readonly corrects?: boolean;
}

type Ended = Pick<Extract<JournalEntry, { kind: 'item-ended' }>, 'status' | 'output' | 'rested'>;

export type StepResult = Ended | { readonly waiting: Waiting };

type Kind<K extends Step['kind']> = Extract<Step, { kind: K }>;

const fileSchema = z.object({ id: z.string(), name: z.string() });

const DAY_MS = 24 * 60 * 60 * 1000;

/** Performs a step: it ends with an output, or waits. Throws a MainstayError where it failed. */
export async function performStep(
  deps: RunDeps,
  advancing: Advancing,
  execution: Execution,
): Promise<StepResult> {
  const { step, index } = execution;
  const item = advancing.state.steps[step.id]?.list?.[index] ?? null;
  const scope = scopeOf(deps, advancing, { item, index });
  switch (step.kind) {
    case 'call':
      return performCall(deps, advancing, { step, scope, execution });
    case 'agent':
      return performAgent(deps, advancing, { step, scope, execution });
    case 'suggest':
      return performSuggest(deps, advancing, { step, scope, execution });
    case 'ask':
      ask(deps, advancing, {
        key: questionKey({ step: step.id, index }),
        text: textOf(step.question, scope),
        choices: [],
      });
      return { waiting: { on: 'question', types: [], subject: null, wakeAt: null } };
    case 'wait':
      return performWait(deps, advancing, { step, scope });
    case 'workflow':
      return performChild(deps, advancing, { step, scope, execution });
    case 'reply': {
      const listOf = (tree: TemplateTree | undefined): readonly Json[] => {
        const list = tree === undefined ? [] : evaluateTree(tree, scope);
        return Array.isArray(list) ? list : [];
      };
      const [choices, cards] = [listOf(step.choices).map(String), listOf(step.cards).map(String)];
      const attachments = listOf(step.files).flatMap((file) => fileSchema.safeParse(file).data ?? []);
      say(deps, advancing, { text: textOf(step.text, scope), choices, cards, attachments });
      return { status: 'succeeded', output: {} };
    }
  }
}

/** The id of what an execution makes, so that doing it again makes the same, and another attempt another. */
function executionId(prefix: string, { run }: Advancing, { step, index, attempt }: Execution): string {
  return deriveId(prefix, run.id, step.id, index, attempt);
}

interface Performing<K extends Step['kind']> {
  readonly step: Kind<K>;
  readonly scope: JsonObject;
  readonly execution: Execution;
}

async function performCall(
  deps: RunDeps,
  advancing: Advancing,
  { step, scope, execution }: Performing<'call'>,
): Promise<Ended> {
  const input = objectOf(evaluateTree(step.with, scope));
  const name = parseCommandName(step.call);
  return name
    ? callCommand(deps, advancing, { command: { ...name, input }, execution })
    : callTool(deps, advancing, { name: step.call, input });
}

async function callCommand(
  deps: RunDeps,
  advancing: Advancing,
  {
    command,
    execution,
  }: { command: { type: string; version: number; input: JsonObject }; execution: Execution },
): Promise<Ended> {
  const handler = deps.registry.handler(command);
  if (handler.where !== 'local') {
    const reason = 'what leaves the machine has to be suggested';
    throw new MainstayError('COMMAND_REFUSED', { values: { command: commandName(command), reason } });
  }
  const parsed = deps.registry.parseInput({ ...command, input: withoutNulls(command.input) });
  const effect = await deps.effects.record(advancing.unit, {
    command: { ...command, input: parsed },
    handler,
    key: executionId('eff', advancing, execution),
    run: advancing.run.id,
    cause: advancing.cause,
  });
  return { status: 'succeeded', output: effect.body.outputs };
}

async function callTool(
  deps: RunDeps,
  advancing: Advancing,
  { name, input }: { name: string; input: JsonObject },
): Promise<Ended> {
  const tool = deps.tools.get(name);
  if (!tool) throw new MainstayError('COMMAND_UNKNOWN', { values: { command: name } });
  const rested: RecordVersion[] = [];
  const output = await tool.run(tool.input.parse(withoutNulls(input)) as JsonObject, {
    now: advancing.cause.at,
    zone: deps.settings.homeZone(),
    conversation: advancing.run.body.conversation,
    turn: advancing.turn,
    rested: (record) => rested.push(record),
  });
  return { status: 'succeeded', output, rested };
}

async function performAgent(
  deps: RunDeps,
  advancing: Advancing,
  { step, scope, execution }: Performing<'agent'>,
): Promise<Ended> {
  const asking = { step, execution: executionId('agent', advancing, execution), context: scope };
  const answer = await askAgent(deps, asking);
  if (!answer) return { status: 'succeeded', output: { text: textOf(step.agent.template, scope).trim() } };
  return { status: 'succeeded', output: { ...objectOf(answer.outputs), text: answer.text } };
}

async function performSuggest(
  deps: RunDeps,
  advancing: Advancing,
  { step, scope, execution }: Performing<'suggest'>,
): Promise<StepResult> {
  const { run, unit, outbox, state, cause, turn, definition } = advancing;
  const id = executionId('sug', advancing, execution);
  const proposal = {
    id,
    title: evaluate(step.title, scope),
    reason: step.reason === undefined ? await reasonOf(deps, run.body) : textOf(step.reason, scope),
    shown: shownOn(step, scope),
    commands: step.commands.map((command) => ({
      ...(parseCommandName(command.do) ?? { type: command.do, version: 1 }),
      input: withoutNulls(objectOf(evaluateTree(command.with, scope))),
      ...(command.as === undefined ? {} : { as: command.as }),
    })),
    workflowVersion: definition.hash,
    run: run.id,
    step: step.id,
    conversation: run.body.conversation,
    turn,
    restsOn: state.restsOn,
    lifetimeMs: step.expiresInDays === undefined ? CARD_LIFETIME_MS : step.expiresInDays * DAY_MS,
    ...(step.insteadOf === undefined ? {} : { replaces: idsOf(evaluateTree(step.insteadOf, scope)) }),
    ...(execution.supersedes === undefined ? {} : { supersedes: execution.supersedes }),
    ...(execution.corrects === undefined ? {} : { corrects: execution.corrects }),
  };
  advancing.proposed.push(await deps.approvals.propose({ unit, outbox }, { proposal, cause }));
  return { waiting: { on: 'suggestion', types: [...SUGGESTION_ENDS], subject: id, wakeAt: null } };
}

function idsOf(list: Json): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

const MAX_FACT = 90;

/** What the workflow itself puts on the card; a long line is there in full too. */
function shownOn({ facts, notes }: Kind<'suggest'>, scope: JsonObject): NonNullable<Proposal['shown']> {
  const lines = facts.map(({ label, text }) => ({ label: textOf(label, scope), whole: textOf(text, scope) }));
  return {
    facts: lines
      .filter(({ whole }) => whole !== '')
      .map(({ label, whole }) => {
        const text = shortened(whole.replaceAll(/\s+/g, ' '), MAX_FACT);
        return { label, text, ...(text === whole ? {} : { whole }) };
      }),
    notes: notes.flatMap((note) => textOf(note, scope) || []).map((text) => ({ text })),
  };
}

/** Why a card is made, where its workflow does not say. */
async function reasonOf({ log }: RunDeps, { text, trigger }: Run): Promise<string> {
  if (text !== '') return `you wrote “${shortened(text, 80)}”`;
  const event = await log.get(trigger);
  return event === undefined || event.type === 'schedule.due'
    ? 'its time had come'
    : `of what happened: ${event.type}`;
}

/** The events that end the wait for a suggestion, or move it to another one. */
const SUGGESTION_ENDS = [
  'suggestion.completed',
  'suggestion.rejected',
  'suggestion.expired',
  'suggestion.stale',
  'suggestion.lapsed',
  'suggestion.superseded',
] as const;

async function performWait(
  deps: RunDeps,
  advancing: Advancing,
  { step, scope }: Pick<Performing<'wait'>, 'step' | 'scope'>,
): Promise<StepResult> {
  const subject = step.subject === undefined ? null : textOf(step.subject, scope);
  const wakeAt =
    step.until === undefined ? null : instantOf(textOf(step.until, scope), deps.settings.homeZone());
  if (step.event === undefined) return { waiting: { on: 'time', types: [], subject: null, wakeAt } };
  const earlier = await deps.log.read(
    {
      type: step.event,
      afterSequence: advancing.run.body.startedSequence,
      ...(subject === null ? {} : { subject }),
    },
    { limit: 1 },
  );
  const [event] = earlier.items;
  if (event) return { status: 'succeeded', output: { timedOut: false, event: event.data as Json } };
  return { waiting: { on: 'event', types: [step.event], subject, wakeAt } };
}

/** A date is the start of that day at home; a time is itself. */
function instantOf(text: string, zone: string): number {
  const time = DateTime.fromISO(text, { zone });
  if (!time.isValid)
    throw new MainstayError('EXPRESSION_FAILED', {
      values: { expression: text, reason: 'it is no date or time' },
    });
  return time.toMillis();
}

async function performChild(
  deps: RunDeps,
  advancing: Advancing,
  { step, scope, execution }: Performing<'workflow'>,
): Promise<StepResult> {
  const { run, outbox, cause } = advancing;
  const definition = deps.workflows.newest(step.workflow);
  if (!definition) throw new MainstayError('NOT_FOUND', { values: { kind: 'workflow', id: step.workflow } });
  const id = executionId('run', advancing, execution);
  const provided = objectOf(evaluateTree(step.with, scope));
  const child = newRun({
    definition,
    conversation: run.body.conversation,
    trigger: run.body.trigger,
    text: '',
    parent: { run: run.id, step: step.id, index: execution.index },
    sequence: deps.log.head().sequence,
    at: cause.at,
  });
  outbox.insert(runs.name, runs.toDocument(id, child));
  outbox.insert(journal.name, openingChunk(id, child, provided));
  advancing.children.push(id);
  return { waiting: { on: 'run', types: ['run.finished'], subject: id, wakeAt: null } };
}

function textOf(template: Template, scope: JsonObject): string {
  return writtenOut(evaluate(template, scope));
}

function objectOf(value: Json): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** A null in a `with` means that there is none: commands have optional fields, not null ones. */
function withoutNulls(input: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}
