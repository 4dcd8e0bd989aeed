import { DateTime } from 'luxon';
import { deriveId, type Event, type EventOf, isMainstayError, type Lanes } from '../../kernel/index.ts';
import { type Conversation, changeConversation, postMessage, readConversation } from '../../memory/index.ts';
import type { RunDeps } from '../runs/advancing.ts';
import { choiceQuestion } from '../runs/inputs.ts';
import { readRun } from '../runs/run.ts';
import type { Turn } from '../runs/stage.ts';
import type { Worker } from '../runs/worker.ts';
import { isAgain, meantText } from './again.ts';
import { type Correction, readCorrection } from './correction.ts';
import { chosenMeaning } from './did-you-mean.ts';
import { chooseRoute, type Route } from './route.ts';
import { splitMessage, turnOfRequest } from './split.ts';

/** What a turn is taken for: something that the operator wrote, one of the requests in it, or a time that has come. */
export type TurnEvent = EventOf<'message.received'> | EventOf<'message.split'> | EventOf<'schedule.due'>;

/** Their types, as the log is asked for them. */
const MAX_TRIES = 3;

const TURN_TYPES = ['message.received', 'message.split', 'schedule.due'] as const;

export function beginsTurn(event: Event): event is TurnEvent {
  return TURN_TYPES.some((type) => type === event.type);
}

export interface Turns {
  /** Takes the event's turn in its conversation, after those before it. Never throws. */
  take(event: TurnEvent): Promise<void>;
  /** Answers what cannot be taken that it was set aside. Never throws. */
  giveUp(event: TurnEvent): Promise<void>;
  isUnderWay(eventId: string): boolean;
  /** Resolves once the turns of this incoming event that are under way are over: every run that they started waits or has ended. */
  settled(eventId: string): Promise<void>;
  /** Every message up to this place in the log has had its turn. */
  position(): number;
}

export function createTurns(deps: RunDeps, { lanes, worker }: { lanes: Lanes; worker: Worker }): Turns {
  const underWay = new Map<string, readonly Promise<void>[]>();
  const places = new Set<number>();
  return {
    take: (event) => {
      const message = event.type === 'message.split' ? event.data.message : event.id;
      const turn: Promise<void> = lanes
        .run(event.data.conversation, () => handleOrGiveUp(deps, worker, event))
        .finally(() => {
          const left = (underWay.get(message) ?? []).filter((other) => other !== turn);
          if (left.length === 0) underWay.delete(message);
          else underWay.set(message, left);
          places.delete(event.sequence);
        });
      underWay.set(message, [...(underWay.get(message) ?? []), turn]);
      places.add(event.sequence);
      return turn;
    },
    giveUp: (event) => lanes.run(event.data.conversation, () => giveUp(deps, event)),
    position: () => (places.size === 0 ? deps.log.head().sequence : Math.min(...places) - 1),
    isUnderWay: (eventId) => underWay.has(eventId),
    settled: async (eventId) => {
      await Promise.all(underWay.get(eventId) ?? []);
    },
  };
}

/** What breaks once may have met something that has passed. */
async function handleOrGiveUp(deps: RunDeps, worker: Worker, event: TurnEvent): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await handle(deps, worker, event);
    } catch (error) {
      // The next start takes it up.
      if (isMainstayError(error) && error.code === 'STOPPING') return;
      deps.onError(error, { run: event.id });
      if (tries === MAX_TRIES) return giveUp(deps, event);
    }
  }
}

