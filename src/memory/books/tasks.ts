import { z } from 'zod';
import { dateAt, shownDate } from '../../kernel/index.ts';
import type { CommandContext, LocalCommand } from '../../ports/index.ts';
import { taskSchema } from '../records/kinds.ts';
import type { RecordBooks } from '../records/records.ts';
import { changeCommand, createCommand, deleteCommand, type PlainKind } from './plain.ts';
import { restoreCommand } from './restore.ts';

const TASK: PlainKind = {
  kind: 'task',
  label: 'Task',
  input: taskSchema.omit({ status: true, doneOn: true }),
  defaults: { status: 'open' },
  nameOf: ({ title, name }) => [title, name].find((text) => typeof text === 'string') ?? '',
  facts: ({ title, dueOn, list }) => [
    ...(typeof title === 'string' ? [{ label: 'Task', text: title }] : []),
    ...(typeof dueOn === 'string' ? [{ label: 'Due', text: shownDate(dueOn, dueOn) }] : []),
    ...(typeof list === 'string' ? [{ label: 'List', text: list }] : []),
  ],
};

export function taskCommands(books: RecordBooks): readonly LocalCommand[] {
  return [
    createCommand(books, TASK),
    changeCommand(books, TASK),
    restoreCommand(books, TASK),
    deleteCommand(books, TASK),
    statusCommand(books, {
      type: 'task.done',
      verb: 'Finish',
      undo: {
        command: 'task.reopen@1',
        text: 'task can be reopened',
        input: ({ id }) => ({ id: id ?? null }),
      },
      patch: ({ now, zone }) => ({ status: 'done', doneOn: dateAt(now, zone) }),
    }),
    statusCommand(books, {
      type: 'task.reopen',
      verb: 'Reopen',
      undo: { command: 'task.done@1', text: 'task can be finished', input: ({ id }) => ({ id: id ?? null }) },
      patch: () => ({ status: 'open', doneOn: null }),
    }),
  ];
}

interface StatusChange {
  readonly type: string;
  readonly verb: string;
  readonly undo: LocalCommand['undo'];
  patch(context: CommandContext): Readonly<Record<string, unknown>>;
}

function statusCommand(books: RecordBooks, { type, verb, undo, patch }: StatusChange): LocalCommand {
  const input = z.strictObject({ id: z.string().meta({ title: 'Task', readOnly: true }) });
  return {
    where: 'local',
    type,
    version: 1,
    label: 'Task',
    input,
    outputs: ['id', 'name', 'version'],
    undo,
    title: (_, { name }) => `${verb} task${typeof name === 'string' ? ` ${name}` : ''}`,
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, context) => {
      const { id } = input.parse(given);
      const { body } = await books.change(unit, { kind: 'task', id, patch: patch(context) }, context.cause);
      return { id, name: taskSchema.parse(body.data).title, version: body.version };
    },
  };
}
