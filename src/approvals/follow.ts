import {
  type Command,
  formatMoney,
  isLocalDate,
  type Json,
  type LocalDate,
  longDate,
  moneySchema,
  shownDate,
} from '../kernel/index.ts';
import { changedFields, valueOf } from './edits.ts';

/** A value that was edited, as text writes it before and after. */
export interface Replacement {
  readonly from: string;
  readonly to: string;
}

/** Shorter words stand in too many places by chance; longer ones are texts, and texts name nothing in a sentence. */
const MIN_LENGTH = 3;
const MAX_LENGTH = 80;
const WORD = /[\p{L}\p{N}]/u;

/** What the edited values replace: `$1,200.00` by `$1,300.00`, `7 December` by `11 December`, one word by another. */
export function replacementsBetween(
  before: readonly Command[],
  after: readonly Command[],
  today: LocalDate,
): readonly Replacement[] {
  return after.flatMap(({ input }, position) => {
    const old = before[position]?.input ?? {};
    return changedFields(old, input).flatMap((field) => {
      const to = spellings(valueOf(input, field), today);
      return spellings(valueOf(old, field), today).flatMap((from, way) => {
        const word = to[way];
        return word !== undefined && isPhrase(from) && isPhrase(word) ? [{ from, to: word }] : [];
      });
    });
  });
}

/** The edited commands, in which every text that was not edited itself names the new values. */
export function followed(
  before: readonly Command[],
  after: readonly Command[],
  replacements: readonly Replacement[],
): readonly Command[] {
  return after.map((command, position) => {
    const edited = new Set(changedFields(before[position]?.input, command.input));
    const input = Object.entries(command.input).map(([field, value]) => [
      field,
      edited.has(field) ? value : rewrittenValue(value, replacements),
    ]);
    return { ...command, input: Object.fromEntries(input) };
  });
}

/** The text with every replacement made, whole words only. */
export function rewritten(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce(
    (written, { from, to }) =>
      written.replaceAll(from, (found, at: number, whole: string) =>
        WORD.test(whole.charAt(at - 1)) || WORD.test(whole.charAt(at + found.length)) ? found : to,
      ),
    text,
  );
}

function isPhrase({ length }: string): boolean {
  return length >= MIN_LENGTH && length <= MAX_LENGTH;
}

/** The ways in which text writes a value; values of one kind have theirs in one order. */
function spellings(value: Json | undefined, today: LocalDate): readonly string[] {
  if (typeof value === 'string')
    return isLocalDate(value) ? [longDate(value, today), shownDate(value, today), value] : [value];
  const money = moneySchema.safeParse(value);
  return money.success ? [formatMoney(money.data)] : [];
}

/** The same for texts in JSON: whole ones, and the parts of joined ones. What is one word (an address, an id) never changes by itself. */
export function rewrittenValue(value: Json, replacements: readonly Replacement[]): Json {
  if (typeof value === 'string') return /\s/.test(value) ? rewritten(value, replacements) : value;
  if (Array.isArray(value)) return value.map((part: Json) => rewrittenValue(part, replacements));
  if (typeof value !== 'object' || value === null || !('$join' in value)) return value;
  return { $join: rewrittenValue(value['$join'] ?? [], replacements) };
}
