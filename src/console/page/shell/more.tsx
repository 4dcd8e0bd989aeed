import { useState } from 'preact/hooks';
import { words } from '../words.ts';

/** A button that reads one more page; it waits while that is read. */
export function More({ label, read }: { readonly label: string; readonly read: () => Promise<unknown> }) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await read();
    setBusy(false);
  };
  return (
    <p class="more">
      <button type="button" class="quiet" disabled={busy} onClick={press}>
        {label}
      </button>
    </p>
  );
}

/** Says that something could not be read, with a way to try again. */
export function Unread({ text, read }: { readonly text: string; readonly read: () => Promise<unknown> }) {
  return (
    <div class="unread" role="alert">
      <p>{text}</p>
      <More label={words.tryAgain} read={read} />
    </div>
  );
}
