import { Field } from '../form/field.tsx';
import { idOf, type Problems } from '../form/frame.tsx';
import { asShipped, isShipped, type ValueDraft, valueWords } from './values.ts';
import { workflowWords as words } from './words.ts';

interface Props {
  readonly draft: ValueDraft;
  readonly problems: Problems;
  readonly change: (draft: ValueDraft) => void;
}

/** One value: its field, the placeholders that it may hold, and the way back to what is shipped. */
export function ValueField({ draft, problems, change }: Props) {
  const { value, node } = draft;
  const placeholders = value.words ?? [];
  return (
    <div class="value">
      <Field node={node} problems={problems} change={(next) => change({ ...draft, node: next })} />
      {placeholders.length > 0 && (
        <p class="placeholders">
          <span class="small" id={`${idOf(node)}-words`}>
            {words.placeholders}
          </span>
          {placeholders.map((name) => (
            <button
              key={name}
              type="button"
              class="placeholder"
              aria-describedby={`${idOf(node)}-words`}
              onClick={() => change(withPlaceholder(draft, name))}
            >{`{${name}}`}</button>
          ))}
        </p>
      )}
      {!isShipped(draft) && (
        <p class="shipped small">
          {value.kind !== 'text' && <span>{words.shipped(valueWords(value.shipped, value.kind))}</span>}
          <button type="button" class="quiet" onClick={() => change(asShipped(draft))}>
            {words.reset}
            <span class="for-readers">: {value.label}</span>
          </button>
        </p>
      )}
    </div>
  );
}

/** Puts the placeholder where the cursor stood last, and the cursor behind it. */
function withPlaceholder(draft: ValueDraft, name: string): ValueDraft {
  const { node } = draft;
  const field = document.getElementById(idOf(node));
  if (node.kind !== 'text' || !(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement))
    return draft;
  const { selectionStart, selectionEnd } = field;
  const [from, to] = [selectionStart ?? node.draft.length, selectionEnd ?? node.draft.length];
  const text = `${node.draft.slice(0, from)}{${name}}${node.draft.slice(to)}`;
  requestAnimationFrame(() => {
    field.focus();
    field.setSelectionRange(from + name.length + 2, from + name.length + 2);
  });
  return { ...draft, node: { ...node, draft: text } };
}
