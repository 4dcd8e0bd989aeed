import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Suggestion } from '../api/types.ts';
import { EditDialog } from '../form/edit-dialog.tsx';
import { Isolated } from '../shell/isolated.tsx';
import { usePage } from '../shell/page.ts';
import { SeenMark } from '../shell/text.tsx';
import { words } from '../words.ts';
import { Body } from './body.tsx';
import { Buttons } from './buttons.tsx';
import { type CardControl, useControl } from './control.ts';
import { Outcome } from './outcome.tsx';
import { RejectField } from './reject-field.tsx';
import { useUnseen } from './seen.ts';

/** A card by its id; where the page does not know it yet, it is read. */
export function CardSlot({ id }: { readonly id: string }) {
  const { state, actions } = usePage();
  const suggestion = state.suggestions.get(id);
  const missing = state.missing.has(id);
  useEffect(() => {
    if (!suggestion && !missing) void actions.readSuggestion(id);
  }, [id]);
  if (suggestion) return <Card suggestion={suggestion} />;
  return (
    <div class="card card-empty">
      {missing ? words.card.missing : words.card.loading}
      {missing && (
        <button type="button" class="quiet" onClick={() => actions.readSuggestion(id)}>
          {words.tryAgain}
        </button>
      )}
    </div>
  );
}

/** A proposal with everything it would do, and the decision. */
export function Card({ suggestion }: { readonly suggestion: Suggestion }) {
  const ref = useRef<HTMLElement>(null);
  const { id, status, title } = suggestion;
  const unseen = useUnseen(ref, `${suggestion.hash} ${status}`);
  const control = useControl(suggestion, unseen, ref);
  useArrival(id, ref);
  const pending = status === 'pending';
  const replaced = status === 'superseded' || status === 'stale';

  return (
    <article
      ref={ref}
      id={`card-${id}`}
      class={`card card-${status}`}
      tabIndex={0}
      aria-labelledby={`title-${id}`}
      onKeyDown={pending ? (event) => onKey(event, control) : undefined}
    >
      <h2 id={`title-${id}`}>
        <Isolated text={status === 'stale' ? words.card.stale(title) : title} />
        <SeenMark />
      </h2>
      {replaced ? (
        <details class="earlier">
          <summary>{words.card.earlier}</summary>
          <Body suggestion={suggestion} />
        </details>
      ) : (
        <Body suggestion={suggestion} />
      )}
      <footer class="card-end">
        {pending && control.mode === 'rejecting' && <RejectField control={control} id={id} />}
        {pending && control.mode !== 'rejecting' && <Buttons control={control} whyId={id} />}
        {!pending && <Outcome suggestion={suggestion} />}
        <p class="problem" role="alert">
          {control.notice}
        </p>
      </footer>
      {control.mode === 'editing' && <EditDialog suggestion={suggestion} close={control.rest} />}
    </article>
  );
}

/** Focuses the card once it is the one that is wanted. */
function useArrival(id: string, ref: { readonly current: HTMLElement | null }): void {
  const { wanted, arrived } = usePage();
  useLayoutEffect(() => {
    if (wanted !== id || !ref.current) return;
    ref.current.focus({ preventScroll: true });
    ref.current.scrollIntoView({ block: 'nearest' });
    arrived();
  }, [wanted, id]);
}

function onKey(event: KeyboardEvent, control: CardControl): void {
  const { target, ctrlKey, metaKey, altKey, repeat } = event;
  const typing = target instanceof Element && target.closest('input, textarea, select, dialog') !== null;
  if (typing || ctrlKey || metaKey || altKey || repeat) return;
  const act = { a: control.approveByKey, e: control.edit, r: control.askReason, w: control.why }[
    event.key.toLowerCase()
  ];
  if (!act) return;
  event.preventDefault();
  act();
}
