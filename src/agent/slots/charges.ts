import { addMoney, type Money, moneySchema, percentOf } from '../../kernel/index.ts';
import { type Amount, amountsIn } from './amounts.ts';
import { type Assigning, assign } from './assign.ts';
import { type StringReading, tidy } from './extents.ts';
import type { Cue, NamedSpec } from './regions.ts';
import { createClaims } from './spans.ts';
import type { SlotContext, Span } from './types.ts';
import { PROBLEMS } from './words.ts';

/** One line of a paper, before tax. */
interface Line {
  readonly what: string;
  readonly amount: Money;
}

interface Charging {
  readonly specs: readonly NamedSpec[];
  readonly cues: readonly Cue[];
  readonly context: SlotContext;
}

/** The amounts of the text for these inputs. What counts them is taken, so that “2 days at $400” is no deadline. */
export function readCharges(assigning: Assigning, { specs, cues, context }: Charging): readonly Amount[] {
  const counts = specs.some(([, { type }]) => type === 'lines');
  const amounts = amountsIn(assigning, { cues, context, counts });
  for (const { counted } of amounts) for (const span of counted?.spans ?? []) assigning.claims.add(span);
  return amounts;
}

/** Gives the amounts to the inputs of money; several that are each for something of its own are the lines of one paper. */
export function assignCharges(
  assigning: Assigning,
  amounts: readonly Amount[],
  { specs, context }: Omit<Charging, 'cues'>,
): void {
  const money = specs.filter(([, { type }]) => type === 'money');
  const lines = specs.find(([, { type }]) => type === 'lines');
  if (lines && assignLines(assigning, lines, amounts)) return;
  const gross = money.map(([, { taxedBy }]) => taxedBy).find((name) => name !== undefined);
  const single = amounts
    .filter(({ isLoose }) => !isLoose)
    .map((amount) => (lines ? once(assigning, amount) : amount))
    .map((amount) => (gross === undefined ? amount : withoutTax(assigning, amount, { gross, context })));
  assign(assigning, money, single);
  if (gross === undefined) return;
  for (const { 0: words, index } of assigning.text.matchAll(BEFORE_TAX))
    assigning.claims.add({ start: index, end: index + words.length });
}

const REPEATED = /^ ?(?:every|each) (?:day|week|month|quarter|year)(?![\p{L}\p{N}])/iu;

/** “$100 every month” asks for more than one paper. */
function once({ text }: Assigning, amount: Amount): Amount {
  const again = REPEATED.exec(text.slice(amount.end, amount.end + 16))?.[0];
  if (again === undefined) return amount;
  const { start, end } = amount;
  return { start, end: end + again.length, problem: PROBLEMS.repeated(again.trim()) };
}

const WITH_TAX =
  /^[ ,(]*(?:gross|brutto|(?:all )?(?:incl\.?|including|inclusive(?: of)?|inkl\.?)(?: the)?(?: \d[\d.,]* ?%)? ?(?:vat|tax(?:es)?|mwst|ust|gst)|(?:vat|tax(?:es)?|mwst|gst)[ -]incl(?:\.|uded|usive)?|after tax(?:es)?)\.?\)?(?![\p{L}\p{N}])/iu;
const GROSS_BEFORE = /(?<![\p{L}\p{N}])(?:gross|brutto)(?: of)? ?$/iu;
const BEFORE_TAX =
  /[ ,(]+(?:netto|(?:net|excl\.?|excluding|exclusive(?: of)?|exkl\.?|before|plus)(?: the)? (?:vat|tax(?:es)?|mwst|ust|gst))\.?\)?(?![\p{L}\p{N}])/giu;

/** “1,190 € incl. 19 % VAT” is 1,000 € before tax, where that comes to exactly as much; else it is asked about. */
function withoutTax(
  { text, claims, found }: Assigning,
  amount: Amount,
  { gross, context }: { readonly gross: string; readonly context: SlotContext },
): Amount {
  const end = Math.max(amount.end, ...(amount.counted?.spans ?? []).map((span) => span.end));
  const after = text.slice(end, end + 40);
  const said = WITH_TAX.exec(after)?.[0];
  if (said !== undefined) claims.add({ start: end, end: end + said.length });
  const before = GROSS_BEFORE.exec(text.slice(Math.max(0, amount.start - 12), amount.start))?.[0];
  if ((said === undefined && before === undefined) || !('value' in amount)) return amount;
  const rate = found.values.get(gross) ?? context.taxRate;
  const total = moneySchema.parse(amount.value);
  const { start, end: to } = amount;
  const { minor } = total;
  const near = { ...total, minor: Math.round(minor / (1 + Number(rate) / 100)) };
  const isExact = near.minor + percentOf(near, Number(rate)).minor === minor;
  return isExact
    ? { start, end: to, value: near }
    : { start, end: to, problem: PROBLEMS.notExactWithTax(total, Number(rate), near) };
}

const NO_LINES: NamedSpec = ['', { type: 'lines' }];
const SEPARATOR = /[,;\n+]|(?<![\p{L}\p{N}])(?:plus|and|und)(?![\p{L}\p{N}])|&/giu;

