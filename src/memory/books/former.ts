import { z } from 'zod';
import { type Json, type JsonObject, jsonSchema, MainstayError } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import { changesBetween } from '../records/records.ts';

/** What a change did to each field; null where there was nothing, or is nothing any more. */
export const changesSchema = z
  .array(z.strictObject({ field: z.string(), from: jsonSchema, to: jsonSchema }))
  .meta({ title: 'What was changed', readOnly: true });

type Changes = z.infer<typeof changesSchema>;

/** How a change is undone by a command that takes what it did, from outputs of the same names. */
export function undoneBy(
  command: string,
  outputs: readonly string[],
): Exclude<LocalCommand['undo'], { never: string }> {
  return {
    command,
    text: 'change can be undone while nothing else was changed since',
    input: (given: JsonObject) =>
      Object.fromEntries(outputs.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))),
  };
}

/**
 * The patch that puts back what was changed; a null removes. Throws CHANGED_SINCE where a field has another value than the
 * change gave it, and EFFECT_NOT_UNDOABLE where nothing is known to have changed.
 */
export function formerValues(
  now: Readonly<Record<string, unknown>>,
  { changes, what, id }: { readonly changes: Changes; readonly what: string; readonly id: string },
): Readonly<Record<string, Json>> {
  if (changes.length === 0)
    throw new MainstayError('EFFECT_NOT_UNDOABLE', {
      values: { id, reason: 'it changed nothing, or was made before former values were kept' },
    });
  const set = Object.fromEntries(changes.map(({ field, to }) => [field, to]));
  const present = Object.fromEntries(changes.map(({ field }) => [field, now[field]]));
  if (changesBetween(set, present).length > 0) throw new MainstayError('CHANGED_SINCE', { values: { what } });
  return Object.fromEntries(changes.map(({ field, from }) => [field, from]));
}
