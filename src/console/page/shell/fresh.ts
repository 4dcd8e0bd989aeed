import { useEffect, useRef } from 'preact/hooks';
import { usePage } from './page.ts';

/**
 * Keeps what a view reads by itself as it is now: it is read when the view is shown, and again whenever the stream has
 * brought something. One reading at a time; what comes by meanwhile is followed by one more.
 */
export function useFresh(read: () => Promise<unknown>): void {
  const { heard } = usePage().state;
  const newest = useRef(read);
  newest.current = read;
  const asked = useRef({ reading: false, again: false });
  useEffect(() => {
    const now = asked.current;
    now.again = true;
    if (now.reading) return;
    now.reading = true;
    void (async () => {
      while (now.again) {
        now.again = false;
        await newest.current();
      }
      now.reading = false;
    })();
  }, [heard]);
}
