import { cleanText } from '../slots/text.ts';

/** More are no message but a list. */
const MAX_CLAUSES = 5;

/** What sets one request apart from the next for sure, and what may also stand within one. */
const HARD = /(?:[.!?;]+\s+|\n+|,?\s+(?:and then|then|after that|afterwards)\s+)(?=\S)/iu;
const SOFT = /(?:,\s*(?:and\s+|also\s+)?|\s+and\s+(?:also\s+)?)(?=\S)/iu;

/** How a clause says that it comes after another. */
const LEAD = /^(?:(?:and|then|also|next|after that|afterwards)[,\s]+)+/iu;

const LENGTH = String.raw`(?:\d{1,3}|\p{L}{1,9})[ -](?:days?|weeks?|fortnights?|months?|quarters?|years?)['’]?`;
/** What only says more of the request before it: “3 months notice”, “remind me 2 weeks before”. */
const GOES_ON = new RegExp(
  `^(?:with\\s+)?(?:${LENGTH}\\s+notice(?:\\s+period)?|notice(?:\\s+period)?\\s+(?:of|is|by|until|\\d)\\b.{0,30}|(?:which\\s+|it\\s+)?(?:can|may|to) be (?:cancel|terminat)\\w*\\b.{0,40}|(?:remind|tell|warn|alert) me (?:of it )?${LENGTH}\\s+(?:before(?:hand)?|ahead|earlier|prior|in advance)(?:\\s+(?:the (?:end|expiry|notice)|its end|it (?:ends|expires|runs out)|that|then|it))?)[.!]?$`,
  'iu',
);

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
  const clauses: string[] = [];
  for (const part of text.split(separator)) {
    const clause = part.trim().replace(LEAD, '');
    const before = clauses.at(-1);
    if (before !== undefined && GOES_ON.test(clause)) clauses[clauses.length - 1] = `${before}, ${clause}`;
    else if (clause !== '') clauses.push(clause);
  }
  return clauses;
}