async function handle(deps: RunDeps, worker: Worker, event: TurnEvent): Promise<void> {
  if (event.type === 'schedule.due') return startScheduled(deps, worker, event);
  const { conversation } = event.data;
  const unit = deps.units.open();
  const found = await readConversation(unit, conversation);
  if (found && found.body.handled >= event.sequence) return;
  if (event.type === 'message.split') return startRequest(worker, event);
  const relayed = startOfRelayed(deps, event);
  const questions = found ? await letGoOfLeft(worker, found.body, { event, conversation }) : [];
  const chosen = found && (await chosenMeaning(deps, { text: event.data.text, handled: found.body.handled }));
  const turn: Turn = {
    eventId: event.id,
    sequence: event.sequence,
    conversation,
    text: chosen?.text ?? (await meantText(deps.store, event.data)),
    at: Date.parse(event.time),
  };
  if (relayed) return follow(deps, worker, { route: relayed, turn });
  if (chosen) {
    const route = { kind: 'start', workflow: chosen.workflow, provided: {} } as const;
    return follow(deps, worker, { route, turn });
  }
  const failed = isAgain(event.data.text) ? await deps.approvals.failedIn(conversation) : undefined;
  if (failed !== undefined) return retry(deps, turn, failed);
  const correction = await readCorrection(deps, turn);
  if (correction) return correctLast(worker, correction, turn);
  const question = questions.at(-1);
  const run = question && (await readRun(deps.store, question.run));
  const asking = run && (await deps.workflows.byHash(run.body.workflow.version));
  const routing = { text: turn.text, now: turn.at, question, asking };
  const route = await chooseRoute(deps.understanding, routing);
  await follow(deps, worker, { route, turn });
}

/** A question about a request that was left for something else keeps so long. */
const LEFT_MS = 60 * 60_000;

/** What was only asked about, and then left for something else, waits for no answer any more. Gives what still does. */
async function letGoOfLeft(
  worker: Worker,
  { questions }: Conversation,
  { event, conversation }: { readonly event: EventOf<'message.received'>; readonly conversation: string },
): Promise<Conversation['questions']> {
  const at = Date.parse(event.time);
  const old = questions.filter(
    ({ key, askedAt, left }) => left && key.startsWith('input:') && at - Date.parse(askedAt) > LEFT_MS,
  );
  // The turn itself is not over with it.
  const turn = { eventId: event.id, sequence: 0, conversation, text: '', at, forgets: true };
  for (const { run } of old) await worker.advance(run, { kind: 'cancel' }, turn);
  return questions.filter((question) => !old.includes(question));
}

function correctLast(worker: Worker, correction: Correction, turn: Turn): Promise<void> {
  const { inputs } = correction;
  if (correction.kind === 'card') return worker.advance(correction.run, { kind: 'correct', inputs }, turn);
  const { workflow, undoes } = correction;
  return worker.start({ id: deriveId('run', turn.eventId, 0), workflow, provided: inputs, turn, undoes });
}

/** What it asks for was settled when its message was split. */
async function startRequest(worker: Worker, event: EventOf<'message.split'>): Promise<void> {
  const { workflow } = event.data;
  await worker.start({
    id: deriveId('run', event.id, 0),
    workflow,
    provided: {},
    turn: turnOfRequest(event),
  });
}

/** What the operator passes on is quoted, so nothing that it says is taken for a request: not even “approve everything”. */
function startOfRelayed(
  { understanding, workflows }: RunDeps,
  { data, time }: EventOf<'message.received'>,
): Route | undefined {
  const relayed = understanding.relayed(data.text, Date.parse(time));
  const definition = relayed && workflows.all().find(({ on }) => on.relayed);
  if (!definition) return undefined;
  const given: Readonly<Record<string, string | undefined>> = { ...relayed };
  const provided = Object.fromEntries(
    Object.keys(definition.input).map((name) => [name, given[name] ?? null]),
  );
  return { kind: 'start', workflow: definition.name, provided };
}

/** A time that has come starts its workflow's run; inputs that the workflow does not have are left out. */
async function startScheduled(deps: RunDeps, worker: Worker, event: EventOf<'schedule.due'>): Promise<void> {
  const { workflow, conversation, schedule, due, late, zone, input, of } = event.data;
  const known = Object.keys(deps.workflows.newest(workflow)?.input ?? {});
  const dueAt = DateTime.fromISO(due, { zone });
  const isToday = dueAt.hasSame(DateTime.fromISO(event.time, { zone }), 'day');
  const dueTime = dueAt.toFormat(isToday ? 'H:mm' : 'ccc d LLL, H:mm', { locale: 'en' });
  const given = { ...input, schedule, due, ...(late ? { late: dueTime } : {}) };
  await worker.start({
    id: deriveId('run', event.id, 0),
    workflow,
    provided: Object.fromEntries(Object.entries(given).filter(([name]) => known.includes(name))),
    turn: {
      eventId: event.id,
      sequence: event.sequence,
      conversation,
      text: '',
      at: Date.parse(event.time),
      // Who sets a reminder wants to hear it.
      unasked: of === 'workflow',
    },
  });
}

