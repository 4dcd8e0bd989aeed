import { suggestions } from '../../approvals/index.ts';
import { effects, isCarriedOut } from '../../effects/index.ts';
import { deriveId, type Json } from '../../kernel/index.ts';
import { hereZone, messages } from '../../memory/index.ts';
import type { RunDeps } from '../runs/advancing.ts';
import { foldJournal, readJournal, readRun } from '../runs/run.ts';
import type { Turn } from '../runs/stage.ts';
import { changedValues, theOther, withFallen } from './changed-values.ts';
import { runsOfSplit } from './split.ts';

/** “no, $1,300”, “make it Friday”, “the other Ana”: words that change what was just proposed, or done. */
const CORRECTION =
  /^(?:(?:no|nope|sorry|actually|wait|oops|oh|hm+|correction|rather)[,:;.!]?\s+)*(?:(?:i meant|i mean|make (?:it|that)|change (?:it|that) to|it should (?:be|have been)|should (?:be|have been)|it is|it's|it was|that's|use|take)\s+)?(.+?)(?:\s+instead)?[.!\s]*$/isu;
const OPENING =
  /^(?:no|nope|sorry|actually|wait|oops|oh(?:,? wait)?|hm+|correction|rather|i meant|i mean|make (?:it|that)|change (?:it|that) to|it should (?:be|have been)|should (?:be|have been)|the other)(?![\p{L}\p{N}])/iu;
/** What goes on with the request before, where it is no request of its own. */
const LEANING = /^(?:with|without|plus|it's|it is|it was|that's|and|but|due|for|incl|excl)(?![\p{L}\p{N}])/iu;
const OTHER = /^the other(?:\s+(?:one|customer))?\s*(.*)$/iu;
/** A value by itself, “$1,300” or “Friday at 9”, has one of these in it. */
const VALUED =
  /[\d\p{Sc}]|(?<!\p{L})(?:today|tonight|tomorrow|noon|midnight|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|next (?:week|month))(?!\p{L})/iu;
/** Longer texts are no corrections, unless they say that they are. */
const MAX_WORDS = { leaning: 8, bare: 5 } as const;

type Inputs = Readonly<Record<string, Json>>;

export type Correction =
  /** Of a run whose card is still open: the inputs that are meant now. */
  | { readonly kind: 'card'; readonly run: string; readonly inputs: Inputs }
  /** Of what was done: it is undone and done again with all these inputs. */
  | {
      readonly kind: 'done';
      readonly workflow: string;
      readonly inputs: Inputs;
      readonly undoes: readonly string[];
    };

/** Reads the turn as a correction of what was said last; undefined where it is none. */
export async function readCorrection(deps: RunDeps, turn: Turn): Promise<Correction | undefined> {
  const text = turn.text.trim();
  const isSaid = OPENING.test(text);
  if (!isSaid && !mayGoOn(text)) return undefined;
  if (deps.understanding.exact(text) !== undefined) return undefined;
  const target = await correctable(deps, turn.conversation);
  if (!target) return undefined;
  if (!isSaid && (await deps.understanding.match(text)).kind === 'act') return undefined;
  const { run, undoes } = target;
  const { input } = await deps.workflows.byHash(run.body.workflow.version);
  const { inputs: before } = foldJournal(await readJournal(deps.store, run.id));
  const corrected = CORRECTION.exec(text)?.[1] ?? text;
  const other = OTHER.exec(corrected);
  const isWordy = undoes === undefined && (isSaid || LEANING.test(text));
  const values = other
    ? await theOther(deps.understanding, { specs: input, before, named: other[1] ?? '', at: turn.at })
    : await changedValues(deps.understanding, {
        specs: input,
        before,
        text: corrected,
        at: turn.at,
        zone: hereZone(deps.settings),
        isWordy,
        isSaid,
      });
  if (Object.keys(values).length === 0) return undefined;
  const changed = withFallen(input, { before, values });
  if (undoes === undefined) return { kind: 'card', run: run.id, inputs: changed };
  return {
    kind: 'done',
    workflow: run.body.workflow.name,
    inputs: { ...handed(before), ...changed },
    undoes,
  };
}

/** Whether a text that does not say so may yet go on with what was said before. */
function mayGoOn(text: string): boolean {
  const words = text.split(/\s+/, MAX_WORDS.leaning + 1).length;
  return LEANING.test(text) ? words <= MAX_WORDS.leaning : words <= MAX_WORDS.bare && VALUED.test(text);
}

type StoredRun = NonNullable<Awaited<ReturnType<typeof readRun>>>;

/** What was said last, where it can be corrected: a card that waits, or what a run did that can be undone here. */
async function correctable(
  deps: RunDeps,
  conversation: string,
): Promise<{ readonly run: StoredRun; readonly undoes?: readonly string[] } | undefined> {
  const { items } = await messages.page(deps.store, {
    where: { conversation, direction: 'out' },
    sort: { field: 'at', direction: 'desc' },
    limit: 1,
  });
  const last = items[0]?.body;
  if (!last) return undefined;
  if (last.suggestion === null) return doneBy(deps, await runThatSaid(deps, last));
  const card = (await suggestions.read(deps.store, last.suggestion))?.body;
  const run =
    card?.status === 'pending' && card.run !== null ? await readRun(deps.store, card.run) : undefined;
  return run && { run };
}

/** The run that ended with this message: the one that the turn began, or whose question it answered. */
async function runThatSaid(
  deps: RunDeps,
  { turn, at }: { readonly turn: string; readonly at: string },
): Promise<StoredRun | undefined> {
  const hasSaidIt = (run: StoredRun | undefined) =>
    run?.body.status === 'succeeded' && run.body.changedAt === at;
  const began = await readRun(deps.store, deriveId('run', turn, 0));
  if (began) return hasSaidIt(began) ? began : undefined;
  const parts = await Promise.all(runsOfSplit(turn).map((id) => readRun(deps.store, id)));
  const part = parts.findLast((run) => run !== undefined);
  const run = part ?? (await answeredIn(deps, turn));
  return hasSaidIt(run) ? run : undefined;
}

async function answeredIn({ log, store }: RunDeps, turn: string): Promise<StoredRun | undefined> {
  const message = await log.get(turn);
  if (!message) return undefined;
  for await (const event of log.scan({ type: 'question.answered', afterSequence: message.sequence }))
    if (event.type === 'question.answered' && event.data.event === turn)
      return readRun(store, event.data.run);
  return undefined;
}

async function doneBy(
  deps: RunDeps,
  run: StoredRun | undefined,
): Promise<{ readonly run: StoredRun; readonly undoes: readonly string[] } | undefined> {
  if (!run) return undefined;
  const own = await effects.all(deps.store, {
    where: { run: run.id },
    sort: { field: 'at', direction: 'asc' },
  });
  const canAll = own.every(({ body }) => {
    const { where, undo } = deps.registry.handler(body.command);
    return where === 'local' && isCarriedOut(body.status) && !('never' in undo);
  });
  return own.length > 0 && canAll ? { run, undoes: own.toReversed().map(({ id }) => id) } : undefined;
}

/** Records as they are handed to a run: by their ids. */
function handed(inputs: Inputs): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const id =
        typeof value === 'object' && value !== null && !Array.isArray(value) && 'id' in value
          ? value['id']
          : undefined;
      return [name, typeof id === 'string' ? id : value];
    }),
  );
}
