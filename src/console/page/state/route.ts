import { useEffect, useState } from 'preact/hooks';

export type View = 'chat' | 'waiting' | 'everything' | 'workflows' | 'settings';

/** Views in which one thing may be shown by itself. */
const WITH_ITEMS = ['everything', 'workflows'] as const;
const OTHERS = ['waiting', 'settings'] as const;

/** Where the page is: a view and, above it, perhaps the reasons of one thing. */
export interface Route {
  readonly view: View;
  /** The one of the view that is shown by itself. */
  readonly item?: string;
  readonly why?: string;
}

/** Reads `#/waiting` or `#/why/ID`; reasons lie above the view that was there before. Unknown is Chat. */
export function routeOf(hash: string, before: Omit<Route, 'why'>): Route {
  const [, name = '', id = ''] = /^#\/([a-z]+)(?:\/(.+))?$/.exec(hash) ?? [];
  if (name === 'why' && id !== '') return { ...before, why: decoded(id) };
  const view = WITH_ITEMS.find((one) => one === name);
  if (view) return { view, ...(id === '' ? {} : { item: decoded(id) }) };
  return { view: OTHERS.find((one) => one === name) ?? 'chat' };
}

function placeOf({ why: _, ...place }: Route): Omit<Route, 'why'> {
  return place;
}

/** The address of a view, or of one of what it shows. */
export function addressOf({ view, item }: Omit<Route, 'why'>): string {
  return item === undefined ? `#/${view}` : `#/${view}/${encodeURIComponent(item)}`;
}

/** The address of the reasons of one thing. */
export function whyAddress(id: string): string {
  return `#/why/${encodeURIComponent(id)}`;
}

/** The route, followed as the address changes. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash, { view: 'chat' }));
  useEffect(() => {
    const follow = () => setRoute((before) => routeOf(location.hash, placeOf(before)));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}

/** Percent-encoding undone; text that is not encoded well is taken as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
