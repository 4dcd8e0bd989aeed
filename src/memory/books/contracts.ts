import { shownDate } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import { contractSchema } from '../records/kinds.ts';
import type { RecordBooks } from '../records/records.ts';
import { changeCommand, createCommand, deleteCommand, type PlainKind } from './plain.ts';

/** How long before the end the operator is told, unless they say otherwise. */
const NOTICE_DAYS = 30;

const CONTRACT: PlainKind = {
  kind: 'contract',
  label: 'Contract',
  input: contractSchema.omit({ status: true, toldOn: true }).partial({ noticeDays: true }),
  defaults: { status: 'active', noticeDays: NOTICE_DAYS },
  nameOf: ({ title, name }) => [title, name].find((text) => typeof text === 'string') ?? '',
  facts: ({ title, startsOn, endsOn, terms }) => [
    ...(typeof title === 'string' ? [{ label: 'Contract', text: title }] : []),
    ...(typeof startsOn === 'string' ? [{ label: 'From', text: shownDate(startsOn, '') }] : []),
    ...(typeof endsOn === 'string' ? [{ label: 'Until', text: shownDate(endsOn, '') }] : []),
    ...(typeof terms === 'string' ? [{ label: 'Terms', text: terms }] : []),
  ],
};

export function contractCommands(books: RecordBooks): readonly LocalCommand[] {
  return [createCommand(books, CONTRACT), changeCommand(books, CONTRACT), deleteCommand(books, CONTRACT)];
}
