import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Actions } from '../actions/index.ts';
import type { State } from '../state/state.ts';

/** What every component may use. */
export interface PageValue {
  readonly state: State;
  readonly actions: Actions;
  readonly now: () => Date;
  readonly browserZone: string;
  /** Puts text into the message field, to be changed or sent. */
  readonly fill: (text: string) => void;
  /** Brings a card into view and focuses it, here if it is shown, else in Waiting. */
  readonly openCard: (id: string) => void;
  /** The card that is to be focused as soon as it is drawn; `arrived` says that it was. */
  readonly wanted: string | undefined;
  readonly arrived: () => void;
}

export const PageContext = createContext<PageValue | undefined>(undefined);

export function usePage(): PageValue {
  const page = useContext(PageContext);
  if (!page) throw new Error('A component stands outside the page.');
  return page;
}

const NO_ZONES = { home: null, here: null };

/** Where times are told. */
export function useZones() {
  return usePage().state.settings?.zone ?? NO_ZONES;
}
