import { NONE, type Row } from './corpus.ts';
import type { Reading } from './reading.ts';
import type { Token } from './tokens.ts';
import { isNegation } from './vocabulary.ts';

const FORMS = [
  'negated',
  'imagined',
  'reported',
  'asks-what',
  'asks-whether',
  'tells-of-us',
  'value',
  'empty',
  'other',
] as const;
export type Form = (typeof FORMS)[number];

const IMAGINED = new Set('should would if suppose maybe perhaps imagine might may assuming'.split(' '));
const WHAT = new Set('what who which when where how why whom whose'.split(' '));
const WHETHER = new Set('do does did is are can could have has was were any anything'.split(' '));
const REPORTING = new Set(
  'say says said write writes wrote ask asks asked told answers answered replies replied thinks thought'.split(
    ' ',
  ),
);
/** “Ana Torres said”: a name of up to so many words stands before. */
const REPORTED_WITHIN = 4;
const US = new Set(['i', 'we']);
/** A negation that comes later belongs to what the request is about. */
const NEGATED_WITHIN = 4;
const SMOOTHING = 0.5;

/** How a text is put. An intent whose examples are never put so is hardly meant. */
export function formOf({ tokens }: Reading): Form {
  const [first] = tokens;
  if (!first) return 'empty';
  if (tokens.some((token, place) => isNegated(token, place))) return 'negated';
  if (first.kind === 'mask') return 'value';
  if (IMAGINED.has(first.word) || isWhatIf(tokens)) return 'imagined';
  if (tokens.slice(1, REPORTED_WITHIN).some((token) => token.kind === 'word' && REPORTING.has(token.word)))
    return 'reported';
  if (WHAT.has(first.word)) return 'asks-what';
  if (WHETHER.has(first.word)) return 'asks-whether';
  return US.has(first.word) ? 'tells-of-us' : 'other';
}

/** “No, not yet” takes back what was said before it. */
function isNegated(token: Token, place: number): boolean {
  return token.kind === 'word' && isNegation(token.word) && (place < NEGATED_WITHIN || token.newClause);
}

function isWhatIf([first, second]: readonly Token[]): boolean {
  return first?.kind === 'word' && first.word === 'what' && second?.kind === 'word' && second.word === 'if';
}

/** How often each intent’s examples have each form. */
export type FormHabits = readonly ReadonlyMap<Form, number>[];

export function learnFormHabits(rows: readonly Row[], intents: number): FormHabits {
  const habits = Array.from({ length: intents }, () => new Map<Form, number>());
  for (const { reading, intent } of rows) {
    if (intent === NONE) continue;
    const form = formOf(reading);
    habits[intent]?.set(form, (habits[intent].get(form) ?? 0) + 1);
  }
  return habits;
}

/** How usual the form is among each intent’s examples, as a logarithm. */
export function usualnessOf(form: Form, habits: FormHabits): readonly number[] {
  return habits.map((counts) => {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return Math.log(((counts.get(form) ?? 0) + SMOOTHING) / (total + SMOOTHING * FORMS.length));
  });
}
