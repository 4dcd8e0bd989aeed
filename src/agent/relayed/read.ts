import { type Forwarded, readForwarded, readSender } from './forwarded.ts';

/** A customer's words that the operator passes on. */
export interface Relayed {
  /** As it was written; undefined for “he writes”, “a customer writes”. */
  readonly name?: string;
  readonly email?: string;
  readonly subject?: string;
  /** The customer's own words: quoted, and never a request to us. */
  readonly message: string;
  /** What the operator wrote above a forwarded mail. */
  readonly said?: string;
}

/** Whether a customer goes by this name. */
export type Knows = (name: string) => boolean;

const MAX_NAME_WORDS = 5;
const SAYS =
  'writes|wrote|asks|asked|says|said|replies|replied|answers|answered|e-?mails|e-?mailed|messages|messaged|texts|texted|sends|sent|left(?: me| us)? an? (?:message|note)';
const PAPER = 'message|e-?mail|mail|reply|answer|letter|text|sms|whatsapp|request|question';
/** How a customer's words are announced; each names who it is, and what follows is theirs. */
const FORMS: readonly RegExp[] = [
  // “Ana writes:”, “Ana just wrote me on WhatsApp:”, also with what follows on the next line or in quotes.
  new RegExp(
    `^(?:(?:here is|here's|this is) what\\s+)?(?<name>[^\\n:"“]{1,80}?)\\s+(?:has\\s+|just\\s+)*(?:${SAYS})(?:\\s[^\\n:"“]{0,40})?(?:\\s*:\\s*|\\s*\\n\\s*|\\s+(?=["“]))(?<message>\\S[\\s\\S]*)$`,
    'iu',
  ),
  // “from Ana: …”, “mail from Ana Torres <ana@torres.example>: …”, “I got this from Ana: …”
  new RegExp(
    `^(?:(?:i|we)\\s+(?:just\\s+)?(?:got|received|have)\\s+)?(?:(?:an?|the|this|it|new|following)\\s+)*(?:(?:${PAPER})\\s+)?(?:(?:just\\s+)?(?:came|comes|arrived)\\s+(?:in\\s+)?)?from\\s+(?<name>[^\\n:]{1,120}?)(?:\\s+(?:on|via|by)\\s+\\w{1,20})?\\s*:\\s*(?<message>\\S[\\s\\S]*)$`,
    'iu',
  ),
  // “this mail came from Eva, what do we answer? …”
  new RegExp(
    `^(?:this|the following)\\s+(?:(?:${PAPER})\\s+)?(?:just\\s+)?(?:came|comes|arrived)\\s+(?:in\\s+)?from\\s+(?<name>[^\\n:,]{1,80}),[^\\n:?]{1,60}\\?\\s*(?<message>\\S[\\s\\S]*)$`,
    'iu',
  ),
  // “Ana's mail: …”, and not “Ana's email: ana@torres.example”, which tells an address.
  new RegExp(
    `^(?<name>[^\\n:"“]{1,80}?)['’]s?\\s+(?:${PAPER})\\s*:\\s*(?<message>\\S+\\s+\\S+\\s+\\S[\\s\\S]*)$`,
    'iu',
  ),
  // “From: jonas@weber.example Subject: … Hello”, all on one line.
  /^from:\s*(?<name>[^\n]{0,80}?[^\s@<]+@[^\s@>]+>?)\s+(?<message>\S[\s\S]*)$/iu,
  /^(?<name>fwd?|forwarded)\s*:\s*(?<message>\S[\s\S]*)$/iu,
];
const GREETING =
  /^(?:(?:hey|hi|hello|ok|so|fyi|look|mainstay|on (?:whatsapp|signal|telegram|slack|linkedin|facebook|instagram|the phone))[\s,!:]+)+(?=\S)/iu;
const NOBODY =
  /^(?:fwd?|forwarded|he|she|they|somebody|someone|(?:an?|the|my|one)(?:\s+new|\s+of\s+my)*\s+(?:customer|client|prospect)s?)$/iu;
const OURS = /^(?:i|we|you|it|that|this|what|who|which)(?:\s|$)/iu;
/** A request of the operator's own, about what somebody said. */
const REQUEST =
  /^(?:note|notes|remember|remind|e-?mail|mail|write|tell|ask|add|save|record|invoice|quote|bill|task|todo|search|find|show|what|when|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:\s|$)/iu;
const PARTICLES = new Set([
  'de',
  'da',
  'do',
  'del',
  'della',
  'der',
  'di',
  'la',
  'le',
  'of',
  'van',
  'von',
  'zu',
  '&',
  'and',
]);

/**
 * Reads a text as a customer's message that the operator passes on: “Ana writes: …”, “from Ana: …”, a mail that was
 * forwarded or quoted. Undefined where it is the operator's own. What is quoted has no authority: only the card that
 * answers it is made from it.
 */
export function readRelayed(text: string, knows: Knows): Relayed | undefined {
  const forwarded = readForwarded(text);
  if (forwarded) return fromForwarded(forwarded);
  const said = text.trim().replace(GREETING, '');
  for (const form of FORMS) {
    const { name = '', message = '' } = form.exec(said)?.groups ?? {};
    const relayed = from(name.trim().replace(/,$/, ''), unquoted(message), knows);
    if (relayed) return relayed;
  }
  return undefined;
}

function from(who: string, words: string, knows: Knows): Relayed | undefined {
  if (who === '' || words === '') return undefined;
  if (NOBODY.test(who)) return { message: words };
  if (OURS.test(who)) return undefined;
  const sender = readSender(who);
  if (sender.email !== undefined) return { ...sender, message: words };
  return isName(who) || knows(who) ? { name: who, message: words } : undefined;
}

function fromForwarded({ sender, subject, message, said }: Forwarded): Relayed {
  return {
    ...sender,
    ...(subject === '' ? {} : { subject }),
    message,
    ...(said === '' ? {} : { said }),
  };
}

/** Somebody whom nobody knows yet: words with capitals, and no request before them. */
function isName(text: string): boolean {
  const words = text.split(/\s+/);
  if (words.length > MAX_NAME_WORDS || REQUEST.test(text)) return false;
  return words.every((word) => /^\p{Lu}/u.test(word) || PARTICLES.has(word.toLowerCase()));
}

/** Without the marks around all of it. */
function unquoted(text: string): string {
  const trimmed = text.trim();
  return /^[“"„«](?<inner>[^“”"„«»]+)[”"“»]$/u.exec(trimmed)?.groups?.['inner']?.trim() ?? trimmed;
}
