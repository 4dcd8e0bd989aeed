import { useEffect, useState } from 'preact/hooks';

export type View = 'chat' | 'waiting' | 'log';

/** Where the page is: a view and, above it, perhaps the reasons of one thing. */
export interface Route {
  readonly view: View;
  readonly why?: string;
}

/** Reads `#/waiting` or `#/why/ID`; reasons lie above the view that was there before. Unknown is Chat. */
export function routeOf(hash: string, before: View): Route {
  const [, name = '', id = ''] = /^#\/([a-z]+)(?:\/(.+))?$/.exec(hash) ?? [];
  if (name === 'why' && id !== '') return { view: before, why: decoded(id) };
  return { view: name === 'waiting' || name === 'log' ? name : 'chat' };
}

/** The address of the reasons of one thing. */
export function whyAddress(id: string): string {
  return `#/why/${encodeURIComponent(id)}`;
}

/** The route, followed as the address changes. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash, 'chat'));
  useEffect(() => {
    const follow = () => setRoute((before) => routeOf(location.hash, before.view));
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
