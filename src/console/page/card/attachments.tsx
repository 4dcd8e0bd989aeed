import { useState } from 'preact/hooks';
import { attachmentAddress } from '../api/client.ts';
import type { Attachment } from '../api/types.ts';
import { Isolated } from '../shell/isolated.tsx';
import { SeenMark } from '../shell/text.tsx';
import { words } from '../words.ts';

export function Attachments({ attachments }: { readonly attachments: readonly Attachment[] }) {
  if (attachments.length === 0) return null;
  return (
    <ul class="attachments" aria-label={words.card.attached}>
      {attachments.map((attachment) => (
        <Entry key={attachment.id} attachment={attachment} />
      ))}
    </ul>
  );
}

/** The name opens the file in a new tab; on a wide screen it can be looked at in place. */
function Entry({ attachment: { id, name, pages } }: { readonly attachment: Attachment }) {
  const [open, setOpen] = useState(false);
  const address = attachmentAddress(id);
  return (
    <li>
      <span class="term-name">{words.card.attached}</span>
      <span>
        <a href={address} target="_blank" rel="noopener noreferrer">
          <Isolated text={name} />
          <span class="for-readers"> {words.card.newTab}</span>
        </a>
        {pages !== undefined && `, ${words.card.pages(pages)}`}
        <SeenMark />
      </span>
      <details class="preview" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{words.card.preview}</summary>
        {open && (
          <iframe
            src={`${address}#page=1&toolbar=0&navpanes=0&view=FitH`}
            title={`${words.card.preview}: ${name}`}
          />
        )}
      </details>
    </li>
  );
}
