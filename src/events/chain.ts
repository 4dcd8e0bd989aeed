import { canonicalJson, type Envelope, sha256 } from '../kernel/index.ts';

/** What an empty log's head points back to. */
const GENESIS_HASH = '0'.repeat(64);

/** The newest entry's place and hash. */
export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

export const EMPTY_HEAD: Head = { sequence: 0, hash: GENESIS_HASH };

/**
 * Binds an entry to its payload without holding it: SHA-256 of salt and canonical JSON (RFC 8785). With the salt
 * gone, the payload cannot be guessed from it.
 */
export function commitTo(salt: string, data: unknown): string {
  return sha256(salt + canonicalJson(data));
}

/** The hash of an entry: of the one before it, its envelope and the commitment to its payload. */
export function linkHash(previousHash: string, envelope: Envelope, commitment: string): string {
  return sha256(previousHash + canonicalJson({ envelope, commitment }));
}
