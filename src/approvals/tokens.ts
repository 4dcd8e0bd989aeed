import { MainstayError, mac, sameSecret } from '../kernel/index.ts';

export type TokenAction = 'approve' | 'reject';

/** What a button stands for. It carries no authority: who pressed it is checked apart from it. */
export interface TokenClaim {
  readonly suggestion: string;
  /** The hash of the commands that the card showed. */
  readonly hash: string;
  readonly action: TokenAction;
  /** Where the card stands: `telegram:CHAT`, `console`. */
  readonly place: string;
}

const LETTERS = { approve: 'a', reject: 'r' } as const satisfies Record<TokenAction, string>;
const MAC_LENGTH = 20;

/**
 * The opaque token of one button: at most 64 bytes, since platforms cut there. Single-use because a suggestion is
 * decided once; bound to what was shown and to where.
 */
export function issueToken(key: string, claim: TokenClaim): string {
  return `${LETTERS[claim.action]}.${claim.suggestion}.${macOf(key, claim)}`;
}

/** What a pressed token names, before it is believed. Throws TOKEN_INVALID. */
export function readToken(token: string): Pick<TokenClaim, 'suggestion' | 'action'> {
  const match = /^([ar])\.(sug_[0-9a-f]{32})\.[\w-]{20}$/.exec(token);
  if (!match?.[2]) throw new MainstayError('TOKEN_INVALID');
  return { action: match[1] === 'a' ? 'approve' : 'reject', suggestion: match[2] };
}

/** Throws TOKEN_INVALID unless the token was issued for exactly this claim. */
export function checkToken(key: string, token: string, claim: TokenClaim): void {
  if (!sameSecret(token, issueToken(key, claim))) throw new MainstayError('TOKEN_INVALID');
}

function macOf(key: string, { suggestion, hash, action, place }: TokenClaim): string {
  return mac(key, ['button', suggestion, hash, action, place].join('\n')).slice(0, MAC_LENGTH);
}
