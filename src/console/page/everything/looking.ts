import { useEffect, useRef } from 'preact/hooks';
import type { Looking } from '../api/client.ts';
import type { Filter } from '../api/types.ts';
import { usePage } from '../shell/page.ts';
import { addressOf, stayAt } from '../state/route.ts';

/** Long enough that a word is not looked for letter by letter, nor the address changed more often than browsers allow. */
const TYPING_MS = 150;

/**
 * What is looked at stands in the address, so that a reload, Back and a copied link show the same: what is typed
 * takes the place of what was typed before, and another filter is a step that Back undoes.
 */
export function useLooking(wanted: Looking) {
  const { state, actions } = usePage();
  const { looking } = state;
  const { filter, search } = looking;
  // What is typed goes before the address until it stands there.
  const typed = useRef(false);
  useEffect(() => {
    if (!typed.current) actions.lookAt(wanted);
  }, [wanted.filter, wanted.search]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.current) stayAt({ view: 'everything', looking });
      typed.current = false;
      void actions.readEntries();
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [looking]);
  return {
    filter,
    search,
    type: (text: string) => {
      typed.current = true;
      actions.lookAt({ filter, search: text });
    },
    narrow: (one: Filter) => {
      typed.current = false;
      actions.lookAt({ filter: one, search });
      location.assign(addressOf({ view: 'everything', looking: { filter: one, search } }));
    },
  };
}
