import { distance } from 'fastest-levenshtein';

const DAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'tomorrow',
  'yesterday',
] as const;
const MONTHS = ['january', 'february', 'september', 'october', 'november', 'december'] as const;
/** Words and names that stand as near to a day as a mistyped one. */
const OTHERS: ReadonlySet<string> = new Set(
  'midday noonday payday mayday someday faraday holiday everyday weekday'.split(' '),
);
const WORD = /(?<![\p{L}\p{N}@.])\p{L}{6,11}(?![\p{L}\p{N}@])/gu;
/** A letter swapped or two wrong ones; of what ends like no day, one. */
const FAR = 2;

/**
 * The text with mistyped names of days and months put right: “on wendsday”, “tommorow”. A wrong day would be scheduled
 * otherwise, since what is left of the text is a time without a day.
 */
export function withDaysRight(text: string): string {
  return text.replace(WORD, (word) => {
    const lower = word.toLowerCase();
    const meant = OTHERS.has(lower) || isDay(lower) ? undefined : nearest(lower);
    if (meant === undefined) return word;
    return word.charAt(0) === lower.charAt(0) ? meant : `${meant.charAt(0).toUpperCase()}${meant.slice(1)}`;
  });
}

/** Right as it is, also as “on Sundays”. */
function isDay(word: string): boolean {
  return [...DAYS, ...MONTHS].some((known) => word === known || word === `${known}s`);
}

function nearest(word: string): string | undefined {
  const day = DAYS.find((known) => distance(known, word) <= (isLike(known, word) ? FAR : 1));
  return day ?? MONTHS.find((known) => distance(known, word) <= 1);
}

function isLike(known: string, word: string): boolean {
  return known.charAt(0) === word.charAt(0) && known.slice(-2) === word.slice(-2);
}
