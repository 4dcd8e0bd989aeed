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
  'writes|wrote|asks|asked|says|said|replies|replied|answers|answered|e-?mails|e-?mailed|messages|messaged|texts|texted|sends|sent';
/** “Ana writes:”, “Ana just wrote me on WhatsApp:”, and what follows on the next line or in quotes. */
const DIRECT = new RegExp(
  `^(?<name>[^\\n:"“]{1,80}?)\\s+(?:has\\s+|just\\s+)*(?:${SAYS})(?:\\s[^\\n:"“]{0,40})?(?:\\s*:\\s*|\\s*\\n\\s*|\\s+(?=["“]))(?<message>\\S[\\s\\S]*)$`,
  'iu',
);
/** “from Ana: …”, “mail from Ana Torres <ana@torres.example>: …” */
const FROM =
  /^(?:(?:an?\s+|the\s+|new\s+)*(?:message|e-?mail|mail|reply|letter|text|sms|whatsapp|request|question)\s+)?from\s+(?<name>[^\n:]{1,120}?)(?:\s+(?:on|via|by)\s+\w{1,20})?\s*:\s*(?<message>\S[\s\S]*)$/iu;
const GREETING = /^(?:(?:hey|hi|hello|ok|so|fyi|look|mainstay)[\s,!:]+)+(?=\S)/iu;
const NOBODY =
  /^(?:he|she|they|somebody|someone|(?:an?|the|my|one)(?:\s+new|\s+of\s+my)*\s+(?:customer|client|prospect)s?)$/iu;
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
  const { name = '', message = '' } = (DIRECT.exec(said) ?? FROM.exec(said))?.groups ?? {};
  const who = name.trim().replace(/,$/, '');
  const words = unquoted(message);
  if (who === '' || words === '') return undefined;
  if (NOBODY.test(who)) return { message: words };
  if (OURS.test(who)) return undefined;
  const sender = readSender(who);
  if (sender.email !== undefined) return { ...sender, message: words };
  return knows(who) || isName(who) ? { name: who, message: words } : undefined;
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
