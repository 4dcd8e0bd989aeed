import { z } from 'zod';
import { canonicalJson, type Json, type JsonObject, jsonSchema, MainstayError } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import { type RecordBooks, readRecord } from '../records/records.ts';
import type { PlainKind } from './plain.ts';

/** What a change did to each field; null where there was nothing, or is nothing any more. */
const changesSchema = z
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

/** `KIND.restore@1`: puts back what a change replaced. Throws CHANGED_SINCE where something newer changed it too. */
export function restoreCommand(books: RecordBooks, { kind, label, nameOf }: PlainKind): LocalCommand {
  const input = z.strictObject({
    id: z.string().meta({ title: label, readOnly: true }),
    changes: changesSchema.default([]),
  });
  return {
    where: 'local',
    type: `${kind}.restore`,
    version: 1,
    label,
    input,
    outputs: ['id', 'name', 'version'],
    undo: { never: 'what was put back is changed again by saying so' },
    title: (_, { name }) => `Put back ${label.toLowerCase()}${typeof name === 'string' ? ` ${name}` : ''}`,
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { id, changes } = input.parse(given);
      const found = await readRecord(unit, kind, id);
      if (!found) throw new MainstayError('NOT_FOUND', { values: { kind, id } });
      const patch = formerValues(
        { ...found.body.data },
        { changes, what: nameOf({ ...found.body.data }), id },
      );
      const { body } = await books.change(unit, { kind, id, patch }, cause);
      return { id, name: nameOf({ ...body.data }), version: body.version };
    },
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
    throw new MainstayError('EFFECT_NOT_UNDOABLE', { values: { id, reason: 'it changed nothing' } });
  const isNewer = changes.some(
    ({ field, to }) => canonicalJson((now[field] ?? null) as Json) !== canonicalJson(to),
  );
  if (isNewer) throw new MainstayError('CHANGED_SINCE', { values: { what } });
  return Object.fromEntries(changes.map(({ field, from }) => [field, from]));
}

export { changesSchema };
