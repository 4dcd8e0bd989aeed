import type { Effect } from '../api/types.ts';
import { clockTime, dayName } from '../convert/time.ts';
import { Isolated } from '../shell/isolated.tsx';
import { usePage, useZones } from '../shell/page.ts';
import { whyAddress } from '../state/route.ts';
import { effectWords, words } from '../words.ts';
import { Uncertain } from './uncertain.tsx';
import { Undo } from './undo.tsx';

export function EffectRow({ effect }: { readonly effect: Effect }) {
  const { now } = usePage();
  const zones = useZones();
  if (effect.status === 'unknown') return <Uncertain effect={effect} />;
  const { title, status, at, recipient, attempts, error, note } = effect;
  const details = [recipient, attempts > 1 && words.log.tries(attempts), note].filter(Boolean);
  return (
    <div class={`effect effect-${status}`}>
      <p class="effect-title">
        <Isolated text={title} />
      </p>
      <p class="effect-status">{statusText(effect)}</p>
      <p class="small">
        <time dateTime={at}>
          {dayName(at, zones, now())}, {clockTime(at, zones)}
        </time>
        <Isolated text={details.map((detail) => ` · ${detail}`).join('')} />
      </p>
      {error !== undefined && (
        <p class="problem">
          <Isolated text={error.message} />
        </p>
      )}
      <EffectActions effect={effect} />
    </div>
  );
}

/** What can be done about it. */
export function EffectActions({ effect: { id, status, undoable } }: { readonly effect: Effect }) {
  return (
    <p class="effect-actions">
      <a class="quiet" href={whyAddress(id)}>
        {words.card.why}
      </a>
      {undoable && <Undo id={id} label={words.log.undo} />}
      {status === 'planned' && <Undo id={id} label={words.log.stop} />}
    </p>
  );
}

function statusText({ status, command }: Effect): string {
  const [mark, mail, other] = effectWords[status];
  return [mark, command.startsWith('email.') ? mail : other].filter((part) => part !== '').join(' ');
}
