import type { Shelf } from '../../ports/index.ts';
import { createMatcher, type Meanings } from '../matching/matcher.ts';
import examples from './kinds.json' with { type: 'json' };
import { createLikeness } from './likeness.ts';

/** What a customer's message may be about. */
export type Want = keyof typeof examples;

/** Where one message is several things: what weighs most stands first. */
const BY_WEIGHT: readonly Want[] = [
  'complaint',
  'cancellation',
  'invoice-request',
  'invoice-question',
  'new-work',
  'appointment',
  'thanks',
];

/** Words that settle it; the first that fits does. */
const CUES: readonly (readonly [Want, RegExp])[] = [
  [
    'complaint',
    /\b(?:not (?:at all |really |very )?(?:happy|satisfied|acceptable)|unhappy|dissatisfied|disappoint\w*|unacceptable|complain\w*|angry|annoyed|furious|upset|fed up|terrible|awful|horrible|worst|refund|money back|(?:does not|doesn't|do not|don't|still not) work\w*|not what (?:we|i) (?:agreed|ordered|wanted|asked)|(?:still|been) waiting|full of mistakes|lawyer)\b/iu,
  ],
  [
    'appointment',
    /\b(?:cancel\w*|call(?:ed|ing)? off)\b.{0,40}\b(?:meeting|appointment|call|visit|session|lesson|workshop)\b/iu,
  ],
  [
    'cancellation',
    /\b(?:cancel\w*|call(?:ed|ing)? off|withdraw|terminate|changed (?:my|our) minds?|no longer (?:need|want|interested)|(?:do not|don't|won't|will not) (?:need|want) .{1,40} (?:any ?more|any longer|after all))\b/iu,
  ],
  [
    'invoice-request',
    /\b(?:(?:please|can|could|you may|you can|kindly|go ahead and)\b.{0,30}\b(?:invoice|bill|charge)\s+(?:me|us|the|for|it|this|my|our)|(?:send|need|have|get|want|write|issue|make)\b.{0,20}\b(?:an?|the|your|my|our)\s+(?:invoice|bill)\s+(?:for|over|of)|(?:need|want|issue|write)\b.{0,12}\ban?\s+(?:invoice|bill))\b/iu,
  ],
  [
    'invoice-question',
    /\b(?:invoice|bill|payment|paid|transferred|bank details|iban|reminder|amount due)\b/iu,
  ],
  [
    'appointment',
    /\b(?:meet|meeting|appointment|reschedule|come by|stop by|a call|video call|talk on the phone|are you (?:free|available))\b/iu,
  ],
  [
    'new-work',
    /\b(?:quote|offer|estimate|how much (?:would|do|does|for)|what would .{0,30}\b(?:cost|charge)|new (?:project|website|logo)|(?:could|can|would) you (?:please |also |maybe )?(?:do|make|design|write|build|create|draw|paint|shoot|develop|translate|print|set up) (?!it\b))/iu,
  ],
];

const MAX_SENTENCES = 30;
/** Fewer, such as “I lost it”, mean too little by themselves. */
const LEAST_WORDS = 4;

/** Tells what a customer's message is about, by words and, where an embedder is there, by meaning. */
export interface Wants {
  /** What it is about, what weighs most first; empty where nothing tells. */
  of(message: string): Promise<readonly Want[]>;
  /** The sentence that asks for an invoice. */
  invoiceSentence(message: string): string | undefined;
}

export function createWants(meanings?: Meanings, shelf?: Shelf): Wants {
  const intents = Object.entries(examples).map(([name, texts]) => ({ name, examples: texts }));
  const matcher = createMatcher({ intents, shelf });
  const likeness = meanings && createLikeness(meanings, examples);

  async function wantOf(sentence: string): Promise<Want | undefined> {
    const cued = cuedWant(sentence);
    if (cued) return cued;
    const match = await matcher.match(sentence);
    const isWhole = (sentence.match(/[\p{L}’']+/gu) ?? []).length >= LEAST_WORDS;
    const alike = isWhole ? likeness : undefined;
    const name = match.kind === 'act' ? match.name : await alike?.(sentence);
    return BY_WEIGHT.find((want) => want === name);
  }

  return {
    of: async (message) => {
      const found = new Set<Want | undefined>();
      for (const sentence of sentencesOf(message)) found.add(await wantOf(sentence));
      const wants = BY_WEIGHT.filter((want) => found.has(want));
      // Thanks at the end of a request are manners.
      return wants.length > 1 ? wants.filter((want) => want !== 'thanks') : wants;
    },
    invoiceSentence: (message) =>
      sentencesOf(message).find((sentence) => cuedWant(sentence) === 'invoice-request'),
  };
}

function cuedWant(sentence: string): Want | undefined {
  return CUES.find(([, cue]) => cue.test(sentence))?.[0];
}

/** A point within a figure or an address ends nothing. */
function sentencesOf(message: string): readonly string[] {
  return message
    .split(/(?<=[.!?;])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence))
    .slice(0, MAX_SENTENCES);
}
