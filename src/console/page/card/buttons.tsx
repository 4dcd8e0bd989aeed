import { whyAddress } from '../state/route.ts';
import { words } from '../words.ts';
import type { CardControl } from './control.ts';

export function Buttons({ control, whyId }: { readonly control: CardControl; readonly whyId: string }) {
  const { mode } = control;
  const busy = mode === 'approve' || mode === 'reject';
  return (
    <div class="buttons">
      <button type="button" class="primary" aria-keyshortcuts="A" disabled={busy} onClick={control.approve}>
        {mode === 'approve' ? words.card.working.approve : words.card.approve}
        <Key name="A" />
      </button>
      <button type="button" class="plain" aria-keyshortcuts="E" disabled={busy} onClick={control.edit}>
        {words.card.edit}
        <Key name="E" />
      </button>
      <button type="button" class="plain" aria-keyshortcuts="R" disabled={busy} onClick={control.askReason}>
        {mode === 'reject' ? words.card.working.reject : words.card.reject}
        <Key name="R" />
      </button>
      <a class="quiet" aria-keyshortcuts="W" href={whyAddress(whyId)}>
        {words.card.why}
        <Key name="W" />
      </a>
    </div>
  );
}

function Key({ name }: { readonly name: string }) {
  return <kbd aria-hidden="true">{name}</kbd>;
}
