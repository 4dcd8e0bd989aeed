import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import type { Actions } from './actions/index.ts';
import type { World } from './actions/world.ts';
import { ChatView } from './chat/chat-view.tsx';
import { FIELD_ID } from './chat/composer.tsx';
import { EverythingView } from './everything/everything-view.tsx';
import { ItemView } from './everything/item-view.tsx';
import { WaitingAside, WaitingView } from './log/waiting-view.tsx';
import { SettingsView } from './settings/settings-view.tsx';
import { useFocus } from './shell/focus.ts';
import { Banners, Header } from './shell/header.tsx';
import { PageContext } from './shell/page.ts';
import { SignIn } from './shell/sign-in.tsx';
import { Spoken } from './shell/spoken.tsx';
import { addressOf, type Route, useRoute } from './state/route.ts';
import { ALL } from './state/state.ts';
import { useStore } from './state/store.ts';
import { WhyDialog } from './why/why-dialog.tsx';
import { words } from './words.ts';
import { WorkflowView } from './workflows/workflow-view.tsx';
import { WorkflowsView } from './workflows/workflows-view.tsx';

interface Props {
  readonly world: World;
  readonly actions: Actions;
  readonly now: () => Date;
}

/** The page: signs in, then shows one of the views. */
export function App({ world, actions, now }: Props) {
  const state = useStore(world.store);
  const route = useRoute();
  const [draft, setDraft] = useState('');
  const [wanted, setWanted] = useState<string>();
  const [broken] = useErrorBoundary();
  useSlash();
  useFocus(route);
  const fill = (text: string) => {
    setDraft(text);
    focusField();
  };
  const openCard = (id: string) => {
    setWanted(id);
    if (!document.getElementById(`card-${id}`)) location.assign('#/waiting');
  };
  const arrived = () => setWanted(undefined);

  if (broken) return <main class="sign-in">{words.problem.render}</main>;
  if (state.session === 'checking') {
    return state.online ? null : (
      <main class="sign-in">
        <p role="status">{words.unreachable}</p>
      </main>
    );
  }
  // What is read first is drawn at once and whole, so that nothing jumps; where it takes long, without it.
  const isReady = state.chat.state !== 'unread' || !state.online;
  const page = { state, actions, now, browserZone: world.browserZone, fill, openCard, wanted, arrived };
  return (
    <PageContext.Provider value={page}>
      {state.session === 'out' ? (
        <SignIn />
      ) : (
        <div class="page">
          <Header view={route.view} skip={() => requestAnimationFrame(focusField)} />
          <Banners />
          <Spoken />
          <main class={`view view-${route.view}`}>
            {isReady && <Place route={route} draft={draft} setDraft={setDraft} />}
          </main>
          {route.why !== undefined && <WhyDialog key={route.why} id={route.why} close={() => back(route)} />}
        </div>
      )}
    </PageContext.Provider>
  );
}

interface PlaceProps {
  readonly route: Route;
  readonly draft: string;
  readonly setDraft: (draft: string) => void;
}

function Place({ route: { view, item, looking = ALL }, draft, setDraft }: PlaceProps) {
  switch (view) {
    case 'chat':
      return (
        <>
          <ChatView draft={draft} setDraft={setDraft} />
          <WaitingAside />
        </>
      );
    case 'waiting':
      return <WaitingView />;
    case 'everything':
      return item === undefined ? <EverythingView looking={looking} /> : <ItemView key={item} id={item} />;
    case 'workflows':
      return item === undefined ? <WorkflowsView /> : <WorkflowView key={item} name={item} />;
    case 'settings':
      return <SettingsView />;
  }
}

function back(route: Route): void {
  location.replace(addressOf(route));
}

function focusField(): void {
  document.getElementById(FIELD_ID)?.focus();
}

/** `/` goes to the message field from anywhere but another field. */
function useSlash(): void {
  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      const { target, ctrlKey, metaKey, altKey } = event;
      const typing = target instanceof Element && target.closest('input, textarea, select, dialog') !== null;
      if (event.key !== '/' || typing || ctrlKey || metaKey || altKey) return;
      event.preventDefault();
      if (document.getElementById(FIELD_ID)) return focusField();
      location.assign('#/chat');
      addEventListener('hashchange', () => requestAnimationFrame(focusField), { once: true });
    };
    addEventListener('keydown', slash);
    return () => removeEventListener('keydown', slash);
  }, []);
}
