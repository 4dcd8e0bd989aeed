import type { Problem } from '../api/types.ts';
import { initialState } from '../state/state.ts';
import { words } from '../words.ts';
import type { World } from './world.ts';

const AGAIN_MS = 1_000;

interface Opened {
  readonly live: { readonly open: () => void; readonly close: () => void };
  readonly takeZone: () => Promise<void>;
}

export function createSessionActions({ store, api }: World, { live, takeZone }: Opened) {
  /** Opens the page if the browser already has a session; else asks for the token. */
  async function start(): Promise<void> {
    const read = await api.settings();
    if (!read.ok) return refused(read.problem, start);
    store.update((state) => ({
      ...state,
      session: 'in',
      signInProblem: '',
      settings: read.value,
      online: true,
    }));
    live.open();
    await takeZone();
  }

  /** Exchanges the token for a session cookie, which scripts cannot read, and opens the page. */
  async function signIn(token: string): Promise<void> {
    const result = await api.signIn(token);
    if (result.ok) return start();
    const { status } = result.problem;
    if (status === 401 || status === 403) return out(words.signIn.wrong);
    refused(result.problem, () => signIn(token));
  }

  /** A server that is down says nothing about the session: tries again, unless someone can see the form and do it. */
  function refused({ status, detail }: Problem, again: () => Promise<void>): void {
    if (status === 401) return out('');
    const down = status === 0 || status >= 500;
    if (!down || store.get().session === 'out') return out(detail);
    store.update((state) => ({ ...state, online: false }));
    setTimeout(() => void again(), AGAIN_MS);
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
