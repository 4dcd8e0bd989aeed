import { decoded } from './route.ts';

/**
 * Takes the token of the printed link (`#token=…`) out of the address, at once and for good: the entry of the
 * history is replaced, so neither the address bar, nor Back, nor any later script finds it.
 */
export function takeToken(
  place: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
) {
  const match = /^#token=([^&]+)/.exec(place.hash);
  if (!match?.[1]) return undefined;
  history.replaceState(null, '', `${place.pathname}${place.search}#/chat`);
  return decoded(match[1]);
}
