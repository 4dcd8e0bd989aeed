import { findFigureDays } from './calendar.ts';
import { findMoney, type MoneyCandidate } from './money.ts';
import { leadStart, type Reading } from './phrases.ts';
import { type Cue, regionOf } from './regions.ts';
import { overlap, startingAt } from './spans.ts';
import type { Candidate, SlotContext } from './types.ts';

const LEAD: ReadonlySet<string> = new Set('over of for at worth totalling totaling about around'.split(' '));
/** What may follow a plain number that is an amount; a noun makes it a count: “3 logos”. */
const AFTER_AMOUNT =
  /^\s*(?:$|[.,;!?)\n](?!\d)|[–—-]\s|(?:for|to|due|by|on|and|please|at|as|in|net|within|plus|total|thanks|from|payable|before|after|today|now)(?![\p{L}\p{N}]))/iu;

/**
 * The amounts that the text asks for. Where one names its currency, plain numbers are not amounts; a plain number is
 * one only where nothing says that it counts or describes something.
 */
export function amountCandidates(
  reading: Reading,
  { cues, context }: { readonly cues: readonly Cue[]; readonly context: SlotContext },
): readonly Candidate[] {
  const all = findMoney(reading.text, context.currency);
  const marked = all.filter(({ marked: isMarked }) => isMarked);
  const days = findFigureDays(reading.text, context);
  const plain = all.filter(
    (amount) => !days.some((day) => overlap(day, amount)) && standsAlone(reading, cues, amount),
  );
  return (marked.length > 0 ? marked : plain).map((amount) =>
    startingAt(amount, leadStart(reading, amount.start, { lead: LEAD, maxWords: 1 })),
  );
}

function standsAlone(reading: Reading, cues: readonly Cue[], amount: MoneyCandidate): boolean {
  if (regionOf(reading, cues, amount) === 'within') return false;
  return AFTER_AMOUNT.test(reading.text.slice(amount.end, amount.end + 12));
}
