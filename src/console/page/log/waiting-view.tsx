import { useRef } from 'preact/hooks';
import type { Suggestion } from '../api/types.ts';
import { Card } from '../card/card.tsx';
import { untilText } from '../convert/time.ts';
import { Isolated } from '../shell/isolated.tsx';
import { usePage, useZones } from '../shell/page.ts';
import { pendingCards, uncertainEffects, waitingCount } from '../state/state.ts';
import { words } from '../words.ts';
import { Today } from './today.tsx';
import { Uncertain } from './uncertain.tsx';

/** Everything that waits for a decision, the oldest first. */
export function WaitingView() {
  const { state } = usePage();
  return (
    <div class="scroller">
      <section class="column" aria-labelledby="waiting-title">
        <h1 id="waiting-title">{words.waiting.title}</h1>
        <Today />
        {waitingCount(state) === 0 && state.chat.state !== 'unread' && (
          <p class="empty">{words.waiting.empty}</p>
        )}
        {uncertainEffects(state).map((effect) => (
          <Uncertain key={effect.id} effect={effect} />
        ))}
        {useStaying().map((suggestion) => (
          <Card key={suggestion.id} suggestion={suggestion} />
        ))}
      </section>
    </div>
  );
}

/** What waits, and what was decided here: its outcome stays where it stood until one leaves. */
function useStaying(): readonly Suggestion[] {
  const { state } = usePage();
  const seen = useRef(new Set<string>());
  for (const { id } of pendingCards(state)) seen.current.add(id);
  return [...seen.current].flatMap((id) => state.suggestions.get(id) ?? []);
}

/** The same beside the chat on a wide screen, by title only. */
export function WaitingAside() {
  const { state, openCard, now } = usePage();
  const zones = useZones();
  const uncertain = uncertainEffects(state);
  return (
    <aside class="aside" aria-labelledby="aside-title">
      <h2 id="aside-title">{words.waiting.title}</h2>
      {waitingCount(state) === 0 && state.chat.state !== 'unread' && (
        <p class="small">{words.waiting.empty}</p>
      )}
      <ul>
        {uncertain.map(({ id, title }) => (
          <li key={id}>
            <a class="waiting-item" href="#/waiting">
              <Isolated text={words.uncertain.title(title)} />
            </a>
          </li>
        ))}
        {pendingCards(state).map(({ id, title, expiresAt }) => (
          <li key={id}>
            <button type="button" class="waiting-item" onClick={() => openCard(id)}>
              <Isolated text={title} />
              <span class="small">{words.card.waitsUntil(untilText(expiresAt, zones, now()))}</span>
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}
