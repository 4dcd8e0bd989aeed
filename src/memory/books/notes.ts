import type { LocalCommand } from '../../ports/index.ts';
import { noteSchema } from '../records/kinds.ts';
import type { RecordBooks } from '../records/records.ts';
import { createCommand, deleteCommand, type PlainKind } from './plain.ts';

const SHOWN = 40;

const NOTE: PlainKind = {
  kind: 'note',
  label: 'Note',
  input: noteSchema,
  nameOf: ({ text, name }) => {
    const words = [text, name].find((one) => typeof one === 'string') ?? '';
    return words.length > SHOWN ? `${words.slice(0, SHOWN).toWellFormed().trimEnd()}…` : words;
  },
  facts: ({ text }) => (typeof text === 'string' ? [{ label: 'Note', text }] : []),
};

export function noteCommands(books: RecordBooks): readonly LocalCommand[] {
  return [createCommand(books, NOTE), deleteCommand(books, NOTE)];
}
