import { z } from 'zod';
import { MainstayError } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import { type RecordBooks, readRecord } from '../records/records.ts';
import { changesSchema, formerValues } from './former.ts';
import type { PlainKind } from './plain.ts';

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
