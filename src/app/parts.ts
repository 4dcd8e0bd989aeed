import { createRelayTools, type Understanding } from '../agent/index.ts';
import { type Approvals, createApprovals } from '../approvals/index.ts';
import { createRegistry, type Registry } from '../connectors/index.ts';
import { createEffects, createUndoConnector, type Effects } from '../effects/index.ts';
import { createUnits, type EventLog, openEventLog, patientStore, type Units } from '../events/index.ts';
import { type Buttons, createButtons, createIntake } from '../gateway/index.ts';
import { type Clock, type Event, type IdSource, MainstayError } from '../kernel/index.ts';
import {
  createAttachments,
  createBooks,
  createRecordBooks,
  createRecordTools,
  type Directory,
  openDirectory,
  openSettings,
  type RecordBooks,
  type SettingsKeeper,
} from '../memory/index.ts';
import { createExports, createObservabilityTools, type Exports, exportTool } from '../observability/index.ts';
import {
  compileWorkflow,
  conditionProblem,
  createCondition,
  createOrchestrator,
  createReminders,
  createReminderTools,
  createScheduleBooks,
  createSchedules,
  createWorkflowCommands,
  loadWorkflows,
  type Orchestrator,
  openWorkflows,
  type RunDeps,
  type ScheduleBooks,
  type Schedules,
  type Workflows,
} from '../orchestrator/index.ts';
import { createPolicy } from '../policy/index.ts';
import type {
  AgentLoop,
  Anchor,
  Attachments,
  Backup,
  Connector,
  DocumentRenderer,
  Embedder,
  Intake,
  Scheduler,
  Shelf,
  Store,
} from '../ports/index.ts';
import { type Config, checkPolicy } from './config.ts';
import { understandingOf } from './understanding.ts';

/** What the outside provides: adapters, and what the environment says. */
export interface Outside {
  readonly store: Store;
  readonly anchor: Anchor;
  readonly scheduler: Scheduler;
  readonly renderer: DocumentRenderer;
  /** What tells the meaning of words; without it they are taken as they are. */
  readonly meanings?: { readonly embedder: Embedder; readonly maxWaitMs?: number };
  /** Where what takes long to work out is kept from one start to the next. */
  readonly shelf?: Shelf;
  /** What the workflows on the shelf were checked by; without it they are checked at each start. */
  readonly build?: string | undefined;
  /** Makes the connectors to outside systems, once attachments can be read. */
  connectors(inside: {
    readonly attachments: Attachments;
    readonly settings: SettingsKeeper;
  }): readonly Connector[];
  readonly clock: Clock;
  readonly ids: IdSource;
  salt(): string;
  /** 0 to 1. */
  random(): number;
  /** Milliseconds that the machine slept and nobody has taken into account yet. */
  sleptMs(): number;
  /** The backups that there are, newest first. */
  backups(): Promise<readonly Backup[]>;
  readonly anchorKey: string;
  readonly buttonKey: string;
  readonly config: Config;
  /** The zone from the environment. */
  readonly zone: string | undefined;
  /** Folders in which workflows are found, the operator's own last. */
  readonly workflowFolders: readonly string[];
  /** Waits a while where the store cannot be written; false once waiting is of no use. */
  storePause(): Promise<boolean>;
  /** What answers an agent's steps; without a model there is none. */
  readonly loop?: AgentLoop;
  onError(error: unknown, about: Readonly<Record<string, string>>): void;
}

/** The rooms, wired. */
export interface Parts {
  readonly log: EventLog;
  readonly units: Units;
  readonly settings: SettingsKeeper;
  readonly books: RecordBooks;
  readonly directory: Directory;
  readonly attachments: Attachments;
  readonly exports: Exports;
  readonly registry: Registry;
  readonly effects: Effects;
  readonly approvals: Approvals;
  readonly workflows: Workflows;
  /** What workflows may use, for checking more of them. */
  readonly workflowEnvironment: Parameters<typeof loadWorkflows>[1];
  readonly understanding: Understanding;
  readonly orchestrator: Orchestrator;
  readonly schedules: Schedules;
  readonly scheduleBooks: ScheduleBooks;
  readonly intake: Intake;
  readonly buttons: Buttons;
  /** Hands a committed event to every room that follows the log, from the lowest floor up. */
  apply(event: Event): void;
}

