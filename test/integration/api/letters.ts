import { z } from 'zod';
import { MainstayError } from '../../../src/kernel/index.ts';
import type { Connector } from '../../../src/ports/index.ts';

/** A workflow whose one command ends as its name says. */
export const posting = (name: string): string => `
name: ${name}
version: 1
title: Post ${name}
on: { message: { plane: operator, examples: ["post ${name}"], exact: ["post ${name}"] } }
steps:
  - { id: propose, suggest: { title: Post, commands: [{ do: letter.${name}@1, with: { to: Ana } }] } }`;

const values = { host: 'post', reason: 'test' };
/** Letters, of which one is lost and one comes back. */
export const post: Connector = {
  name: 'post',
  commands: (['lost', 'returned'] as const).map((name) => ({
    where: 'remote',
    type: `letter.${name}`,
    version: 1,
    label: 'Letter',
    input: z.strictObject({ to: z.string() }),
    outputs: [],
    undo: { never: 'a letter cannot be unsent' },
    repeat: 'none',
    title: () => 'Post a letter',
    preview: async () => ({ to: 'Ana' }),
    perform: async () =>
      name === 'lost'
        ? { status: 'unknown', error: new MainstayError('MAIL_UNCERTAIN', { values }) }
        : { status: 'failed', error: new MainstayError('MAIL_REFUSED', { values }) },
  })),
  status: () => ({ ready: true, text: '' }),
};
