import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Watches the marks of a card. The function it gives answers the first mark that was not in view yet, and
 * `undefined` once all were. A changed text (`version`) must be seen anew.
 */
export function useUnseen(card: RefObject<HTMLElement | null>, version: string): () => Element | undefined {
  const unseen = useRef<ReadonlySet<Element>>(new Set());
  // Before anything can be pressed, since a card whose marks are not watched yet would count as seen.
  useLayoutEffect(() => {
    const marks = new Set(card.current?.querySelectorAll('.seen-mark') ?? []);
    unseen.current = marks;
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        marks.delete(target);
        observer.unobserve(target);
      }
    });
    for (const mark of marks) observer.observe(mark);
    return () => observer.disconnect();
  }, [card, version]);
  return () => [...unseen.current][0];
}
