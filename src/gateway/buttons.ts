import { type Approvals, checkToken, issueToken, readToken } from '../approvals/index.ts';

/** A press of a button on a card somewhere. Who pressed it must be known to be the operator before this is called. */
export interface Press {
  readonly token: string;
  /** Where the card stands: `telegram:CHAT`. */
  readonly place: string;
  /** Through which channel: `telegram`. */
  readonly via: string;
  readonly reason?: string;
}

/** Buttons of cards in chats: each carries a token for one action, on one card's content, in one place. */
export interface Buttons {
  issue(
    card: { readonly id: string; readonly hash: string },
    place: string,
  ): { readonly approve: string; readonly reject: string };
  /** Throws TOKEN_INVALID for one that was altered, moved or is of an older content, and what deciding throws. */
  press(press: Press): ReturnType<Approvals['approve']>;
}

/** Buttons for places that are not the console: each carries a token that decides one card once. */
export function createButtons(approvals: Approvals, key: string): Buttons {
  return {
    issue: ({ id, hash }, place) => ({
      approve: issueToken(key, { suggestion: id, hash, action: 'approve', place }),
      reject: issueToken(key, { suggestion: id, hash, action: 'reject', place }),
    }),
    press: async ({ token, place, via, reason }) => {
      const { suggestion, action } = readToken(token);
      const { hash } = (await approvals.read(suggestion)).body;
      checkToken(key, token, { suggestion, hash, action, place });
      const deciding = { hash, by: 'operator', via, ...(reason === undefined ? {} : { reason }) };
      return action === 'approve'
        ? approvals.approve(suggestion, deciding)
        : approvals.reject(suggestion, deciding);
    },
  };
}
