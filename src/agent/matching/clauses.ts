import { cleanText } from '../slots/text.ts';

/** More are no message but a list. */
const MAX_CLAUSES = 5;

/** What sets one request apart from the next for sure, and what may also stand within one. */
const HARD = /(?:[.!?;]+\s+|\n+|,?\s+(?:and then|then|after that|afterwards)\s+)(?=\S)/iu;
const SOFT = /(?:,\s*(?:and\s+|also\s+)?|\s+and\s+(?:also\s+)?)(?=\S)/iu;

/** How a clause says that it comes after another. */
const LEAD = /^(?:(?:and|then|also|next|after that|afterwards)[,\s]+)+/iu;

/**
 * The ways to take a text as several requests, the surest first: each is the text cut into at least two clauses. Quoted
 * text and what follows a colon are never cut, since there somebody’s words stand.
 */
export function waysToCut(text: string): readonly (readonly string[])[] {
  const clean = cleanText(text).trim();
  if (/[“”"„«»:]/u.test(clean)) return [];
  const hard = clausesOf(clean, HARD);
  const soft = hard.flatMap((clause) => clausesOf(clause, SOFT));
  return [hard, soft].filter(
    (clauses, i, all) =>
      clauses.length > 1 && clauses.length <= MAX_CLAUSES && (i === 0 || clauses.length !== all[0]?.length),
  );
}

function clausesOf(text: string, separator: RegExp): readonly string[] {
  return text
    .split(separator)
    .map((clause) => clause.trim().replace(LEAD, ''))
    .filter((clause) => clause !== '');
}
