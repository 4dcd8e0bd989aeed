import { z } from 'zod';
import type { Connector } from '../ports/index.ts';
import type { Effects } from './service.ts';

const input = z.strictObject({ id: z.string().meta({ title: 'What', readOnly: true }) });

/** `effect.undo@1`, with which workflows undo what is ours: the ledger as a connector to itself. */
export function createUndoConnector(effects: () => Pick<Effects, 'stageUndo'>): Connector {
  return {
    name: 'ledger',
    commands: [
      {
        where: 'local',
        type: 'effect.undo',
        version: 1,
        label: 'Undo',
        input,
        outputs: ['id', 'title'],
        undo: { never: 'what was undone is done again by asking for it anew' },
        title: (_, { title }) => (typeof title === 'string' ? `Undo: ${title}` : 'Undo'),
        preview: async () => ({ facts: [] }),
        apply: async (unit, given, { cause }) => {
          const { id, body } = await effects().stageUndo(unit, { id: input.parse(given).id, cause });
          return { id, title: body.title };
        },
      },
    ],
    status: () => ({ ready: true, text: 'What was done on this computer can be undone.' }),
  };
}