/** Takes the amounts as lines, where each stands for something of its own; false where they do not. */
function assignLines(
  assigning: Assigning,
  [name, { total, about }]: NamedSpec,
  amounts: readonly Amount[],
): boolean {
  const { found, claims } = assigning;
  if (amounts.length < 2 || total === undefined || about === undefined) return false;
  if (amounts.some((amount) => WITH_TAX.test(assigning.text.slice(endOf(amount), endOf(amount) + 40)))) {
    found.problems.set(total, PROBLEMS.linesWithTax());
    return true;
  }
  const segments = segmentsOf(assigning, amounts);
  const lines = segments && amounts.map((amount, i) => lineOf(assigning, amount, segments[i]));
  if (!lines?.every((line) => line !== undefined)) return false;
  const currencies = new Set(lines.map(({ amount }) => amount.currency));
  const [currency] = currencies;
  if (currency === undefined || currencies.size > 1) return false;
  found.values.set(
    name,
    lines.map(({ what, amount }) => ({ what, amount })),
  );
  found.values.set(
    total,
    addMoney(
      currency,
      lines.map(({ amount }) => amount),
    ),
  );
  found.values.set(about, new Intl.ListFormat('en-GB').format(lines.map(({ named }) => named)));
  const [first, last] = [segments?.[0], segments?.at(-1)];
  if (first && last) claims.add({ start: first.start, end: last.end });
  return true;
}

/** The stretch of each amount: what stands between the words that set one from the next. */
function segmentsOf(assigning: Assigning, amounts: readonly Amount[]): readonly Span[] | undefined {
  const { text, claims } = assigning;
  const [first] = amounts;
  const last = amounts.at(-1);
  if (!first || !last) return undefined;
  const cuts: number[] = [];
  for (const [i, next] of amounts.slice(1).entries()) {
    const end = endOf(amounts[i] ?? first);
    const gap = text.slice(end, startOf(next));
    const places = [...gap.matchAll(SEPARATOR)];
    const place = /^\s*$/.test(gap.slice(0, places[0]?.index)) ? places[0] : places.at(-1);
    if (!place) return undefined;
    cuts.push(end + place.index);
  }
  const start = openingOf(assigning, startOf(first));
  if (start === undefined) return undefined;
  const afterLast = claims.nextFrom(endOf(last));
  const sentence = /[;.!?\n](?:\s|$)/u.exec(text.slice(endOf(last), afterLast));
  const ends = [...cuts, sentence ? endOf(last) + sentence.index : afterLast];
  return ends.map((end, i) => ({ start: i === 0 ? start : (cuts[i - 1] ?? start), end }));
}

/** Where the first line may begin: after what another input took, or a colon. */
function openingOf({ text, claims }: Assigning, before: number): number | undefined {
  const taken = claims.spans.filter(({ end }) => end <= before).map(({ end }) => end);
  const start = Math.max(0, text.lastIndexOf(':', before) + 1, ...taken);
  return start > 0 ? start : undefined;
}

function startOf({ start, counted }: Amount): number {
  return Math.min(start, ...(counted?.spans ?? []).map((span) => span.start));
}

function endOf({ end, counted }: Amount): number {
  return Math.max(end, ...(counted?.spans ?? []).map((span) => span.end));
}

const ARTICLE = /^(?:the|an?)\s+(?=\S)/iu;
const TRAILING = /(?:[\s,;+&]|(?<![\p{L}\p{N}])(?:plus|and|with|und|at|for))+$/iu;
const LEADING = /^(?:(?:plus|and|und|for|of)(?![\p{L}\p{N}])|[\s,;+&:])+/iu;

function lineOf(
  { text }: Assigning,
  amount: Amount,
  segment: Span | undefined,
): (Line & { readonly named: string }) | undefined {
  if (!segment || !('value' in amount)) return undefined;
  const parts = [amount, ...(amount.counted?.spans ?? [])];
  const kept = Array.from(text.slice(segment.start, segment.end), (_, i) => i + segment.start);
  const words = kept
    .filter((place) => !parts.some(({ start, end }) => start <= place && place < end))
    .map((place) => text.charAt(place))
    .join('')
    .replaceAll(/\s+/gu, ' ')
    .replace(LEADING, '')
    .replace(TRAILING, '');
  const named = tidy(plainReading(words), { start: 0, end: words.length }).replace(ARTICLE, '');
  const shown = amount.counted?.shown;
  const value = moneySchema.parse(amount.value);
  if (named !== '') return { what: shown ? `${named}, ${shown}` : named, named, amount: value };
  return shown && amount.counted?.named ? { what: shown, named: shown, amount: value } : undefined;
}

function plainReading(text: string): StringReading {
  return { text, words: [], claims: createClaims(text.length), quotes: [], cues: [], commaEnds: false };
}

/** “3 hours of consulting at 95 €” is one line that says so, once it is known what it is for. */
export function finishCharges(
  { found }: Pick<Assigning, 'found'>,
  amounts: readonly Amount[],
  specs: readonly NamedSpec[],
): void {
  const [name, { total = '', about = '' }] = specs.find(([, { type }]) => type === 'lines') ?? NO_LINES;
  const [one] = amounts;
  const amount = moneySchema.safeParse(found.values.get(total)).data;
  if (!one?.counted?.shown || amounts.length > 1 || !amount || found.values.has(name)) return;
  const { shown, named } = one.counted;
  const what = found.values.get(about);
  if (typeof what === 'string')
    found.values.set(name, [{ what: `${what.replace(ARTICLE, '')}, ${shown}`, amount }]);
  else if (named) found.values.set(about, shown);
}
