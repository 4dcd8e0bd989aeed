import { useEffect, useState } from 'preact/hooks';
import type { Looking } from '../api/client.ts';
import { words } from '../words.ts';
import { ALL } from './state.ts';

export type View = 'chat' | 'waiting' | 'everything' | 'workflows' | 'settings';

/** The API looks for no more characters. */
export const MOST_SEARCHED = 200;

/** Views in which one thing may be shown by itself. */
const WITH_ITEMS = ['everything', 'workflows'] as const;
const OTHERS = ['waiting', 'settings'] as const;

/** Where the page is: a view and, above it, perhaps the reasons of one thing. */
export interface Route {
  readonly view: View;
  /** The one of the view that is shown by itself. */
  readonly item?: string;
  /** What is looked at, where the view is a list that can be searched and narrowed. */
  readonly looking?: Looking;
  readonly why?: string;
}

/**
 * Reads `#/waiting`, `#/everything?filter=invoices&search=ana` or `#/why/ID`; reasons lie above the view that was there
 * before. Unknown is Chat.
 */
export function routeOf(hash: string, before: Omit<Route, 'why'>): Route {
  const [, name = '', id = '', query = ''] = /^#\/([a-z]+)(?:\/([^?]+))?(?:\?(.*))?$/.exec(hash) ?? [];
  if (name === 'why' && id !== '') return { ...before, why: decoded(id) };
  if (name === 'everything' && id === '') return { view: name, looking: lookingOf(query) };
  const view = WITH_ITEMS.find((one) => one === name);
  if (view) return { view, ...(id === '' ? {} : { item: decoded(id) }) };
  return { view: OTHERS.find((one) => one === name) ?? 'chat' };
}

function placeOf({ why: _, ...place }: Route): Omit<Route, 'why'> {
  return place;
}

function lookingOf(query: string): Looking {
  const given = new URLSearchParams(query);
  const filters = Object.keys(words.everything.filters) as readonly Looking['filter'][];
  const filter = filters.find((one) => one === given.get('filter')) ?? ALL.filter;
  return { filter, search: (given.get('search') ?? ALL.search).slice(0, MOST_SEARCHED) };
}

/** The address of a view, of what is looked at in it, or of one of what it shows. */
export function addressOf({ view, item, looking = ALL }: Omit<Route, 'why'>): string {
  if (item !== undefined) return `#/${view}/${encodeURIComponent(item)}`;
  const query = new URLSearchParams();
  if (looking.filter !== ALL.filter) query.set('filter', looking.filter);
  if (looking.search !== ALL.search) query.set('search', looking.search);
  return query.size === 0 ? `#/${view}` : `#/${view}?${query}`;
}

/** Goes on showing the view, with what is looked at in the address; it counts as no new page. */
export function stayAt(place: Omit<Route, 'why'>): void {
  history.replaceState(null, '', addressOf(place));
  dispatchEvent(new HashChangeEvent('hashchange'));
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
