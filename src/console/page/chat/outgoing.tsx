import { usePage } from '../shell/page.ts';
import { Text } from '../shell/text.tsx';
import type { Outgoing } from '../state/state.ts';
import { words } from '../words.ts';

/** A message of ours on its way, or one that did not get through and can be sent again. */
export function OutgoingItem({ outgoing: { id, text, state, reason } }: { readonly outgoing: Outgoing }) {
  const { actions } = usePage();
  return (
    <div class={`message message-operator message-${state}`}>
      <div class="bubble">
        <span class="for-readers">{words.chat.you}: </span>
        <Text text={text} by="others" />
      </div>
      {state === 'sending' ? (
        <p class="meta">{words.chat.sending}</p>
      ) : (
        <p class="meta problem">
          {words.chat.notSent} {reason}
          <button type="button" class="quiet" onClick={() => actions.send(text, id)}>
            {words.tryAgain}
          </button>
        </p>
      )}
    </div>
  );
}
