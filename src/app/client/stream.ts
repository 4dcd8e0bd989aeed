import { EventSource } from 'eventsource';
import type { Effect, Message, Settings, Suggestion } from '../../console/index.ts';
import type { Client } from './client.ts';

/** What the stream brings: the same shapes as the lists. */
export type Change =
  | { readonly kind: 'message'; readonly value: Message }
  | { readonly kind: 'suggestion'; readonly value: Suggestion }
  | { readonly kind: 'effect'; readonly value: Effect }
  | { readonly kind: 'settings'; readonly value: Settings };

export interface StreamListener {
  /** The stream is open, for the first time or again: what was missed can be read now. */
  opened(): void;
  /** The stream broke; it is being opened again. */
  lost(): void;
  changed(change: Change): void;
}

const KINDS = ['message', 'suggestion', 'effect', 'settings'] as const;
const RETRY_MS = 1_000;

/**
 * Listens until the returned function is called. A stream that breaks is reopened with Last-Event-ID; where the
 * server answered with something else, as one that stops does, a new one is opened.
 */
export function openStream(client: Client, listener: StreamListener): () => void {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let source = open();
  return () => {
    closed = true;
    clearTimeout(timer);
    source.close();
  };

  function open(): EventSource {
    const opened = new EventSource(`${client.address}/api/v1/stream`, { fetch: client.fetch });
    opened.addEventListener('open', () => listener.opened());
    opened.addEventListener('error', () => {
      if (closed) return;
      listener.lost();
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(() => (source = open()), RETRY_MS);
    });
    for (const kind of KINDS) {
      opened.addEventListener(kind, (event) =>
        listener.changed({ kind, value: JSON.parse(String(event.data)) }),
      );
    }
    return opened;
  }
}
