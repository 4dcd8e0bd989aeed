import { useState } from 'preact/hooks';
import type { Suggestion } from '../api/types.ts';
import { BusinessDialog } from '../form/business-dialog.tsx';
import { Isolated } from '../shell/isolated.tsx';
import { SeenMark } from '../shell/text.tsx';
import { words } from '../words.ts';

type CardNote = Suggestion['preview']['notes'][number];

interface Props {
  readonly note: CardNote;
  /** Whether the card still waits, so that mending helps. */
  readonly mendable: boolean;
}

/** The one unusual thing; where details of the business are missing, they can be added at once. */
export function Note({ note, mendable }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <div class="note">
      <p>
        <strong>{words.card.note}:</strong> <Isolated text={note.text} />
        <SeenMark />
      </p>
      {mendable && note.mend === 'business' && (
        <button type="button" class="quiet" onClick={() => setOpen(true)}>
          {words.card.add}
        </button>
      )}
      {open && <BusinessDialog close={() => setOpen(false)} />}
    </div>
  );
}
