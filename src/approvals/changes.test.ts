import { expect, it } from 'vitest';
import { z } from 'zod';
import { createRegistry } from '../connectors/index.ts';
import type { Command, JsonObject } from '../kernel/index.ts';
import { changesBetween } from './changes.ts';

const registry = createRegistry([
  {
    name: 'post',
    commands: [
      {
        where: 'local',
        type: 'letter.write',
        version: 1,
        label: 'Letter',
        input: z.strictObject({ text: z.string().meta({ title: 'Text' }), on: z.iso.date().optional() }),
        outputs: [],
        undo: { never: 'it is a test' },
        title: () => 'Write',
        preview: async () => ({}),
        apply: async () => ({}),
      },
    ],
    status: () => ({ ready: true, text: '' }),
  },
]);

const letter = (input: JsonObject): Command[] => [{ type: 'letter.write', version: 1, input }];
const changes = (before: JsonObject, after: JsonObject) =>
  changesBetween(registry, { before: letter(before), after: letter(after), today: '2026-11-23' });

it('names each field by its title, and dates as they are read', () => {
  expect(changes({ text: 'a' }, { text: 'b', on: '2026-12-07' })).toEqual([
    { label: 'Text', from: 'a', to: 'b' },
    { label: 'on', from: 'nothing', to: 'Mon 7 Dec' },
  ]);
});

it('shows of a long text what differs, with the words around it', () => {
  const text = (day: string) =>
    `Hi Ana,\n\nhere is the invoice for the landing page, due on ${day} December. Please write to me if anything in it is not right.\n\nThank you`;
  expect(changes({ text: text('7') }, { text: text('11') })).toEqual([
    {
      label: 'Text',
      from: '… landing page, due on 7 December. Please write …',
      to: '… landing page, due on 11 December. Please write …',
    },
  ]);
});

it('shows a long text whole where all of it differs', () => {
  const [change] = changes({ text: 'a'.repeat(200) }, { text: 'b'.repeat(100) });
  expect(change).toEqual({ label: 'Text', from: 'a'.repeat(200), to: 'b'.repeat(100) });
});
