import { More, Unread } from '../shell/more.tsx';
import { usePage } from '../shell/page.ts';
import { words } from '../words.ts';
import { EffectRow } from './effect-row.tsx';

/** Everything that was done, or was to be done, the newest first. */
export function LogList() {
  const { state, actions } = usePage();
  const { effects, log } = state;
  return (
    <>
      {log.state === 'failed' && <Unread text={words.log.unread} read={actions.readEffects} />}
      {log.state === 'read' && effects.length === 0 && <p class="empty">{words.log.empty}</p>}
      <ul class="log">
        {effects.map((effect) => (
          <li key={effect.id}>
            <EffectRow effect={effect} />
          </li>
        ))}
      </ul>
      {log.next !== null && <More label={words.log.older} read={actions.readOlderEffects} />}
    </>
  );
}
