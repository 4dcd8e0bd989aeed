import type { Api } from '../api/client.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** What the actions work with: the state, the API, new ids, and the browser's time zone (IANA). */
export interface World {
  readonly store: Store<State>;
  readonly api: Api;
  readonly newId: () => string;
  readonly browserZone: string;
}
