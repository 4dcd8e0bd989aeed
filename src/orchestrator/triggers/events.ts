import { dateAt, deriveId, type Event, type Json, type JsonObject, type Lanes } from '../../kernel/index.ts';
import { openConversation, readConversation } from '../../memory/index.ts';
import type { RunDeps } from '../runs/advancing.ts';
import { readRun } from '../runs/run.ts';
import type { Worker } from '../runs/worker.ts';
import { MAIN_CONVERSATION } from '../schedules/changes.ts';
import { evaluate, evaluateTree } from '../workflows/index.ts';
import type { WorkflowDefinition } from '../workflows/types.ts';

/** Starts the workflows that wait for events of a type. */
export interface EventTriggers {
  /** The types of event that start something. */
  types(): readonly string[];
  /** Starts what the event starts, each workflow once for each event. Never throws. */
  take(event: Event): void;
  /** Every event up to this place in the log has started what it starts, as far as it came here. */
  position(): number;
}

/** Longer chains of events and runs are no sense but a fault. */
const MAX_LINKS = 100;

export function createEventTriggers(
  deps: RunDeps,
  { lanes, worker }: { readonly lanes: Lanes; readonly worker: Worker },
): EventTriggers {
  // The place of an event that could not be dealt with stays: the next start tries it again.
  const places = new Set<number>();
  const startedBy = ({ type }: Pick<Event, 'type'>) =>
    deps.workflows.all().filter(({ on }) => on.event?.type === type);

  async function handle(event: Event): Promise<void> {
    for (const definition of startedBy(event)) await start(deps, worker, { definition, event });
    places.delete(event.sequence);
  }

  return {
    types: () => [...new Set(deps.workflows.all().flatMap(({ on }) => on.event?.type ?? []))],
    take: (event) => {
      if (startedBy(event).length === 0) return;
      places.add(event.sequence);
      lanes
        .run(MAIN_CONVERSATION, () => handle(event))
        .catch((error: unknown) => deps.onError(error, { run: event.id }));
    },
    position: () => (places.size === 0 ? Number.MAX_SAFE_INTEGER : Math.min(...places) - 1),
  };
}

interface Starting {
  readonly definition: WorkflowDefinition;
  readonly event: Event;
}

/** The run's id follows from the event and the workflow, so that a repeat after a crash starts nothing twice. */
async function start(deps: RunDeps, worker: Worker, { definition, event }: Starting): Promise<void> {
  const id = runIdOf(event.id, definition.name);
  if (await readRun(deps.store, id)) return;
  const provided = await inputsFrom(deps, { definition, event });
  if (!provided) return;
  await openMain(deps, event);
  await worker.start({
    id,
    workflow: definition.name,
    provided,
    turn: {
      eventId: event.id,
      // It is no turn of the conversation, whose messages go on from where they were.
      sequence: 0,
      conversation: MAIN_CONVERSATION,
      text: '',
      at: Date.parse(event.time),
      unasked: true,
    },
  });
}

function runIdOf(eventId: string, workflow: string): string {
  return deriveId('run', eventId, workflow);
}

/** The inputs that the event gives; undefined where it does not start the workflow. */
async function inputsFrom(
  deps: RunDeps,
  { definition: { name, on, file }, event }: Starting,
): Promise<Readonly<Record<string, Json>> | undefined> {
  const { when, with: tree } = on.event ?? {};
  const scope = scopeOf(deps, event);
  try {
    if (when && evaluate(when, scope) !== true) return undefined;
    const given = tree ? (evaluateTree(tree, scope) as JsonObject) : {};
    if (await isOwnDoing(deps, event, name)) return undefined;
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  } catch (error) {
    // A condition that cannot be evaluated does not hold, and would not at the next start either.
    deps.onError(error, { run: `${file} at ${event.id}` });
    return undefined;
  }
}

function scopeOf({ settings }: RunDeps, { id, type, subject, time, data }: Event): JsonObject {
  const zone = settings.homeZone();
  const { name, address, taxNumber, bank } = settings.current().business;
  return {
    event: { id, type, subject, time, data: data as Json },
    now: time,
    today: dateAt(Date.parse(time), zone),
    zone,
    business: {
      name: name ?? null,
      address: address ?? null,
      taxNumber: taxNumber ?? null,
      bank: bank ?? null,
    },
  };
}

/**
 * Whether the workflow was started, by words or an event, further up in what led to this event. Each run's events name
 * the event that began it, so the way back is as long as the chain; and as no workflow stands in it twice, it ends.
 */
async function isOwnDoing({ store, log }: RunDeps, event: Event, workflow: string): Promise<boolean> {
  let origin = event.correlationid;
  let before: string = event.id;
  for (let links = 0; origin !== before; links += 1) {
    if (links === MAX_LINKS) return true;
    const told = await readRun(store, deriveId('run', origin, 0));
    if (told?.body.workflow.name === workflow || (await readRun(store, runIdOf(origin, workflow))))
      return true;
    const cause = await log.get(origin);
    if (!cause) return false;
    before = origin;
    origin = cause.correlationid;
  }
  return false;
}

async function openMain({ store, units }: RunDeps, { time }: Event): Promise<void> {
  if (await readConversation(store, MAIN_CONVERSATION)) return;
  await units.transact(async (unit) => openConversation(unit, MAIN_CONVERSATION, time));
}
