import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Elements {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLElement | null>;
  /** The id of the last message. */
  readonly last: string | undefined;
  /** The id of what the reader has just said, which brings the end into view. */
  readonly own: string | undefined;
}

/** Within this of the end, the reader counts as being at the end. */
const NEAR_PX = 80;

/**
 * Keeps a reader who is at the end of a list there as it grows, and one who is not where they are; `below` says
 * that something new came which they have not seen.
 */
export function useStick({ scroller, content, last, own }: Elements) {
  const atEnd = useRef(true);
  const [below, setBelow] = useState(false);

  function toEnd(): void {
    atEnd.current = true;
    setBelow(false);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }

  function scrolled(): void {
    const box = scroller.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    if (atEnd.current) setBelow(false);
  }

  /** A part that the reader opens grows where it is, also at the end of the list. */
  function pressed(event: Event): void {
    if (event.target instanceof Element && event.target.closest('summary')) atEnd.current = false;
  }

  /** Lets the list grow at its beginning without moving what is in view. */
  async function keep(change: () => Promise<void>): Promise<void> {
    const box = scroller.current;
    const fromEnd = box ? box.scrollHeight - box.scrollTop : 0;
    atEnd.current = false;
    await change();
    requestAnimationFrame(() => box?.scrollTo({ top: box.scrollHeight - fromEnd }));
  }

  useLayoutEffect(() => {
    if (!atEnd.current) setBelow(true);
  }, [last]);

  useLayoutEffect(() => {
    if (own !== undefined) toEnd();
  }, [own]);

  useEffect(() => {
    if (!content.current || !scroller.current) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    observer.observe(content.current);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  return { below, toEnd, scrolled, pressed, keep };
}