async function follow(
  deps: RunDeps,
  worker: Worker,
  { route, turn }: { route: Route; turn: Turn },
): Promise<void> {
  switch (route.kind) {
    case 'start':
      return worker.start({
        id: deriveId('run', turn.eventId, 0),
        workflow: route.workflow,
        provided: route.provided,
        turn,
      });
    case 'split':
      return splitMessage(deps, turn, route.requests);
    case 'answer': {
      const { question, value } = route;
      return worker.advance(
        question.run,
        { kind: 'answer', key: question.key, value, event: turn.eventId },
        { ...turn, settles: question },
      );
    }
    case 'cancel':
      await worker.advance(route.question.run, { kind: 'cancel' }, { ...turn, settles: route.question });
      return reply(deps, turn, { text: 'Dropped. Nothing was sent.', choices: [] });
    case 'ask-again':
      return reply(deps, turn, askAgain(route));
  }
}

/** “Again” after something failed: a card for what is left, which answers the turn itself. */
async function retry(deps: RunDeps, turn: Turn, failed: string): Promise<void> {
  await deps.approvals.retry({ id: failed, turn: turn.eventId });
  await deps.units.transact(async (unit) => {
    const found = await readConversation(unit, turn.conversation);
    if (found && found.body.handled < turn.sequence)
      changeConversation(unit, found, { handled: turn.sequence });
  });
}

function askAgain({ question, answered, spec }: Extract<Route, { kind: 'ask-again' }>): {
  text: string;
  choices: readonly string[];
} {
  const { choices } = answered.kind === 'ambiguous' ? answered : question;
  const text =
    answered.kind === 'ambiguous'
      ? choiceQuestion(spec, choices)
      : `${answered.problem ?? ''} ${question.text}`.trim();
  return { text, choices: choices.map(({ label }) => label) };
}

/** Answers outside of any run, with the turn marked as handled. */
async function reply(
  deps: RunDeps,
  turn: Turn,
  saying: { readonly text: string; readonly choices: readonly string[] },
): Promise<void> {
  const at = deps.clock.now();
  await deps.units.transact(async (unit) => {
    const id = deriveId('msg', turn.eventId, saying.text);
    if (await unit.get('messages', id)) return;
    const found = await readConversation(unit, turn.conversation);
    if (found && found.body.handled < turn.sequence)
      changeConversation(unit, found, { handled: turn.sequence });
    postMessage(
      { insert: (collection, document) => unit.insert(collection, document), emit: unit.emit },
      {
        id,
        eventId: deps.ids('evt'),
        conversation: turn.conversation,
        text: saying.text,
        turn: turn.eventId,
        choices: saying.choices,
      },
      { at, by: 'operator', correlationId: turn.eventId },
    );
  });
}

/** A message that breaks us is set aside and answered, and the conversation goes on. */
async function giveUp(deps: RunDeps, event: TurnEvent): Promise<void> {
  const turn: Turn = {
    eventId: event.id,
    sequence: event.sequence,
    conversation: event.data.conversation,
    text: '',
    at: Date.parse(event.time),
  };
  try {
    await reply(deps, turn, {
      text: `Something broke inside, so I did nothing. It is in the log as ${event.id}.`,
      choices: [],
    });
  } catch (second) {
    deps.onError(second, { run: event.id });
  }
}

/** The events whose turn the last process may not have finished, oldest first. */
export async function unhandled({ log }: Pick<RunDeps, 'log'>, afterSequence: number): Promise<TurnEvent[]> {
  const missed: TurnEvent[] = [];
  for await (const event of log.scan({ types: TURN_TYPES, afterSequence })) {
    if (beginsTurn(event)) missed.push(event);
  }
  return missed;
}
