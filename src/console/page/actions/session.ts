import { initialState } from '../state/state.ts';
import { words } from '../words.ts';
import type { World } from './world.ts';

interface Opened {
  readonly live: { readonly open: () => void; readonly close: () => void };
  readonly takeZone: () => Promise<void>;
}

export function createSessionActions({ store, api }: World, { live, takeZone }: Opened) {
  /** Opens the page if the browser already has a session; else asks for the token. */
  async function start(): Promise<void> {
    const read = await api.settings();
    if (!read.ok) return out(read.problem.status === 401 ? '' : read.problem.detail);
    store.update((state) => ({ ...state, session: 'in', signInProblem: '', settings: read.value }));
    live.open();
    await takeZone();
  }

  /** Exchanges the token for a session cookie, which scripts cannot read, and opens the page. */
  async function signIn(token: string): Promise<void> {
    const result = await api.signIn(token);
    if (result.ok) return start();
    const { status, detail } = result.problem;
    out(status === 401 || status === 403 ? words.signIn.wrong : detail);
  }

  /** The session has ended: nothing of it stays in the page but what was not sent yet. */
  function signedOut(): void {
    live.close();
    out('');
  }

  function out(signInProblem: string): void {
    store.update(({ outgoing }) => ({ ...initialState, session: 'out', signInProblem, outgoing }));
  }

  return { start, signIn, signedOut };
}
