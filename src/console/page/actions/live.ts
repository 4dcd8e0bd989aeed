import { openStream } from '../api/stream.ts';
import type { Change } from '../api/types.ts';
import { withChange, withHeard } from '../state/changes.ts';
import { withMessageNews } from '../state/news.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** The line that says the stream is down appears only after this long, so that a short break is not seen. */
const QUIET_MS = 2_000;

/** After this long, what could not be read is read again. */
const AGAIN_MS = 2_000;

interface Calls {
  /** Reads everything anew; false if a part of it could not be read. */
  readonly refresh: () => Promise<boolean>;
  /** Any cheap call, which finds out whether the session has ended. */
  readonly probe: () => Promise<unknown>;
}

/**
 * Keeps one stream. Each time it opens, `refresh` reads the lists, so that what came while it was closed is
 * known; changes that arrive during the reading are applied once more on top, since they may be newer.
 */
export function createLive(store: Store<State>, { refresh, probe }: Calls) {
  let stop: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let during: Change[] = [];
  let readings = 0;

  async function read(): Promise<void> {
    readings += 1;
    const complete = await refresh();
    readings -= 1;
    if (!complete && stop) setTimeout(() => stop && void read(), AGAIN_MS);
    const again = during;
    if (readings === 0) during = [];
    store.update((state) => withHeard(again.reduce(withChange, state)));
  }

  function setOnline(online: boolean): void {
    clearTimeout(timer);
    timer = undefined;
    store.update((state) => (state.online === online ? state : { ...state, online }));
  }

  function open(): void {
    close();
    stop = openStream({
      opened() {
        setOnline(true);
        void read();
      },
      lost() {
        timer ??= setTimeout(() => setOnline(false), QUIET_MS);
        if (store.get().chat.state === 'unread') void read();
      },
      refused: () => void probe(),
      changed(change) {
        // What comes while the lists are read is what was missed: it is shown, and not read out as if it came now.
        const isNow = readings === 0;
        if (!isNow) during.push(change);
        store.update((state) => withChange(isNow ? withMessageNews(state, change) : state, change));
      },
    });
  }

  function close(): void {
    stop?.();
    stop = undefined;
    setOnline(true);
  }

  return { open, close };
}
