import { type Client, isUnreachable, ServerRefusal } from '../client/client.ts';
import { words } from './words.ts';

/** Messages on their way: in order, each taken once however often it is sent. */
export interface Sending {
  send(text: string): void;
  /** The server can be reached again. */
  resume(): void;
  /** What has not been taken. */
  unsent(): readonly string[];
}

export interface SendingOptions {
  readonly client: Client;
  readonly conversation: string;
  newId(): string;
  /** What went wrong, for the operator. */
  say(text: string): void;
}

/** Sends nothing before the first `resume`. A message that no server took is kept, with its id, until the next. */
export function createSending({ client, conversation, newId, say }: SendingOptions): Sending {
  const queue: { readonly id: string; readonly text: string }[] = [];
  let busy = false;
  let ready = false;
  let told = false;

  async function drain(): Promise<void> {
    if (busy || !ready) return;
    busy = true;
    for (let first = queue[0]; first; first = queue[0]) {
      const taken = await post(first);
      if (!taken) break;
      queue.shift();
    }
    busy = false;
  }

  async function post(message: { readonly id: string; readonly text: string }): Promise<boolean> {
    try {
      await client.call('POST', '/api/v1/messages', { body: { ...message, conversation } });
      told = false;
      return true;
    } catch (error) {
      if (isUnreachable(error)) {
        if (!told) say(words.kept);
        told = true;
        return false;
      }
      if (!(error instanceof ServerRefusal)) throw error;
      say(`✕ ${error.message}`);
      return true;
    }
  }

  return {
    send: (text) => {
      queue.push({ id: newId(), text });
      void drain();
    },
    resume: () => {
      ready = true;
      void drain();
    },
    unsent: () => queue.map(({ text }) => text),
  };
}
