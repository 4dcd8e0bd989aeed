import { findFigureDays } from './calendar.ts';
import { type Counted, findCounted } from './counted.ts';
import { findMoney, type MoneyCandidate } from './money.ts';
import { leadStart, type Reading } from './phrases.ts';
import { type Cue, regionOf } from './regions.ts';
import { overlap, startingAt } from './spans.ts';
import type { Candidate, SlotContext } from './types.ts';

/** An amount that the text asks for: where the price stands, and what all of it comes to. */
export type Amount = Candidate & {
  /** Where it is a price for each of several. */
  readonly counted?: Counted;
  /** Whether it is one only as a line among others: “for logo 500 and cards 120”. */
  readonly isLoose?: boolean;
};

const LEAD: ReadonlySet<string> = new Set('over of for at worth totalling totaling about around'.split(' '));
/** What may follow a plain number that is an amount; a noun makes it a count: “3 logos”. */
const AFTER_AMOUNT =
  /^\s*(?:$|[.,;!?)\n](?!\d)|[–—-]\s|(?:for|to|due|by|on|and|please|at|as|in|net|within|plus|total|thanks|from|payable|before|after|today|now|gross|incl|including|excl|every|per|(?:an? |each )(?:month|year|week|quarter|session|term))(?![\p{L}\p{N}]))/iu;

interface Looking {
  readonly cues: readonly Cue[];
  readonly context: SlotContext;
  /** Whether “3 hours at 80 €” is 240 €. */
  readonly counts: boolean;
}

/**
 * The amounts that the text asks for, in order. Where one names its currency, plain numbers are not amounts; a plain
 * number is one only where nothing says that it counts or describes something.
 */
export function amountsIn(reading: Reading, { cues, context, counts }: Looking): readonly Amount[] {
  const all = findMoney(reading.text, context.currency);
  const counted = counts ? findCounted(reading.text, all) : [];
  const countOf = (amount: MoneyCandidate) => counted.find(({ price }) => price === amount);
  const days = findFigureDays(reading.text, context);
  const isTaken = (amount: MoneyCandidate) =>
    days.some((day) => overlap(day, amount)) ||
    counted.some(({ spans }) => spans.some((span) => overlap(span, amount)));
  const isPlain = (amount: MoneyCandidate) =>
    !isTaken(amount) && AFTER_AMOUNT.test(reading.text.slice(amount.end, amount.end + 12));
  const isMarked = all.some(({ marked }) => marked);
  const meant = all.filter(
    (amount) => amount.marked || countOf(amount) !== undefined || (!isMarked && isPlain(amount)),
  );
  return meant.map((amount) => {
    const count = countOf(amount);
    const { start, end } = amount;
    if (count) return { start, end, counted: count, ...count.total };
    const isLoose = !amount.marked && regionOf(reading, cues, amount) === 'within';
    const led = startingAt(amount, leadStart(reading, start, { lead: LEAD, maxWords: 1 }));
    return isLoose ? { ...led, isLoose } : led;
  });
}
