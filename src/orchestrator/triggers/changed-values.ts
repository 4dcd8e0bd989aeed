import { DateTime } from 'luxon';
import type { Understanding } from '../../agent/index.ts';
import type { Json } from '../../kernel/index.ts';
import type { InputSpec } from '../workflows/types.ts';

type Specs = Readonly<Record<string, InputSpec>>;
type Inputs = Readonly<Record<string, Json>>;

interface Changing {
  readonly specs: Specs;
  readonly before: Inputs;
  /** The words of the correction, without those that only say that it is one. */
  readonly text: string;
  /** Epoch ms. */
  readonly at: number;
  readonly zone: string;
  /** Whether it may be read like a request: “plus 19 % tax, for the logo”. */
  readonly isWordy: boolean;
  /** Whether it says that it is a correction, so that a name alone means somebody else. */
  readonly isSaid: boolean;
}

/** Inputs with other values than before; empty where the words change none. */
export async function changedValues(understanding: Understanding, changing: Changing): Promise<Inputs> {
  const { specs, before, text, at, isWordy, isSaid } = changing;
  // “No, 950” is in the currency in which it was.
  const saying = { now: at, currency: currencyOf(before) };
  if (isWordy) {
    const { values } = await understanding.fill(recounted(changing) ?? text, specs, saying);
    if (Object.keys(values).length > 0) return sameWords(changing, values);
  }
  // The bare value of one input: “Friday” for a due date that has its cue in the whole request only.
  for (const [name, spec] of Object.entries(specs)) {
    if (spec.type === 'string' || spec.type === 'lines' || (spec.type === 'record' && !isSaid)) continue;
    const value = await changedValue(understanding, changing, { name, spec });
    if (value !== undefined) return { [name]: value };
  }
  return {};
}

/** “6 days” of what was “design, 5 days at €400.00” is “6 days at €400.00”. */
function recounted({ specs, before, text }: Changing): string | undefined {
  const what = onlyLine(specs, before);
  const [, unit, price] = /(?:^|, )[^ ]+ (\p{L}+) at (.+)$/u.exec(what ?? '') ?? [];
  const isCount = unit !== undefined && text.split(' ').at(-1)?.slice(0, 3) === unit.slice(0, 3);
  return isCount ? `${text} at ${price}` : undefined;
}

/** What it is for stays as it was where the correction says only how many there are. */
function sameWords({ specs, before }: Changing, values: Inputs): Inputs {
  const [name, { about = '' }] = linesOf(specs) ?? ['', {} as Partial<InputSpec>];
  const [was, said] = [before[about], values[about]];
  const isCounted = typeof said === 'string' && / at \P{N}*\d[\d.,]*$/u.test(said) && !(name in values);
  if (!isCounted || typeof was !== 'string' || / at /u.test(was)) return values;
  const amount = Object.values(values).find((value) => textOf(value, 'currency') !== undefined);
  return amount === undefined
    ? values
    : { ...values, [about]: was, [name]: [{ what: `${was}, ${said}`, amount }] };
}

function onlyLine(specs: Specs, before: Inputs): string | undefined {
  const [name = '', { about = '' }] = linesOf(specs) ?? ['', {} as Partial<InputSpec>];
  const lines = before[name];
  const only = Array.isArray(lines) && lines.length === 1 ? textOf(lines[0], 'what') : undefined;
  const was = before[about];
  return only ?? (typeof was === 'string' ? was : undefined);
}

function linesOf(specs: Specs): readonly [string, InputSpec] | undefined {
  return Object.entries(specs).find(([, { type }]) => type === 'lines');
}

