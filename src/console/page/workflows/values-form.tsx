import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FieldProblem, Problem, WorkflowHistory, WorkflowPreview } from '../api/types.ts';
import type { Problems } from '../form/frame.tsx';
import { pathsOf, placed } from '../form/read.ts';
import { Undo } from '../log/undo.tsx';
import { usePage } from '../shell/page.ts';
import { words as common } from '../words.ts';
import { DiffDialog } from './diff-dialog.tsx';
import { ValueField } from './value-field.tsx';
import { changesIn, draftsOf, isChanged } from './values.ts';
import { workflowWords as words } from './words.ts';

interface Props {
  readonly workflow: WorkflowHistory;
  readonly read: () => Promise<void>;
  readonly saved: (workflow: WorkflowHistory) => void;
}

/** The texts, days, times and limits of a workflow. Saving shows what changes, and is done once that is confirmed. */
export function ValuesForm(props: Props) {
  const { workflow } = props;
  const form = useForm(props);
  const { drafts, problems, isDirty, busy, effect, preview } = form;
  if (workflow.values.length === 0) return <p class="empty">{words.fixed}</p>;
  const isElsewhere = form.base.hash !== workflow.hash;
  return (
    <form ref={form.element} class="values" onSubmit={form.submit} noValidate aria-label={words.form}>
      <h2>{words.form}</h2>
      {drafts.map((draft, index) => (
        <ValueField
          key={draft.value.name}
          draft={draft}
          problems={problems}
          change={(next) => form.change(index, next)}
        />
      ))}
      <p class="problem" role="alert">
        {problems.get('') ?? problems.get('values')}
      </p>
      {isElsewhere && (
        <p class="note" role="status">
          {words.elsewhere}{' '}
          <button type="button" class="quiet" onClick={form.discard}>
            {words.again}
          </button>
        </p>
      )}
      <div class="values-end">
        <button type="submit" class="primary" disabled={busy || isElsewhere}>
          {busy ? words.checking : words.save}
        </button>
        {isDirty && (
          <button type="button" class="quiet" onClick={form.discard}>
            {words.discard}
          </button>
        )}
        <p class="small" role="status">
          {isDirty ? words.unsaved : form.said}
        </p>
        {effect !== undefined && !isDirty && <Undo id={effect} label={common.log.undo} />}
      </div>
      {preview && (
        <DiffDialog
          preview={preview}
          values={workflow.values}
          confirm={form.confirm}
          close={form.closePreview}
        />
      )}
    </form>
  );
}

function useForm({ workflow, read, saved }: Props) {
  const { state, actions } = usePage();
  /** The version that the drafts were made of. */
  const [base, setBase] = useState(workflow);
  const [drafts, setDrafts] = useState(() => draftsOf(workflow.values));
  const [problems, setProblems] = useState<Problems>(new Map());
  const [preview, setPreview] = useState<WorkflowPreview>();
  const [busy, setBusy] = useState(false);
  const [effect, setEffect] = useState<string>();
  const [said, setSaid] = useState('');
  const element = useRef<HTMLFormElement>(null);
  const isDirty = drafts.some(isChanged);

  const begin = (from: WorkflowHistory) => {
    setBase(from);
    setDrafts(draftsOf(from.values));
    setProblems(new Map());
  };
  // What changed elsewhere is taken in, but never over what is being typed.
  useEffect(() => {
    if (workflow.hash !== base.hash && !isDirty) begin(workflow);
  }, [workflow.hash]);
  const isDone = state.effects.some(({ id, status }) => id === effect && status === 'done');
  useEffect(() => {
    if (effect !== undefined && !isDone) {
      setEffect(undefined);
      setSaid('');
    }
  }, [isDone]);
  useLayoutEffect(
    () => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    [problems],
  );

  const show = (found: readonly FieldProblem[]) =>
    setProblems(
      placed(
        found,
        drafts.flatMap(({ node }) => pathsOf(node)),
      ),
    );
  const refused = ({ errors, detail }: Problem) => show(errors ?? [{ path: '', message: detail }]);

  const submit = async (event: Event) => {
    event.preventDefault();
    setSaid('');
    const found = changesIn(drafts);
    if (found.problems.length > 0) return show(found.problems);
    setBusy(true);
    const answer = await actions.previewWorkflow(base.name, found.values);
    setBusy(false);
    if (!answer.ok) return refused(answer.problem);
    setProblems(new Map());
    if (answer.value.changes.length > 0) return setPreview(answer.value);
    begin(base);
    setSaid(words.same);
  };

  const confirm = async (): Promise<string | undefined> => {
    const answer = await actions.changeWorkflow(base, changesIn(drafts).values);
    if (!answer.ok) {
      if (answer.problem.status === 412) await read();
      return answer.problem.detail;
    }
    setPreview(undefined);
    begin(answer.value.workflow);
    saved(answer.value.workflow);
    setEffect(answer.value.effectId);
    setSaid(words.saved);
    return undefined;
  };

  return {
    base,
    drafts,
    problems,
    preview,
    busy,
    effect,
    said,
    isDirty,
    element,
    submit,
    confirm,
    closePreview: () => setPreview(undefined),
    discard: () => begin(workflow),
    change: (index: number, draft: (typeof drafts)[number]) =>
      setDrafts((all) => all.map((old, at) => (at === index ? draft : old))),
  };
}
