import { render } from 'preact';
import { createActions } from './actions/index.ts';
import type { World } from './actions/world.ts';
import { createApi } from './api/client.ts';
import { randomId } from './api/random-id.ts';
import { App } from './app.tsx';
import { initialState } from './state/state.ts';
import { createStore } from './state/store.ts';
import { takeToken } from './state/token.ts';

// First of all, so that nothing that follows can see the token in the address.
const token = takeToken(location, history);

const store = createStore(initialState);
const world: World = {
  store,
  api: createApi(fetch.bind(window), () => actions.signedOut()),
  newId: () => randomId((bytes) => crypto.getRandomValues(bytes)),
  browserZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};
const actions = createActions(world);

const root = document.getElementById('page');
if (root) render(<App world={world} actions={actions} now={() => new Date()} />, root);

addEventListener('hashchange', () => {
  const pasted = takeToken(location, history);
  if (pasted !== undefined) void actions.signIn(pasted);
});

void (token === undefined ? actions.start() : actions.signIn(token));
