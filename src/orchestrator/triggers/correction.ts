import { suggestions } from '../../approvals/index.ts';
import type { Json } from '../../kernel/index.ts';
import { messages } from '../../memory/index.ts';
import type { RunDeps } from '../runs/advancing.ts';
import { foldJournal, readJournal, readRun } from '../runs/run.ts';
import type { Turn } from '../runs/stage.ts';
import type { InputSpec } from '../workflows/types.ts';

/** “no, $1,300”, “make it Friday”, “the other Ana”: words that change what was just proposed. */
const CORRECTION =
  /^(?:(?:no|nope|sorry|actually|wait|oops|correction|rather)[,:;.!]?\s+)*(?:(?:i meant|i mean|make (?:it|that)|change (?:it|that) to|it should be|should be|it is|it's|use|take)\s+)?(.+?)(?:\s+instead)?[.!\s]*$/isu;
const OPENING =
  /^(?:no|nope|sorry|actually|wait|oops|correction|rather|i meant|i mean|make (?:it|that)|change (?:it|that) to|it should be|should be|the other)(?![\p{L}\p{N}])/iu;
const OTHER = /^the other(?:\s+(?:one|customer))?\s*(.*)$/iu;

/** What a correction changes: the run whose card is still open, and the inputs as they are now meant. */
export interface Correction {
  readonly run: string;
  readonly inputs: Readonly<Record<string, Json>>;
}

/** Reads the turn as a correction of the card that was just shown; undefined where it is none. */
export async function readCorrection(deps: RunDeps, turn: Turn): Promise<Correction | undefined> {
  const text = turn.text.trim();
  if (!OPENING.test(text) || deps.understanding.exact(text) !== undefined) return undefined;
  const run = await correctable(deps, turn.conversation);
  if (!run) return undefined;
  const { input } = await deps.workflows.byHash(run.body.workflow.version);
  const { inputs: before } = foldJournal(await readJournal(deps.store, run.id));
  const corrected = CORRECTION.exec(text)?.[1] ?? text;
  const other = OTHER.exec(corrected);
  const values = other
    ? await theOther(deps, { specs: input, before, named: other[1] ?? '', at: turn.at })
    : await changedValues(deps, { specs: input, before, text: corrected, at: turn.at });
  return Object.keys(values).length > 0 ? { run: run.id, inputs: values } : undefined;
}

/** The run whose card was the last thing said, and still waits for a decision. */
async function correctable(deps: RunDeps, conversation: string) {
  const { items } = await messages.page(deps.store, {
    where: { conversation, direction: 'out' },
    sort: { field: 'at', direction: 'desc' },
    limit: 1,
  });
  const id = items[0]?.body.suggestion;
  const card = id ? (await suggestions.read(deps.store, id))?.body : undefined;
  return card?.status === 'pending' && card.run !== null ? readRun(deps.store, card.run) : undefined;
}

type Specs = Readonly<Record<string, InputSpec>>;

async function changedValues(
  deps: RunDeps,
  {
    specs,
    before,
    text,
    at,
  }: {
    readonly specs: Specs;
    readonly before: Readonly<Record<string, Json>>;
    readonly text: string;
    readonly at: number;
  },
): Promise<Readonly<Record<string, Json>>> {
  // “No, 950” is in the currency in which it was.
  const saying = { now: at, currency: currencyOf(before) };
  const { values } = await deps.understanding.fill(text, specs, saying);
  if (Object.keys(values).length > 0) return values;
  // The bare value of one input: “Friday” for a due date that has its cue in the whole request only.
  for (const [name, spec] of Object.entries(specs)) {
    if (spec.type === 'string') continue;
    const answered = await deps.understanding.answer(text, spec, { ...saying, offered: [] });
    if (answered.kind === 'value') return { [name]: answered.value };
  }
  return {};
}

function currencyOf(inputs: Readonly<Record<string, Json>>): string | undefined {
  const currencies = Object.values(inputs).map((value) => fieldOf(value, 'currency'));
  return currencies.find((currency) => typeof currency === 'string');
}

/** Of two with one name, the one that was not taken. */
async function theOther(
  deps: RunDeps,
  asked: {
    readonly specs: Specs;
    readonly before: Readonly<Record<string, Json>>;
    readonly named: string;
    readonly at: number;
  },
): Promise<Readonly<Record<string, Json>>> {
  for (const [name, spec] of Object.entries(asked.specs)) {
    if (spec.type !== 'record') continue;
    const taken = idOf(asked.before[name]);
    const called = asked.named.trim() || firstWord(asked.before[name]);
    const answered = await deps.understanding.answer(called, spec, { now: asked.at, offered: [] });
    if (answered.kind !== 'ambiguous') continue;
    const left = answered.choices.filter(({ id }) => id !== taken);
    const [only] = left;
    if (only && left.length === 1) return { [name]: only.id };
  }
  return {};
}

function idOf(value: Json | undefined): string | undefined {
  const id = fieldOf(value, 'id');
  return typeof id === 'string' ? id : undefined;
}

function firstWord(value: Json | undefined): string {
  const name = fieldOf(value, 'name');
  return typeof name === 'string' ? (name.split(/\s+/)[0] ?? '') : '';
}

function fieldOf(value: Json | undefined, field: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)[field]
    : undefined;
}
