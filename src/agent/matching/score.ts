import type { Anchor, Example } from './examples.ts';
import type { Mask } from './tokens.ts';
import { beginsNoRequest, isNegation, isQuestionWord, isTelling, weightOfKind } from './vocabulary.ts';

/** A text, ready to be compared with examples. */
export interface Said {
  readonly words: readonly SaidWord[];
  readonly byStem: ReadonlyMap<string, SaidWord>;
  readonly masks: ReadonlyMap<Mask, number>;
  readonly isQuestion: boolean;
  /** All tokens, words and values. */
  readonly length: number;
}

export interface SaidWord {
  /** Place among all tokens. */
  readonly place: number;
  readonly word: string;
  readonly stem: string;
  /** 1, less where it was mistyped. */
  readonly quality: number;
  /** Written as a name within the sentence. */
  readonly isCapital: boolean;
}

/** Each says by how much a sign against a request lowers the score; tried against the tables in the tests. */
const EACH_WORD_BEFORE = 0.7;
const OTHER_VERB_BEFORE = 0.6;
const NOT_A_REQUEST = 0.4;
const OTHER_QUESTION = 0.85;
const NEGATED_BEFORE = 0.35;
const NEGATED_AFTER = 0.55;
const TOLD = 0.6;
const TOLD_WITH_VALUES = 0.75;
const ASKED = 0.8;
const OTHER_FORM = 0.9;
const PLURAL_VERB = 0.6;
const PAST_VERB = 0.45;
const STRAY_VALUE = 0.5;
const PRECISION_POWER = 0.75;
/** Where no value stands in the text, so many words of its own are still a request. */
const FREE_WORDS = 12;

export interface Rivals {
  /** The stems of all examples of the intent. */
  readonly vocabulary: ReadonlySet<string>;
  /** What another example of the intent has reached; below it, the score need not be exact. */
  readonly best: number;
}

/** How well the text fits the example, 0 to 1. */
export function scoreOf(said: Said, example: Example, { vocabulary, best }: Rivals): number {
  const coverage = coverageOf(said, example);
  // What follows only lowers it.
  if (coverage <= best) return coverage;
  const fit =
    example.masks.size === 0
      ? precisionOf(said, example, vocabulary)
      : placementOf(said, example) * toldOf(said, example);
  return Math.min(1, coverage * fit * requestOf(said, example) * negationOf(said, example));
}

function coverageOf(said: Said, { anchors, masks, total, head }: Example): number {
  let covered = 0;
  for (const anchor of anchors.values()) {
    const word = said.byStem.get(anchor.stem);
    if (word)
      covered +=
        anchor.weight * word.quality * formQuality(word, anchor, anchor.stem === head[0] && masks.size > 0);
  }
  for (const [mask, weight] of masks) covered += weight * (said.masks.get(mask) ?? 0);
  return total === 0 ? 0 : covered / total;
}

/** A request stands in its verb’s plain form: “invoices” and “invoiced” are something else. */
function formQuality({ word, stem, quality }: SaidWord, anchor: Anchor, isVerb: boolean): number {
  if (word === anchor.word || stem === 'make' || quality < 1) return 1;
  if (!isVerb) return OTHER_FORM;
  return /(?:ed|ing)$/.test(word) ? PAST_VERB : PLURAL_VERB;
}

/** How much of the text the example accounts for; where an example holds no values, nothing in the text is free. */
function precisionOf(said: Said, { anchors }: Example, vocabulary: ReadonlySet<string>): number {
  let explained = 0;
  let strange = 0;
  for (const { word, stem } of said.words) {
    const weight = weightOfKind(word);
    if (anchors.has(stem)) explained += weight;
    else strange += weight * (vocabulary.has(stem) ? 0.5 : 1);
  }
  for (const [mask, share] of said.masks) if (mask !== 'name') strange += STRAY_VALUE * share;
  const share = explained + strange === 0 ? 0 : explained / (explained + strange);
  return share ** PRECISION_POWER;
}

/** A request begins with its own words. */
function placementOf(said: Said, { head, anchors }: Example): number {
  const places = head
    .map((stem) => said.byStem.get(stem))
    .filter((word) => word !== undefined && weightOfKind(word.word) >= 0.5);
  const first = places.reduce((least, word) => Math.min(least, word?.place ?? least), said.length);
  const before = said.words.filter(({ place, stem }) => place < first && !anchors.has(stem));
  const late = before.reduce(
    (factor, word) => factor * (isOtherVerb(word) ? OTHER_VERB_BEFORE : EACH_WORD_BEFORE),
    1,
  );
  const telling = said.words.filter(({ word }) => weightOfKind(word) >= 0.5).length;
  const free = telling - places.length;
  const hasValue = (['money', 'email', 'date', 'quote'] as const).some((mask) => said.masks.has(mask));
  const rambling = hasValue || free <= FREE_WORDS ? 1 : FREE_WORDS / free;
  return late * rambling;
}

/** “Cancel the invoice”: a word that tells, where a request has its verb, makes it another request. */
function isOtherVerb({ place, word, isCapital }: SaidWord): boolean {
  return !isCapital && place === 0 && weightOfKind(word) >= 0.5;
}

/** “The invoice was high” tells something and asks for nothing. */
function toldOf(said: Said, { anchors }: Example): number {
  const tells = said.words.some(({ word, stem }) => isTelling(word) && !anchors.has(stem));
  if (!tells) return 1;
  return said.masks.has('money') || said.masks.has('email') ? TOLD_WITH_VALUES : TOLD;
}

function requestOf(said: Said, { firstWord, isQuestion, masks }: Example): number {
  const first = said.words[0]?.place === 0 ? said.words[0].word : undefined;
  if (first !== undefined && first !== firstWord && beginsNoRequest(first)) {
    const bothAsk =
      (said.isQuestion && isQuestion) ||
      (isQuestionWord(first) && firstWord !== undefined && isQuestionWord(firstWord));
    return bothAsk ? OTHER_QUESTION : NOT_A_REQUEST;
  }
  return said.isQuestion && !isQuestion && masks.size > 0 ? ASKED : 1;
}

function negationOf(said: Said, { isNegated, head }: Example): number {
  const negation = said.words.find(({ word, isCapital }) => isNegation(word) && !isCapital);
  if (!negation || isNegated) return 1;
  const first = head.reduce(
    (least, stem) => Math.min(least, said.byStem.get(stem)?.place ?? least),
    said.length,
  );
  return negation.place <= first + 1 ? NEGATED_BEFORE : NEGATED_AFTER;
}
