import { usePage } from '../shell/page.ts';
import { words } from '../words.ts';

interface Props {
  readonly draft: string;
  readonly setDraft: (text: string) => void;
}

/** The id by which the field is found when it is to be focused. */
export const FIELD_ID = 'message-field';

const MOST_ROWS = 8;

export function Composer({ draft, setDraft }: Props) {
  const { actions } = usePage();
  const send = () => {
    const text = draft.trim();
    if (text === '') return;
    setDraft('');
    void actions.send(text);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="composer-inside">
        <label class="for-readers" for={FIELD_ID}>
          {words.chat.field}
        </label>
        <textarea
          id={FIELD_ID}
          dir="auto"
          aria-describedby="composer-hint"
          placeholder={words.chat.placeholder}
          rows={Math.min(MOST_ROWS, draft.split('\n').length)}
          value={draft}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={key}
        />
        <button type="submit" class="primary">
          {words.chat.send}
        </button>
      </div>
      <p id="composer-hint" class="for-readers">
        {words.chat.hint}
      </p>
    </form>
  );
}