async function changedValue(
  understanding: Understanding,
  { before, text, at, zone }: Changing,
  { name, spec }: { readonly name: string; readonly spec: InputSpec },
): Promise<Json | undefined> {
  const saying = { now: at, currency: currencyOf(before), offered: [] };
  const isMoment = spec.type === 'when' || spec.type === 'moment';
  const was = isMoment ? localMoment(before[name], zone) : undefined;
  if (was) {
    const day = await understanding.answer(text, { type: 'date' }, saying);
    if (day.kind === 'value' && typeof day.value === 'string') return `${day.value}T${was.toFormat('HH:mm')}`;
    const time = /^\d{1,2}$/.test(text) ? `at ${text}` : text;
    const timed = await understanding.answer(`${was.toFormat('yyyy-MM-dd')} ${time}`, spec, saying);
    if (timed.kind === 'value') return timed.value;
    const alike =
      timed.kind === 'ambiguous' ? timed.choices.find(({ id }) => isSameHalf(id, was)) : undefined;
    if (alike) return alike.id;
  }
  const retimed = isMoment
    ? await atOtherTimes(understanding, { pattern: before[name], text, at })
    : undefined;
  if (retimed !== undefined) return retimed;
  const answered = await understanding.answer(text, spec, saying);
  return answered.kind === 'value' ? answered.value : undefined;
}

const RHYTHM = /^\d+ [\d,]+ ([^|]*?)(?:\|[^e]*)?( every .*)?$/u;

/** “8 am and 8 pm” of what comes round: on the same days, at these times. */
async function atOtherTimes(
  understanding: Understanding,
  { pattern, text, at }: { readonly pattern: Json | undefined; readonly text: string; readonly at: number },
): Promise<string | undefined> {
  if (typeof pattern !== 'string') return undefined;
  const [, days, stride = ''] = RHYTHM.exec(pattern) ?? [];
  if (days === undefined) return undefined;
  const times = /^\d{1,2}$/.test(text) ? `at ${text}` : text;
  const said = await understanding.answer(
    `every day ${times}`,
    { type: 'recurrence' },
    { now: at, offered: [] },
  );
  const crons = said.kind === 'value' && typeof said.value === 'string' ? said.value.split('|') : [];
  if (crons.length === 0 || !crons.every((cron) => cron.endsWith(' * * *'))) return undefined;
  return `${crons.map((cron) => cron.replace(/\* \* \*$/, days)).join('|')}${stride}`;
}

/** A single moment as the clock there shows it; undefined for a rhythm. */
function localMoment(value: Json | undefined, zone: string): DateTime | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined;
  const moment = DateTime.fromISO(value, { zone });
  return moment.isValid ? moment : undefined;
}

function isSameHalf(moment: string, was: DateTime): boolean {
  return DateTime.fromISO(moment).hour < 12 === was.hour < 12;
}

/** With the inputs that no longer hold: the lines of a sum that is another now. */
export function withFallen(specs: Specs, { before, values }: { before: Inputs; values: Inputs }): Inputs {
  const fallen = Object.entries(specs)
    .filter(([name, { type }]) => type === 'lines' && (before[name] ?? null) !== null && !(name in values))
    .filter(([, { total = '', about = '' }]) => total in values || about in values)
    .map(([name]) => [name, null] as const);
  return { ...values, ...Object.fromEntries(fallen) };
}

/** Of two with one name, the one that was not taken. */
export async function theOther(
  understanding: Understanding,
  asked: { readonly specs: Specs; readonly before: Inputs; readonly named: string; readonly at: number },
): Promise<Inputs> {
  for (const [name, spec] of Object.entries(asked.specs)) {
    if (spec.type !== 'record') continue;
    const taken = textOf(asked.before[name], 'id');
    const called = asked.named.trim() || firstWord(asked.before[name]);
    const answered = await understanding.answer(called, spec, { now: asked.at, offered: [] });
    if (answered.kind !== 'ambiguous') continue;
    const left = answered.choices.filter(({ id }) => id !== taken);
    const [only] = left;
    if (only && left.length === 1) return { [name]: only.id };
  }
  return {};
}

function currencyOf(inputs: Inputs): string | undefined {
  return Object.values(inputs)
    .map((value) => textOf(value, 'currency'))
    .find((currency) => currency !== undefined);
}

function firstWord(value: Json | undefined): string {
  return textOf(value, 'name')?.split(/\s+/)[0] ?? '';
}

function textOf(value: Json | undefined, field: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const found = (value as Readonly<Record<string, Json>>)[field];
  return typeof found === 'string' ? found : undefined;
}
