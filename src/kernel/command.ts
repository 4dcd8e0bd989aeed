import { z } from 'zod';
import { type Json, type JsonObject, jsonObjectSchema } from './json.ts';

/** An intent for the outside world or the books: `email.send@1` with its input. */
export interface Command {
  readonly type: string;
  readonly version: number;
  readonly input: JsonObject;
  /** Who receives it, exactly as shown on the card. */
  readonly recipient?: string;
  /** Through which account of ours it leaves. */
  readonly account?: string;
  /** The name by which later commands of the same suggestion refer to its outputs. */
  readonly as?: string;
}

export const commandSchema: z.ZodType<Command> = z.strictObject({
  type: z.string(),
  version: z.int().positive(),
  input: jsonObjectSchema,
  recipient: z.string().exactOptional(),
  account: z.string().exactOptional(),
  as: z.string().exactOptional(),
});

/** `email.send@1`: how workflows, policies and logs name a command. */
export function commandName({ type, version }: Pick<Command, 'type' | 'version'>): string {
  return `${type}@${version}`;
}

/** Splits `email.send@1`; `undefined` where the text is not of that form. */
export function parseCommandName(name: string): Pick<Command, 'type' | 'version'> | undefined {
  const match = /^([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+)@([1-9]\d*)$/.exec(name);
  return match?.[1] && match[2] ? { type: match[1], version: Number(match[2]) } : undefined;
}

/** Stands in an input for what an earlier command of the suggestion will give: `{ $output: 'invoice.number' }`. */
export type OutputReference = { readonly $output: string };

/** Text with references inside: `{ $join: ['Invoice ', { $output: 'invoice.number' }] }`. */
export type JoinedText = { readonly $join: readonly (string | OutputReference)[] };

/** Whether the value stands for an output of an earlier command. */
export function isOutputReference(value: unknown): value is OutputReference {
  return isObject(value) && typeof value['$output'] === 'string';
}

/** Whether the value is text put together from parts, outputs of earlier commands among them. */
export function isJoinedText(value: unknown): value is JoinedText {
  return isObject(value) && Array.isArray(value['$join']);
}

/**
 * The input with every reference replaced by what `lookup` gives for its path. Throws whatever `lookup` throws;
 * everything else is returned as it is.
 */
export function resolveReferences(value: Json, lookup: (path: string) => Json): Json {
  if (isOutputReference(value)) return lookup(value.$output);
  if (isJoinedText(value)) {
    return value.$join
      .map((part) => (typeof part === 'string' ? part : written(lookup(part.$output))))
      .join('');
  }
  if (Array.isArray(value)) return value.map((item: Json) => resolveReferences(item, lookup));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, resolveReferences(item, lookup)]),
    );
  }
  return value;
}

/** The word for what will stand in place of a reference: “(number)”. */
export function wordFor(path: string): string {
  return `(${path.split('.').at(-1) ?? path})`;
}

/** The input with every reference as a word for what will stand there: “(number)”. */
export function inWords(input: JsonObject): JsonObject {
  return resolveReferences(input, wordFor) as JsonObject;
}

/** Only text and numbers stand inside a text. */
function written(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
