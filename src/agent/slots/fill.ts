import type { Json } from '../../kernel/index.ts';
import type { Amount } from './amounts.ts';
import { type Assigning, assign } from './assign.ts';
import { assignCharges, finishCharges, readCharges } from './charges.ts';
import { withDaysRight } from './day-typos.ts';
import { dayCandidates, readDays } from './due.ts';
import { findEmails } from './emails.ts';
import type { StringReading } from './extents.ts';
import { findIntegers, findPercents } from './figures.ts';
import { lengthCandidates } from './lengths.ts';
import { findOptions } from './options.ts';
import { assignRecords } from './people.ts';
import { findPeriods } from './periods.ts';
import { findPhrases, leadStart, type Reading, readingOf } from './phrases.ts';
import { priceCandidates } from './prices.ts';
import { findQuotes } from './quotes.ts';
import { type Cue, findCues, type NamedSpec } from './regions.ts';
import { createClaims } from './spans.ts';
import {
  type FoundString,
  findAfterRecord,
  findBeside,
  findBetween,
  findCued,
  findProperName,
  findRest,
  findSubject,
  findUncued,
  findWhole,
} from './strings.ts';
import { cleanText, fold, MAX_CHARS, wordsOf } from './text.ts';
import type { Candidate, FilledSlots, InputSpec, SlotContext } from './types.ts';
import { assignWhens } from './when.ts';
import { PROBLEMS } from './words.ts';
import { findZones } from './zones.ts';

type Inputs = Readonly<Record<string, InputSpec>>;

const EMAIL_LEAD: ReadonlySet<string> = new Set(
  'e mail email address and her his their the is at'.split(' '),
);

/**
 * Reads the inputs from what the operator wrote. Every input is in at most one of `values`, `ambiguous`, `problems`
 * and `missing`; defaults are not filled in. Give it all inputs of the workflow at once: each takes its words away
 * from the others. Never throws; reads at most `MAX_CHARS` characters, and says so where a value would be cut.
 */
export async function fillSlots(text: string, inputs: Inputs, context: SlotContext): Promise<FilledSlots> {
  const reading = readingOf(withDaysRight(cleanText(text)));
  const found = { values: new Map(), ambiguous: new Map(), problems: new Map() } satisfies Assigning['found'];
  const assigning: Assigning = { ...reading, claims: createClaims(reading.text.length), found };
  const specs = Object.entries(inputs);
  const quotes = findQuotes(reading.text);
  for (const { span } of quotes) assigning.claims.add(span);
  const cues = findCues(reading, specs);
  const amounts = await assignTyped(assigning, { specs, cues, context });
  const inQuotes = new Set(quotes.map(({ span }) => span));
  const taken = assigning.claims.spans.filter((span) => !inQuotes.has(span));
  const claims = createClaims(reading.text.length, taken);
  const strings: StringReading = {
    ...reading,
    claims,
    quotes,
    cues,
    commaEnds: specs.some(([, spec]) => spec.rest),
  };
  assignStrings(strings, { found, specs, isCut: text.length > MAX_CHARS });
  finishCharges({ found }, amounts, specs);
  return resultOf(found, specs, context);
}

interface Typed {
  readonly specs: readonly NamedSpec[];
  readonly cues: readonly Cue[];
  readonly context: SlotContext;
}

async function assignTyped(
  assigning: Assigning,
  { specs, cues, context }: Typed,
): Promise<readonly Amount[]> {
  const of = (type: InputSpec['type']) => specs.filter(([, spec]) => spec.type === type);
  const { text } = assigning;
  assign(assigning, of('email'), withEmailLead(assigning, findEmails(text)));
  assignRecords(assigning, { specs: of('record'), cues, context });
  const amounts = of('money').length > 0 ? readCharges(assigning, { specs, cues, context }) : [];
  for (const named of of('duration')) assign(assigning, [named], lengthCandidates(assigning, named[1]));
  const whens = [...of('when'), ...of('recurrence'), ...of('moment')];
  if (whens.length > 0) await assignWhens(assigning, whens, context);
  if (of('zone').length > 0) assign(assigning, of('zone'), await findZones(assigning, { whole: false }));
  for (const named of of('period')) {
    const asking = { ...context, past: named[1].past === true };
    assign(assigning, [named], findPeriods(text, asking));
  }
  const days = [...of('days'), ...of('date')];
  if (days.length > 0) {
    const reading = await readDays(assigning, context);
    for (const named of days) {
      const alike = days.filter(([, spec]) => spec.type === named[1].type);
      if (alike[0] !== named) continue;
      assign(assigning, alike, dayCandidates(reading, { spec: named[1], context, whole: false }));
    }
  }
  assign(assigning, of('percent'), [
    ...cuedPercents(text, of('percent')),
    ...zeroPercents(assigning, of('percent')),
  ]);
  assignCharges(assigning, amounts, { specs, context });
  if (of('price').length > 0) assign(assigning, of('price'), priceCandidates(assigning, { cues, context }));
  assign(assigning, of('integer'), findIntegers(text));
  for (const named of of('choice')) assign(assigning, [named], findOptions(assigning, named[1]));
  return amounts;
}

