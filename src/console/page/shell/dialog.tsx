import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../words.ts';
import { Isolated } from './isolated.tsx';

interface Props {
  readonly title: string;
  /** `panel` stands at the side and closes by a click beside it; `sheet` holds a form and does not. */
  readonly look: 'panel' | 'sheet';
  readonly close: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog: Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, look, close, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const beside = (event: MouseEvent) => {
    if (look === 'panel' && event.target === ref.current) close();
  };

  return (
    <dialog
      ref={ref}
      class={`dialog dialog-${look}`}
      aria-labelledby="dialog-title"
      onClick={beside}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div class="dialog-inside">
        <header class="dialog-head">
          <h2 id="dialog-title">
            <Isolated text={title} />
          </h2>
          <button type="button" class="quiet" onClick={close}>
            {words.close}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