/** Wires the rooms from the lowest floor up. Starts nothing. */
export async function createParts(outside: Outside): Promise<Parts> {
  const { store, clock, ids, config, scheduler, onError, anchor, anchorKey: key, salt } = outside;
  const log = await openEventLog({ store, anchor, key, salt });
  const units = createUnits(store, log);
  const settings = await openSettings({ store, ids, zone: outside.zone });
  const directory = await openDirectory(store);
  const books = createRecordBooks(ids);
  const attachments = createAttachments(store, outside.renderer);
  const defaults = { taxRate: config.tax, paper: config.paper };
  const local = createBooks({ books, settings, renderer: outside.renderer, defaults, store, ids });
  const undoing = createUndoConnector(() => effectsRoom);
  const scheduleBooks = createScheduleBooks(ids);
  const reminders = createReminders({ books: scheduleBooks, settings });
  const registry = createRegistry([
    local,
    undoing,
    reminders,
    createWorkflowCommands(() => orchestration.workflows),
    ...outside.connectors({ attachments, settings }),
  ]);
  checkPolicy(config, [...new Set(registry.all().map(({ type }) => type))], conditionProblem);
  const policy = createPolicy({
    rules: config.policy,
    settings,
    directory,
    clock,
    condition: createCondition(),
  });
  const common = { store, units, log, registry, policy, settings, scheduler, clock, ids, onError };
  // What runs and calls have come to cannot be asked for again, as what a person or a program asks for can.
  const patient = createUnits(patientStore(store, outside.storePause), log);
  const effectsRoom: Effects = createEffects({ ...common, units: patient, random: outside.random });
  const approvals = createApprovals({ ...common, effects: effectsRoom, sleptMs: outside.sleptMs });
  const orchestration: Orchestration = await createOrchestration(outside, {
    ...common,
    units: patient,
    effects: effectsRoom,
    approvals,
    attachments,
    directory,
  });
  return {
    log,
    units,
    settings,
    books,
    directory,
    attachments,
    exports: createExports({ store, registry, attachments, homeZone: settings.homeZone }),
    registry,
    effects: effectsRoom,
    approvals,
    ...orchestration,
    scheduleBooks,
    intake: createIntake({ units, log, clock, ids }),
    buttons: createButtons(approvals, outside.buttonKey),
    apply: applyTo({ settings, directory, approvals, effects: effectsRoom, ...orchestration }),
  };
}

/** From the lowest floor up, so that who acts upon an event finds it taken in below. */
function applyTo({
  settings,
  directory,
  approvals,
  effects: ledger,
  workflows,
  schedules,
  orchestrator,
}: Pick<Parts, 'settings' | 'approvals' | 'effects' | 'workflows' | 'schedules' | 'orchestrator'> & {
  readonly directory: Directory;
}): Parts['apply'] {
  return (event) => {
    settings.apply(event);
    directory.apply(event);
    approvals.apply(event);
    workflows.apply(event);
    schedules.apply(event);
    orchestrator.apply(event);
    if (event.type === 'control.resumed') void ledger.resume();
  };
}

/** When the day's work is looked through where no digest comes. */
const MORNING = '08:00';

type Common = Omit<RunDeps, 'workflows' | 'understanding' | 'tools' | 'loop'> & {
  readonly attachments: Attachments;
  readonly directory: Directory;
};

type Orchestration = Pick<
  Parts,
  'workflows' | 'workflowEnvironment' | 'understanding' | 'orchestrator' | 'schedules'
>;

/** The workflows, what understands a message, and what runs them. */
async function createOrchestration(
  outside: Outside,
  { directory, attachments, ...common }: Common,
): Promise<Orchestration> {
  const { store, clock, config, workflowFolders, meanings, shelf, build, backups, onError } = outside;
  const { log, registry, settings, ids } = common;
  const here = () => settings.current().zone.here ?? settings.homeZone();
  const relaying = { meanings, shelf, customers: () => directory.all('customer') };
  const tools = [
    ...createObservabilityTools({ store, registry, log, here, backups, help: () => helpOf(workflows) }),
    exportTool({ store, registry, attachments, homeZone: settings.homeZone }),
    ...createRecordTools(store, directory),
    ...createReminderTools({ store, settings }),
    ...createRelayTools({ ...relaying, understanding: () => understanding }),
  ];
  const digest = config.digest === 'off' ? null : config.digest;
  const times = { digest, morning: digest ?? MORNING };
  const environment = { commands: registry.all(), tools, times };
  const checked = shelf && build !== undefined ? { shelf, build } : undefined;
  const definitions = await loadWorkflows(workflowFolders, environment, checked);
  const workflows = await openWorkflows({
    store,
    definitions,
    compile: compileWorkflow,
    environment,
    ids,
    now: clock.now(),
  });
  for (const { name } of definitions) {
    for (const values of workflows.ignored(name)) onError(ignoredError(name, values), { workflow: name });
  }
  const understanding = understandingOf(outside, { definitions, directory, here, settings: common.settings });
  const orchestrator = createOrchestrator({
    ...common,
    workflows,
    understanding,
    tools: new Map(tools.map((tool) => [tool.name, tool])),
    loop: outside.loop,
  });
  const planning = { understanding, definitions: workflows.all, times, onError };
  const schedules = createSchedules({ ...common, ...planning });
  return { workflows, workflowEnvironment: environment, understanding, orchestrator, schedules };
}

/** An update of a file may take from under the operator what they set. */
function ignoredError(
  workflow: string,
  { name, problem }: ReturnType<Workflows['ignored']>[number],
): MainstayError {
  return new MainstayError('WORKFLOW_VALUE_IGNORED', { values: { workflow, name, problem } });
}

function helpOf(workflows: Workflows): { name: string; title: string; example: string }[] {
  return workflows.all().flatMap(({ name, title, on }) => {
    const example = on.message?.examples[0] ?? on.relayed?.example;
    return example === undefined ? [] : [{ name, title, example }];
  });
}
