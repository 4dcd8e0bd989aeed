import { useRef, useState } from 'preact/hooks';
import { words } from '../words.ts';

/** An id, small; a press copies it, or marks it where the browser does not let us. */
export function CopyId({ id }: { readonly id: string }) {
  const [copied, setCopied] = useState(false);
  const text = useRef<HTMLElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(id);
      setCopied(true);
    } catch {
      if (text.current) getSelection()?.selectAllChildren(text.current);
    }
  };
  return (
    <p class="copy-id">
      <code ref={text}>{id}</code>
      <button type="button" class="quiet" aria-label={words.why.copyId(id)} onClick={copy}>
        {copied ? words.why.copied : words.why.copy}
      </button>
    </p>
  );
}
