import { amountsIn } from './amounts.ts';
import type { Reading } from './phrases.ts';
import type { Cue } from './regions.ts';
import type { Candidate, SlotContext } from './types.ts';

/** Of what time an amount is the price; the first that fits counts. */
const UNITS: readonly (readonly [per: string, words: string, adverbs: string])[] = [
  ['hour', 'hour|hr|h', 'hourly'],
  ['day', 'day', 'daily'],
  ['week', 'week|wk', 'weekly'],
  ['month', 'month|mo|mth', 'monthly|p\\.?\\s?m\\.?'],
  ['quarter', 'quarter', 'quarterly'],
  ['year', 'year|yr|annum', 'yearly|annually|p\\.?\\s?a\\.?'],
];
const END = '(?![\\p{L}\\p{N}])';
const AFTER = UNITS.map(
  ([per, words, adverbs]) =>
    [
      per,
      new RegExp(
        `^\\s*(?:(?:\\/|(?:an?|per|each|every|the)\\s)\\s*(?:${words})${END}|(?:${adverbs})${END}|once${END})`,
        'iu',
      ),
    ] as const,
);
const BEFORE = UNITS.map(
  ([per, , adverbs]) =>
    [
      per,
      new RegExp(
        `(?<![\\p{L}\\p{N}])(?:an?\\s+|the\\s+)?(?:${adverbs})\\s+(?:(?:fee|price|rate|charge|payment|cost)s?\\s+)?(?:of\\s+)?$`,
        'iu',
      ),
    ] as const,
);
const REACH = 40;

/** The amounts with the time that they are for: “40 € a month”, “a monthly fee of €40”, “€900”, which is once. */
export function priceCandidates(
  reading: Reading,
  given: { readonly cues: readonly Cue[]; readonly context: SlotContext },
): readonly Candidate[] {
  const amounts = amountsIn(reading, { ...given, counts: false }).filter(({ isLoose }) => !isLoose);
  return amounts.map((amount) => {
    if (!('value' in amount)) return amount;
    const next = reading.text.slice(amount.end, amount.end + REACH);
    for (const [per, pattern] of AFTER) {
      const said = pattern.exec(next)?.[0];
      if (said !== undefined)
        return { ...amount, end: amount.end + said.length, value: priceOf(amount.value, said, per) };
    }
    const last = reading.text.slice(Math.max(0, amount.start - REACH), amount.start);
    for (const [per, pattern] of BEFORE) {
      const said = pattern.exec(last)?.[0];
      if (said !== undefined)
        return { ...amount, start: amount.start - said.length, value: { amount: amount.value, per } };
    }
    return { ...amount, value: { amount: amount.value, per: 'once' } };
  });
}

function priceOf(amount: Extract<Candidate, { value: unknown }>['value'], said: string, per: string) {
  return { amount, per: /once$/iu.test(said) ? 'once' : per };
}
