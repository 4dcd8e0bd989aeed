import { useLayoutEffect, useRef } from 'preact/hooks';
import { Undo } from '../log/undo.tsx';
import { words as common } from '../words.ts';
import { DiffDialog } from './diff-dialog.tsx';
import { type FormProps, useDrafts, useSaving } from './form-state.ts';
import { ValueField } from './value-field.tsx';
import { workflowWords as words } from './words.ts';

/** The texts, days, times and limits of a workflow. Saving shows what changes, and is done once that is confirmed. */
export function ValuesForm(props: FormProps) {
  const { workflow } = props;
  const typed = useDrafts(workflow);
  const saving = useSaving(props, typed);
  const { drafts, problems, isDirty, isElsewhere } = typed;
  const { preview, busy } = saving;
  const element = useRef<HTMLFormElement>(null);
  useLayoutEffect(
    () => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    [problems],
  );
  if (workflow.values.length === 0) return <p class="empty">{words.fixed}</p>;
  return (
    <form ref={element} class="values" onSubmit={saving.submit} noValidate aria-label={words.form}>
      <h2>{words.form}</h2>
      {drafts.map((draft, index) => (
        <ValueField
          key={draft.value.name}
          draft={draft}
          problems={problems}
          change={(next) => typed.change(index, next)}
        />
      ))}
      <p class="problem" role="alert">
        {problems.get('')}
      </p>
      {isElsewhere && (
        <p class="note" role="status">
          {words.elsewhere}{' '}
          <button type="button" class="quiet" onClick={() => typed.begin(workflow)}>
            {words.again}
          </button>
        </p>
      )}
      <div class="values-end">
        <button type="submit" class="primary" disabled={busy || isElsewhere}>
          {busy ? words.checking : words.save}
        </button>
        {isDirty && (
          <button type="button" class="quiet" onClick={() => typed.begin(workflow)}>
            {words.discard}
          </button>
        )}
        <p class="small" role="status">
          {isDirty ? words.unsaved : saving.said}
        </p>
        {saving.effect !== undefined && !isDirty && <Undo id={saving.effect} label={common.log.undo} />}
      </div>
      {preview && (
        <DiffDialog
          preview={preview}
          values={workflow.values}
          confirm={saving.confirm}
          close={saving.cancel}
        />
      )}
    </form>
  );
}
