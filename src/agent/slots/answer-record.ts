import { choicesOf } from './choices.ts';
import { findMentions } from './mentions.ts';
import { type NameIndex, nameIndex, resolveName } from './names.ts';
import type { Reading } from './phrases.ts';
import { overlap } from './spans.ts';
import { fold, wordsOf } from './text.ts';
import type { AnswerContext, Choice, InputSpec, NamedRecord, ParsedAnswer } from './types.ts';
import { PROBLEMS } from './words.ts';

const MAX_NAME_WORDS = 5;
const ORDINALS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    first: 0,
    '1st': 0,
    second: 1,
    '2nd': 1,
    third: 2,
    '3rd': 2,
    fourth: 3,
    '4th': 3,
    fifth: 4,
    '5th': 4,
  }),
);
const ORDINAL_WORDS = new Set(['the', 'one', 'number', 'no', 'option', 'please']);

interface Asking {
  readonly spec: InputSpec;
  readonly context: AnswerContext;
  /** Whether a word may stand around an answer without being part of it. */
  readonly isAround: (folded: string) => boolean;
}

/** Which record is meant: by place among those offered, by label, by name or by address. */
export function answerRecord(reading: Reading, { spec, context, isAround }: Asking): ParsedAnswer {
  const { offered = [] } = context;
  const chosen = byPlace(reading, offered) ?? byLabel(reading, offered);
  if (chosen) return { kind: 'value', value: chosen.id };
  const index = nameIndex(context.records(spec.kind ?? '', spec.status));
  const given = givenName(reading, isAround);
  const found = amongOffered(named(reading, { index, given, isAround }), offered);
  const [only] = found;
  if (only && found.length === 1) return { kind: 'value', value: only.id };
  if (only) return { kind: 'ambiguous', choices: choicesOf(index, found, sharedName(found, given)) };
  const isName = given !== '' && wordsOf(given).length <= MAX_NAME_WORDS && !/[?\d]/.test(reading.text);
  return isName
    ? { kind: 'none', problem: PROBLEMS.unknownName(given, spec.kind ?? 'record') }
    : { kind: 'none' };
}

function named(
  reading: Reading,
  {
    index,
    given,
    isAround,
  }: { readonly index: NameIndex; readonly given: string } & Pick<Asking, 'isAround'>,
): readonly NamedRecord[] {
  const byName = resolveName(index, given);
  if (byName.length > 0) return byName;
  const mentions = findMentions(reading, index);
  const others = reading.words.filter((word) => !mentions.some((mention) => overlap(mention, word)));
  if (!others.every(({ folded }) => isAround(folded))) return [];
  return [
    ...new Map(mentions.flatMap(({ records }) => records.map((record) => [record.id, record]))).values(),
  ];
}

/** Those that were offered, where the name fits any of them. */
function amongOffered(found: readonly NamedRecord[], offered: readonly Choice[]): readonly NamedRecord[] {
  const narrowed = found.filter(({ id }) => offered.some((choice) => choice.id === id));
  return narrowed.length > 0 ? narrowed : found;
}

/** “2”, “the second one”, “last”. */
function byPlace({ words }: Reading, offered: readonly Choice[]): Choice | undefined {
  const telling = words.map(({ folded }) => folded).filter((word) => !ORDINAL_WORDS.has(word));
  const [word] = telling;
  if (word === undefined || telling.length !== 1) return undefined;
  if (word === 'last') return offered.at(-1);
  const place = ORDINALS.get(word) ?? (/^\d{1,2}$/.test(word) ? Number(word) - 1 : undefined);
  return place === undefined ? undefined : offered[place];
}

function byLabel({ text }: Reading, offered: readonly Choice[]): Choice | undefined {
  const said = fold(text).replace(/[.! ]+$/, '');
  const fitting = offered.filter(({ label }) => fold(label) === said);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The text without the words that only stand around a name; whole where nothing else is there. */
function givenName({ text, words }: Reading, isAround: Asking['isAround']): string {
  const telling = words.filter(({ folded }) => !isAround(folded));
  const [first, last] = [telling[0], telling.at(-1)];
  return first && last ? text.slice(first.start, last.end) : '';
}

function sharedName(found: readonly NamedRecord[], given: string): string | undefined {
  const said = wordsOf(given).map(({ folded }) => folded);
  const inAll = found.every(({ name }) =>
    said.every((word) => wordsOf(name).some(({ folded }) => folded === word)),
  );
  return inAll && said.length > 0 ? given : undefined;
}
