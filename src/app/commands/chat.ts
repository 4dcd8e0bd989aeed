import { randomUUID } from 'node:crypto';
import type { Settings } from '../../console/index.ts';
import { createEditor, editorCommand } from '../chat/editing.ts';
import { chatInteractively } from '../chat/interactive.ts';
import { chatPiped } from '../chat/piped.ts';
import { createJsonTeller, createTextTeller } from '../chat/teller.ts';
import { words } from '../chat/words.ts';
import { createClient } from '../client/client.ts';
import { readEnvironment } from '../environment.ts';

export interface ChatOptions {
  readonly json?: boolean;
  readonly conversation: string;
}

/** `mainstay chat`: a conversation with the running server; in a pipe, a message a line. */
export async function chatCommand({ json, conversation }: ChatOptions): Promise<void> {
  const client = createClient(readEnvironment(process.env));
  const newId = () => randomUUID();
  const { stdin: input, stdout: output, stderr: errors } = process;
  if (input.isTTY && output.isTTY && !json) {
    const unsent = await chatInteractively({
      client,
      conversation,
      streams: { input, output },
      edit: createEditor(editorCommand(process.env)),
      now: Date.now,
      newId,
    });
    for (const text of unsent) console.error(words.unsent(text));
    if (unsent.length > 0) process.exitCode = 1;
    return;
  }
  const { zone } = await client.call<Settings>('GET', '/api/v1/settings');
  const reader = { zone: () => zone.here ?? zone.home ?? 'UTC', now: Date.now };
  const teller = json ? createJsonTeller({ output }) : createTextTeller({ output, errors }, reader);
  if (!(await chatPiped({ client, conversation, input, teller, newId }))) process.exitCode = 1;
}