/** So far from a percentage stands what says what it is a percentage of. */
const CUE_REACH = 16;

/** “10 % discount” is no tax: where an input has cues, one of them stands beside its percentage. */
function cuedPercents(text: string, specs: readonly NamedSpec[]): readonly Candidate[] {
  const found = findPercents(text, { bare: false });
  if (specs.some(([, { cues = [] }]) => cues.length === 0)) return found;
  const words = new Set(specs.flatMap(([, { cues = [] }]) => cues));
  return found.filter(({ start, end }) => {
    const around = fold(text.slice(Math.max(0, start - CUE_REACH), end + CUE_REACH));
    return wordsOf(around).some(({ folded }) => words.has(folded));
  });
}

/** “Tax free”, as 0 %. */
function zeroPercents(reading: Reading, specs: readonly NamedSpec[]): readonly Candidate[] {
  const phrases = findPhrases(
    reading,
    specs.flatMap(([, { zero = [] }]) => zero),
  );
  return phrases.map(({ start, end }) => ({ start, end, value: 0 }));
}

/** “, email ana@…”: the words that only announce the address go with it. */
function withEmailLead(assigning: Assigning, emails: readonly Candidate[]): readonly Candidate[] {
  return emails.map((email) => ({
    ...email,
    start: leadStart(assigning, email.start, { lead: EMAIL_LEAD }),
  }));
}

function assignStrings(
  reading: StringReading,
  { found, specs, isCut }: { found: Assigning['found']; specs: readonly NamedSpec[]; isCut: boolean },
): void {
  const strings = specs.filter(([, spec]) => spec.type === 'string' && !spec.rest);
  const put = (name: string, string: FoundString | undefined) => {
    if (!string) return;
    reading.claims.add(string.span);
    if (isCut && string.span.end >= reading.text.length)
      found.problems.set(name, PROBLEMS.tooLong(MAX_CHARS));
    else if (string.value !== '') found.values.set(name, string.value);
  };
  for (const [name, { between }] of strings) if (between) put(name, findBetween(reading, between));
  let restFrom: number | undefined;
  for (const [name, spec] of strings.filter(([, { subject }]) => subject)) {
    const said = spec.whole ? findWhole(reading, spec) : findSubject(reading, spec);
    const string = said ?? (spec.properName ? findProperName(reading) : undefined);
    put(name, string);
    restFrom ??= string?.span.end;
  }
  for (const [name] of strings.filter(([own, { subject }]) => !subject && !isFound(found, own)))
    put(name, findCued(reading, name));
  const open = strings.filter(
    ([name, spec]) => !spec.subject && !spec.beside && !spec.optional && !isFound(found, name),
  );
  const [only] = open;
  if (only && open.length === 1 && !reading.commaEnds) put(only[0], findUncued(reading));
  for (const [name, spec] of open)
    if (spec.afterRecord && !isFound(found, name)) put(name, findAfterRecord(reading));
  for (const [name, { beside }] of strings) {
    const words = beside && findBeside(reading, beside);
    if (words) found.values.set(name, words);
  }
  for (const [name] of specs.filter(([, { type, rest }]) => type === 'string' && rest)) {
    const rest = findRest(reading, { input: name, from: restFrom });
    if (rest !== undefined) found.values.set(name, rest);
  }
}

function isFound({ values, ambiguous, problems }: Assigning['found'], name: string): boolean {
  return values.has(name) || ambiguous.has(name) || problems.has(name);
}

function resultOf(found: Assigning['found'], specs: readonly NamedSpec[], context: SlotContext): FilledSlots {
  const missing = specs
    .filter(
      ([name, { optional, default: fallback }]) =>
        !optional && fallback === undefined && !isFound(found, name),
    )
    .map(([name]) => name);
  return {
    values: Object.fromEntries<Json>(found.values),
    ambiguous: Object.fromEntries(found.ambiguous),
    problems: Object.fromEntries(found.problems),
    missing,
    absent: specs
      .filter(([, { type, kind = '', status }]) => type === 'record' && !context.records(kind, status).length)
      .map(([name]) => name),
  };
}
