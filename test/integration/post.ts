import { z } from 'zod';
import { MainstayError } from '../../src/kernel/index.ts';
import type { Connector, Outcome } from '../../src/ports/index.ts';

/** What the outside does with one call, in the order of calls. */
export type Fate = 'done' | 'refused' | 'deferred' | 'later' | 'unknown';

export const HOUR_MS = 60 * 60 * 1000;

export const WORKFLOW = `
name: post
version: 1
title: Post a letter
on: { message: { plane: operator, examples: ["post it"], exact: ["post it"] } }
steps:
  - id: propose
    suggest:
      title: Post two letters
      commands:
        - { as: first, do: letter.post@1, with: { to: "Ana" } }
        - { do: letter.post@1, with: { to: "Kim" } }`;

/** An outside that repeats nothing, and what reached it under which key. */
export function createPost(fates: readonly Fate[], during: () => Promise<unknown> = async () => undefined) {
  const calls: { readonly key: string; readonly fate: Fate }[] = [];
  const connector: Connector = {
    name: 'post',
    commands: [
      {
        where: 'remote',
        type: 'letter.post',
        version: 1,
        label: 'Letter',
        input: z.strictObject({ to: z.string() }),
        outputs: [],
        undo: { never: 'a letter cannot be unsent' },
        repeat: 'none',
        title: () => 'Post a letter',
        preview: async ({ to }) => ({ to: z.string().parse(to) }),
        perform: async (_input, { key }) => {
          const fate = fates[calls.length % fates.length] ?? 'done';
          calls.push({ key, fate });
          await during();
          return outcomeOf(fate);
        },
      },
    ],
    status: () => ({ ready: true, text: '' }),
  };
  return { connector, calls };
}

function outcomeOf(fate: Fate): Outcome {
  if (fate === 'done') return { status: 'done', outputs: {} };
  const values = { host: 'post', reason: 'test' };
  if (fate === 'unknown')
    return { status: 'unknown', error: new MainstayError('MAIL_UNCERTAIN', { values }) };
  const code = fate === 'refused' ? 'MAIL_REFUSED' : 'MAIL_DEFERRED';
  const error = new MainstayError(code, { values });
  return { status: 'failed', error, ...(fate === 'later' ? { retryAfterMs: HOUR_MS } : {}) };
}
