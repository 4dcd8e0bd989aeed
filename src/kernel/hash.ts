import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from './json.ts';

/** SHA-256 of text (as UTF-8) or bytes, in lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** SHA-256 over the canonical JSON of a value: equal values, equal hashes. */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** HMAC-SHA-256 in base64url. */
export function mac(key: string | Uint8Array, data: string): string {
  return createHmac('sha256', key).update(data).digest('base64url');
}

/** Compares two strings without telling by its duration where they differ; that their lengths differ is told. */
export function sameSecret(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
