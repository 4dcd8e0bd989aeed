import type { Suggestion } from '../api/types.ts';
import { Undo } from '../log/undo.tsx';
import { Isolated } from '../shell/isolated.tsx';
import { usePage } from '../shell/page.ts';
import { whyAddress } from '../state/route.ts';
import { words } from '../words.ts';

/** The line that stands where the buttons were. */
export function Outcome({ suggestion }: { readonly suggestion: Suggestion }) {
  const { openCard, state } = usePage();
  const { id, status, outcome, supersededBy } = suggestion;
  const planned = state.effects.find(
    ({ suggestionId, status: at }) => suggestionId === id && at === 'planned',
  );
  return (
    <div class="outcome">
      <p>
        <Isolated text={outcome ?? words.card.outcomes[status]} />
      </p>
      {supersededBy !== undefined && (
        <button type="button" class="plain" onClick={() => openCard(supersededBy)}>
          {words.card.openDraft}
        </button>
      )}
      {planned && <Undo id={planned.id} label={words.log.stop} />}
      <a class="quiet" href={whyAddress(id)}>
        {words.card.why}
      </a>
    </div>
  );
}
