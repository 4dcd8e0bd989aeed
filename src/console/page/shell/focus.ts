import { useEffect, useRef } from 'preact/hooks';
import { addressOf, type Route } from '../state/route.ts';

/**
 * After a step from one place to another, the focus is where reading goes on: on the link that led there, as long as it
 * is drawn; going back, on the thing that was left; else on the title. Where nothing had the focus, the browser
 * would begin again at the top of the page.
 */
export function useFocus({ view, item }: Route): void {
  const before = useRef<Pick<Route, 'view' | 'item'>>(undefined);
  useEffect(() => {
    const left = before.current;
    before.current = { view, ...(item === undefined ? {} : { item }) };
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (!left || !isLost) return;
    const thing = left.view === view && left.item !== undefined ? addressOf(left) : undefined;
    const link = document.querySelector<HTMLElement>(`main a[href="${CSS.escape(thing ?? '#')}"]`);
    if (thing !== undefined && item === undefined && link) link.focus();
    else focusTitle();
  }, [view, item]);
}

/** Puts the focus on the title of what is shown. */
export function focusTitle(): void {
  const title = document.querySelector<HTMLElement>('main h1');
  if (!title) return;
  title.tabIndex = -1;
  title.focus();
}
