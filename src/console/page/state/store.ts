import { useLayoutEffect, useState } from 'preact/hooks';

/** One value that changes, and those who want to know. */
export interface Store<S> {
  readonly get: () => S;
  /** Replaces the value by what `change` makes of it, and tells every listener if it is another. */
  readonly update: (change: (state: S) => S) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createStore<S>(initial: S): Store<S> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    update(change) {
      const next = change(state);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The state in a component, which is drawn again whenever it changes. */
export function useStore<S>(store: Store<S>): S {
  const [state, setState] = useState(store.get());
  useLayoutEffect(() => {
    setState(store.get());
    return store.subscribe(() => setState(store.get()));
  }, [store]);
  return state;
}
