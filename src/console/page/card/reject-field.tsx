import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { words } from '../words.ts';
import type { CardControl } from './control.ts';

/** Asks why, which may stay empty; Enter rejects, Escape goes back to the card. */
export function RejectField({ control, id }: { readonly control: CardControl; readonly id: string }) {
  const [reason, setReason] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // Before the next key, which is already part of the reason.
  useLayoutEffect(() => field.current?.focus(), []);
  const back = () => {
    control.rest();
    field.current?.closest('article')?.focus();
  };

  return (
    <form
      class="reject"
      onSubmit={(event) => {
        event.preventDefault();
        control.reject(reason.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') back();
      }}
    >
      <label for={`reason-${id}`}>{words.card.reason}</label>
      <input
        ref={field}
        id={`reason-${id}`}
        autocomplete="off"
        dir="auto"
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <button type="submit" class="plain">
        {words.card.reject}
      </button>
      <button type="button" class="quiet" onClick={back}>
        {words.cancel}
      </button>
    </form>
  );
}
