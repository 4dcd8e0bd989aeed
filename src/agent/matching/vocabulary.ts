import { isFunctionWord } from '../slots/function-words.ts';

/** Ways to begin a request that say nothing about what is asked. */
export const OPENINGS: readonly (readonly string[])[] = phrases([
  'please',
  'kindly',
  'hey',
  'hi',
  'hello',
  'ok',
  'okay',
  'so',
  'now',
  'then',
  'and',
  'also',
  'just',
  'quickly',
  'mainstay',
  'can you',
  'could you',
  'would you',
  'will you',
  'can you please',
  'i want to',
  'i want you to',
  'i need to',
  'i need you to',
  'i would like to',
  'i would like you to',
  'i have to',
  'let us',
  'go ahead and',
  'time to',
  'you should',
  'good morning',
]);

/** What a text is that begins so, unless the example begins so as well: a question, or something merely imagined. */
const NO_REQUEST = new Set(
  (
    'should shall would could can may might must will do does did is are was were am has have had if when unless whether what ' +
    'who whom whose which where why how suppose imagine maybe perhaps assuming while because since'
  ).split(' '),
);

const NEGATIONS = new Set('not never no without cannot nobody nothing neither nor none dont'.split(' '));

/** Verbs that all mean to bring into being. */
const MAKING = new Set('make create write prepare draft'.split(' '));

const QUESTION_WORDS = new Set('who what which where when why how'.split(' '));
const SILENT = new Set('please thanks thank kindly just also now'.split(' '));

export function isNegation(word: string): boolean {
  return NEGATIONS.has(word);
}

export function beginsNoRequest(word: string): boolean {
  return NO_REQUEST.has(word);
}

/** Verbs by which something is told rather than asked for. */
const TELLING = new Set('is are was were has had got'.split(' '));

export function isTelling(word: string): boolean {
  return TELLING.has(word);
}

export function isQuestionWord(word: string): boolean {
  return QUESTION_WORDS.has(word);
}

/** One word for all that mean the same here. */
export function sameMeaning(word: string): string {
  return MAKING.has(word) ? 'make' : word;
}

/** How much a word tells by its kind alone: verbs and nouns 1, question words half, grammar little, politeness nothing. */
export function weightOfKind(word: string): number {
  if (SILENT.has(word)) return 0;
  if (QUESTION_WORDS.has(word)) return 0.5;
  return isFunctionWord(word) ? 0.15 : 1;
}

function phrases(list: readonly string[]): readonly (readonly string[])[] {
  return list.map((phrase) => phrase.split(' ')).toSorted((one, other) => other.length - one.length);
}
