import { configure } from 'safe-stable-stringify';
import { z } from 'zod';

/** Sorts keys by UTF-16 code units and writes numbers and strings as ECMAScript does, which is what RFC 8785 asks for. */
const stringify = configure({ deterministic: true, strict: true });

/** Any value that survives a round trip through JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

export const jsonSchema: z.ZodType<Json> = z.json();

export const jsonObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/**
 * Canonical JSON (RFC 8785): the same value gives the same text on every machine, so it can be hashed.
 * Properties that are `undefined` are left out. Throws on values JSON cannot carry (NaN, cycles, BigInt).
 */
export function canonicalJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  return text;
}

/** The canonical JSON of a value as UTF-8: equal values give equal bytes. */
export function encodeJson(value: unknown): Uint8Array {
  return Buffer.from(canonicalJson(value), 'utf8');
}

/** The value in UTF-8 JSON. Throws a SyntaxError where it is none. */
export function decodeJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}
