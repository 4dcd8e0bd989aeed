import { useState } from 'preact/hooks';
import { BusinessDialog } from '../form/business-dialog.tsx';
import { SeenMark } from '../shell/text.tsx';
import { words } from '../words.ts';

interface Props {
  readonly note: string;
  /** Whether the card still waits, so that mending helps. */
  readonly mendable: boolean;
}

/** The one unusual thing; where details of the business are missing, they can be added at once. */
export function Note({ note, mendable }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <div class="note">
      <p>
        <strong>{words.card.note}:</strong> {note}
        <SeenMark />
      </p>
      {mendable && note.includes(words.card.mendable) && (
        <button type="button" class="quiet" onClick={() => setOpen(true)}>
          {words.card.add}
        </button>
      )}
      {open && <BusinessDialog close={() => setOpen(false)} />}
    </div>
  );
}
