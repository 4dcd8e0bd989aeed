import { z } from 'zod';
import { defineCollection } from '../../events/index.ts';
import { MainstayError } from '../../kernel/index.ts';
import type { Staging } from '../../ports/index.ts';

const numberingSchema = z.strictObject({
  /** The number that the next document gets. */
  next: z.string(),
  /** The year of the newest number given: with a new one, a counter that begins with the year starts again. */
  year: z.int(),
  /** Which key got which number, newest last: the same key gets the same number again. */
  applied: z.array(z.strictObject({ key: z.string(), number: z.string() })),
  /** The highest that was given, by what stands before its digits: no number is given twice. */
  highest: z.record(z.string(), z.int()),
});

export type Numbering = z.infer<typeof numberingSchema>;

export const numbering = defineCollection<Numbering>({
  name: 'numbering',
  schemaVersion: 1,
  indexes: [],
  schema: numberingSchema,
  index: () => ({}),
});

/** More than the effects that can be under way at once, so that none of their keys is forgotten. */
const KEYS_KEPT = 200;

/** What begins so is given in practice mode only. */
export const PRACTICE = 'PRACTICE-';

/** Whether a paper was made in practice mode: it is shown where papers are listed, and counted nowhere. */
export function isPractised({ number }: { readonly number: string }): boolean {
  return number.startsWith(PRACTICE);
}

export type Series = 'invoice' | 'quote' | 'credit' | 'practice';

/**
 * Takes the next number of a series, without gaps: it commits with the invoice or not at all. The same key gets
 * the same number, so a repeat after a crash wastes none.
 */
export async function takeNumber(
  unit: Staging,
  series: Series,
  taking: { key: string; year: number },
): Promise<string> {
  const found = await numbering.read(unit, series);
  const state = found?.body ?? {
    next: firstNumber(series, taking.year),
    year: taking.year,
    applied: [],
    highest: {},
  };
  const known = state.applied.find((given) => given.key === taking.key);
  if (known) return known.number;
  const number = inYear(state, taking.year);
  const applied = [...state.applied, { key: taking.key, number }].slice(-KEYS_KEPT);
  const { prefix, count } = partsOf(number);
  const body: Numbering = {
    next: followingNumber(number),
    year: Math.max(state.year, taking.year),
    applied,
    highest: { ...state.highest, [prefix]: count },
  };
  numbering.put(unit, { id: series, body, found });
  return number;
}

/**
 * Sets the number that the next document gets: any, where none with these words before its digits was given; else only
 * the one that follows. Throws NUMBER_TAKEN where it, or a later one, was given before, and NUMBER_GAP where some before
 * it were not.
 */
export async function setNextNumber(
  unit: Staging,
  series: Series,
  next: { number: string; year: number },
): Promise<void> {
  const found = await numbering.read(unit, series);
  const { applied = [], highest = {} } = found?.body ?? {};
  const { prefix, count } = partsOf(next.number);
  const last = highest[prefix];
  if (last !== undefined && count !== last + 1) {
    const free = counted(next.number, last + 1);
    const code = count <= last ? 'NUMBER_TAKEN' : 'NUMBER_GAP';
    throw new MainstayError(code, { values: { number: next.number, free } });
  }
  const body: Numbering = { next: next.number, year: next.year, applied, highest };
  numbering.put(unit, { id: series, body, found });
}

/** The number that would be given now; it is not reserved. */
export async function peekNumber(
  source: Pick<Staging, 'get'>,
  series: Series,
  year: number,
): Promise<string> {
  const found = await numbering.read(source, series);
  return found ? inYear(found.body, year) : firstNumber(series, year);
}

/** `2026-009` is 9 after `2026-`. */
function partsOf(number: string): { prefix: string; count: number } {
  const digits = /\d{1,15}$/.exec(number)?.[0] ?? '';
  return { prefix: number.slice(0, number.length - digits.length), count: Number(digits) };
}

/** `2026-009` → `2026-010`; `R99` → `R100`: the digits at the end count, at their width. */
export function followingNumber(number: string): string {
  return number.replace(/\d+$/, (digits) => String(BigInt(digits) + 1n).padStart(digits.length, '0'));
}

/** What tells the kinds of paper apart stands before the year, so that no two papers have one number. */
const FIRST_NUMBERS: Readonly<Record<Series, (year: number) => string>> = {
  invoice: (year) => `${year}-001`,
  quote: (year) => `Q-${year}-001`,
  credit: (year) => `C-${year}-001`,
  practice: () => `${PRACTICE}1`,
};

function firstNumber(series: Series, year: number): string {
  return FIRST_NUMBERS[series](year);
}

/** With a new year, a number that names the year after at most some letters begins again, behind what was given so. */
function inYear({ next, year: last, highest }: Numbering, year: number): string {
  const [, before = '', named, rest = ''] = /^(\D{0,10})(\d{4})(\D.*)$/.exec(next) ?? [];
  if (year <= last || named !== String(last)) return next;
  const first = `${before}${year}${rest}`;
  return counted(first, (highest[partsOf(first).prefix] ?? 0) + 1);
}

/** The number with another count, at its width. */
function counted(number: string, count: number): string {
  return number.replace(/\d+$/, (digits) => String(count).padStart(digits.length, '0'));
}
