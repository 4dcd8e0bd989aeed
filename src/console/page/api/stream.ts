import type { Change } from './types.ts';

export interface StreamListener {
  /** The stream is open, for the first time or again: what was missed can be read now. */
  readonly opened: () => void;
  /** The stream broke; it is being opened again. */
  readonly lost: () => void;
  /** The answer was no stream: the server is not well, or the session has ended. */
  readonly refused: () => void;
  readonly changed: (change: Change) => void;
}

const EVENTS = [
  'message',
  'suggestion',
  'effect',
  'settings',
  'changed',
] as const satisfies readonly Change['event'][];
const RETRY_MS = 2_000;

/**
 * Listens until the returned function is called. The browser reopens a broken stream by itself, with
 * Last-Event-ID; where it gives up (an answer that is no stream), we open a new one.
 */
export function openStream(listener: StreamListener): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source = open();
  return () => {
    clearTimeout(timer);
    source.close();
  };

  function open(): EventSource {
    const opened = new EventSource('/api/v1/stream');
    opened.addEventListener('open', () => listener.opened());
    opened.addEventListener('error', () => {
      listener.lost();
      if (opened.readyState !== EventSource.CLOSED) return;
      listener.refused();
      timer = setTimeout(() => (source = open()), RETRY_MS);
    });
    for (const event of EVENTS) {
      opened.addEventListener(event, ({ data }) => listener.changed({ event, data: JSON.parse(data) }));
    }
    return opened;
  }
}
