import { createUnderstanding } from '../agent/index.ts';
import { type Approvals, createApprovals, suggestions } from '../approvals/index.ts';
import { createRegistry, type Registry } from '../connectors/index.ts';
import { createEffects, type Effects, effects } from '../effects/index.ts';
import { createUnits, cursors, type EventLog, events, openEventLog, type Units } from '../events/index.ts';
import { type Buttons, createButtons, createIntake } from '../gateway/index.ts';
import type { Clock, Event, IdSource } from '../kernel/index.ts';
import {
  createAttachments,
  createBooks,
  createRecordBooks,
  createRecordTools,
  type Directory,
  memoryCollections,
  openDirectory,
  openSettings,
  type RecordBooks,
  type SettingsKeeper,
} from '../memory/index.ts';
import { createObservabilityTools } from '../observability/index.ts';
import {
  compileWorkflow,
  conditionProblem,
  createCondition,
  createOrchestrator,
  loadWorkflows,
  type Orchestrator,
  openWorkflows,
  orchestratorCollections,
  type RunDeps,
  type Workflows,
} from '../orchestrator/index.ts';
import { budgets, createPolicy } from '../policy/index.ts';
import type {
  Anchor,
  Attachments,
  CollectionSpec,
  Connector,
  DocumentRenderer,
  Intake,
  Scheduler,
  Store,
} from '../ports/index.ts';
import { type Config, checkPolicy } from './config.ts';

/** Every collection there is, for the store to open. */
export const collections: readonly CollectionSpec[] = [
  events,
  cursors,
  ...memoryCollections,
  budgets,
  effects,
  suggestions,
  ...orchestratorCollections,
];

/** What the outside provides: adapters, and what the environment says. */
export interface Outside {
  readonly store: Store;
  readonly anchor: Anchor;
  readonly scheduler: Scheduler;
  readonly renderer: DocumentRenderer;
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
  readonly anchorKey: string;
  readonly buttonKey: string;
  readonly config: Config;
  /** The zone from the environment. */
  readonly zone: string | undefined;
  /** Folders in which workflows are found, the operator's own last. */
  readonly workflowFolders: readonly string[];
  onError(error: unknown, about: Readonly<Record<string, string>>): void;
}

/** The rooms, wired. */
export interface Parts {
  readonly log: EventLog;
  readonly units: Units;
  readonly settings: SettingsKeeper;
  readonly books: RecordBooks;
  readonly attachments: Attachments;
  readonly registry: Registry;
  readonly effects: Effects;
  readonly approvals: Approvals;
  readonly workflows: Workflows;
  /** What workflows may use, for checking more of them. */
  readonly workflowEnvironment: Parameters<typeof loadWorkflows>[1];
  readonly orchestrator: Orchestrator;
  readonly intake: Intake;
  readonly buttons: Buttons;
  /** Hands a committed event to every room that follows the log, from the lowest floor up. */
  apply(event: Event): void;
}

/** Wires the rooms from the lowest floor up. Starts nothing. */
export async function createParts(outside: Outside): Promise<Parts> {
  const { store, clock, ids, config, scheduler, onError } = outside;
  const log = await openEventLog({
    store,
    anchor: outside.anchor,
    key: outside.anchorKey,
    salt: outside.salt,
  });
  const units = createUnits(store, log);
  const settings = await openSettings({ store, ids, zone: outside.zone });
  const directory = await openDirectory(store);
  const books = createRecordBooks(ids);
  const attachments = createAttachments(store, outside.renderer);
  const defaults = { taxRate: config.tax, paper: config.paper };
  const local = createBooks({ books, settings, renderer: outside.renderer, defaults, store, ids });
  const registry = createRegistry([local, ...outside.connectors({ attachments, settings })]);
  checkPolicy(config, [...new Set(registry.all().map(({ type }) => type))], conditionProblem);
  const policy = createPolicy({
    rules: config.policy,
    settings,
    directory,
    clock,
    condition: createCondition(),
  });
  const common = { store, units, log, registry, policy, settings, scheduler, clock, ids, onError };
  const effectsRoom = createEffects({ ...common, random: outside.random });
  const approvals = createApprovals({ ...common, effects: effectsRoom, sleptMs: outside.sleptMs });
  const { workflows, workflowEnvironment, orchestrator } = await createOrchestration(outside, {
    ...common,
    effects: effectsRoom,
    approvals,
    directory,
  });
  const intake = createIntake({ units, log, clock, ids });
  const buttons = createButtons(approvals, outside.buttonKey);
  const apply = (event: Event) => {
    settings.apply(event);
    directory.apply(event);
    approvals.apply(event);
    orchestrator.apply(event);
    if (event.type === 'control.resumed') void effectsRoom.resume();
  };
  return {
    log,
    units,
    settings,
    books,
    attachments,
    registry,
    effects: effectsRoom,
    approvals,
    workflows,
    workflowEnvironment,
    orchestrator,
    intake,
    buttons,
    apply,
  };
}

type Common = Omit<RunDeps, 'workflows' | 'understanding' | 'tools' | 'loop'> & {
  readonly directory: Directory;
};

/** The workflows, what understands a message, and what runs them. */
async function createOrchestration(
  { store, clock, config, workflowFolders }: Outside,
  { directory, ...common }: Common,
): Promise<Pick<Parts, 'workflows' | 'workflowEnvironment' | 'orchestrator'>> {
  const { log, registry, settings } = common;
  const here = () => settings.current().zone.here ?? settings.homeZone();
  const tools = [
    ...createObservabilityTools({ store, log, here, help: () => helpOf(workflows) }),
    ...createRecordTools(directory),
  ];
  const environment = { commands: registry.all(), tools };
  const definitions = await loadWorkflows(workflowFolders, environment);
  const workflows = await openWorkflows({ store, definitions, compile: compileWorkflow, now: clock.now() });
  const understanding = createUnderstanding({
    intents: definitions.map(({ name, on }) => ({
      name,
      examples: on.message?.examples ?? [],
      exact: on.message?.exact ?? [],
    })),
    context: (now) => ({
      now,
      zone: here(),
      currency: config.currency,
      dayFirst: config.dayFirst,
      records: (kind) => directory.all(kind),
    }),
  });
  const orchestrator = createOrchestrator({
    ...common,
    workflows,
    understanding,
    tools: new Map(tools.map((tool) => [tool.name, tool])),
    loop: undefined,
  });
  return { workflows, workflowEnvironment: environment, orchestrator };
}

function helpOf(workflows: Workflows): { name: string; title: string; example: string }[] {
  return workflows.all().flatMap(({ name, title, on }) => {
    const example = on.message?.examples[0];
    return example === undefined ? [] : [{ name, title, example }];
  });
}
