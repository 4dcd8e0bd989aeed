import { createHash } from 'node:crypto';
import { base32crockford } from '@scure/base';
import { MainstayError, Secret } from '../../kernel/index.ts';
import { words } from './words.ts';

/** What the bytes after it are: the key that we made ourselves, or the text of one that the operator set. */
const KINDS = { made: 1, text: 2 } as const;

const SUM_BYTES = 2;
const GROUP = 4;

/** The master key as it is written down on paper: 14 groups of four for the one that we made. */
export function recoveryKeyOf(master: Secret): Secret {
  const text = master.reveal();
  const made = Buffer.from(text, 'base64url');
  const isMade = made.length === 32 && made.toString('base64url') === text;
  const [kind, bytes] = isMade ? [KINDS.made, made] : [KINDS.text, Buffer.from(text)];
  const body = Uint8Array.from([kind, ...bytes]);
  // Crockford's base 32: no letter looks like a digit.
  const text32 = base32crockford.encode(Uint8Array.from([...body, ...sumOf(body)]));
  const groups = text32.match(new RegExp(`.{1,${GROUP}}`, 'g'));
  return new Secret((groups ?? []).join('-'));
}

/** The master key that was written down. Throws RECOVERY_KEY_WRONG for what is none. */
export function masterKeyOf(recoveryKey: string): Secret {
  const [kind, ...bytes] = decoded(recoveryKey.replaceAll(/[\s-]+/g, ''));
  if (kind === KINDS.made) return new Secret(Buffer.from(bytes).toString('base64url'));
  if (kind === KINDS.text) return new Secret(Buffer.from(bytes).toString());
  throw wrongKey(words.key.typing);
}

/** Throws where the sum at the end does not fit what is before it. */
function decoded(text: string): Uint8Array {
  try {
    const bytes = base32crockford.decode(text.toUpperCase());
    const body = bytes.subarray(0, -SUM_BYTES);
    if (Buffer.from(sumOf(body)).equals(bytes.subarray(-SUM_BYTES))) return body;
  } catch (cause) {
    throw wrongKey(words.key.typing, cause);
  }
  throw wrongKey(words.key.typing);
}

function sumOf(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest().subarray(0, SUM_BYTES);
}

export function wrongKey(reason: string, cause?: unknown): MainstayError {
  return new MainstayError('RECOVERY_KEY_WRONG', { values: { reason }, cause });
}
