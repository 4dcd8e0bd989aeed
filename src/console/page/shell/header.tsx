import { useEffect, useState } from 'preact/hooks';
import { addressOf, type View } from '../state/route.ts';
import { heldCount, type State, waitingCount } from '../state/state.ts';
import { words } from '../words.ts';
import { usePage } from './page.ts';

const VIEWS = ['chat', 'waiting', 'everything'] as const;

interface Props {
  readonly view: View;
  /** Puts the focus on the message field, once that is drawn. */
  readonly skip: () => void;
}

export function Header({ view, skip }: Props) {
  const { state } = usePage();
  const count = waitingCount(state);
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${words.name}` : words.name;
  }, [count]);

  return (
    <header class="header">
      <a class="skip" href="#/chat" onClick={skip}>
        {words.skip}
      </a>
      <span class="name">{words.name}</span>
      <nav aria-label={words.views.label}>
        {VIEWS.map((name) => (
          <a key={name} href={addressIn(state, name, view)} aria-current={name === view ? 'page' : undefined}>
            {words.views[name]}
            {name === 'waiting' && count > 0 && <Count count={count} />}
          </a>
        ))}
      </nav>
      {state.settings?.paused === false && <PauseButton paused={false} />}
    </header>
  );
}

/** Everything is found again as it was left; from within, the way leads to all of it. */
function addressIn({ looking }: State, name: View, view: View): string {
  return name === 'everything' && view !== name
    ? addressOf({ view: name, looking })
    : addressOf({ view: name });
}

function Count({ count }: { readonly count: number }) {
  return (
    <span class="count">
      <span aria-hidden="true">{count}</span>
      <span class="for-readers">({words.waitingCount(count)})</span>
    </span>
  );
}

/** Lines about the whole: paused, practice, and that the connection is down. */
export function Banners() {
  const { state } = usePage();
  const held = heldCount(state);
  return (
    <div class="banners" role="status">
      {!state.online && <p class="banner banner-quiet">{words.reconnecting}</p>}
      {state.settings?.paused && (
        <p class="banner">
          <span>
            {words.paused} {held > 0 && words.held(held)}
          </span>
          <PauseButton paused />
        </p>
      )}
      {state.settings?.practice && <p class="banner">{words.practice}</p>}
    </div>
  );
}

function PauseButton({ paused }: { readonly paused: boolean }) {
  const { actions } = usePage();
  const [problem, setProblem] = useState('');
  const press = async () => setProblem((await actions.setPaused(!paused))?.detail ?? '');
  return (
    <span class="pause">
      <button type="button" class="quiet" onClick={press}>
        {paused ? words.resume : words.pause}
      </button>
      {problem && (
        <span class="problem" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
