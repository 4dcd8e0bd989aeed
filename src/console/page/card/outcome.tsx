import type { Suggestion } from '../api/types.ts';
import { usePage } from '../shell/page.ts';
import { whyAddress } from '../state/route.ts';
import { words } from '../words.ts';

/** The line that stands where the buttons were. */
export function Outcome({ suggestion }: { readonly suggestion: Suggestion }) {
  const { openCard } = usePage();
  const { id, status, outcome, supersededBy } = suggestion;
  return (
    <div class="outcome">
      <p>{outcome ?? words.card.outcomes[status]}</p>
      {supersededBy !== undefined && (
        <button type="button" class="plain" onClick={() => openCard(supersededBy)}>
          {words.card.openDraft}
        </button>
      )}
      <a class="quiet" href={whyAddress(id)}>
        {words.card.why}
      </a>
    </div>
  );
}
