import { useEffect, useState } from 'preact/hooks';
import type { FieldProblem, Problem, WorkflowHistory, WorkflowPreview } from '../api/types.ts';
import type { Problems } from '../form/frame.tsx';
import { pathsOf, placed } from '../form/read.ts';
import { usePage } from '../shell/page.ts';
import { changesIn, draftsOf, isChanged, type ValueDraft } from './values.ts';
import { workflowWords as words } from './words.ts';

export interface FormProps {
  readonly workflow: WorkflowHistory;
  readonly read: () => Promise<void>;
  readonly saved: (workflow: WorkflowHistory) => void;
}

/** What is typed, and the version that it was made of: what changed elsewhere is taken in, but never over it. */
export function useDrafts(workflow: WorkflowHistory) {
  const [base, setBase] = useState(workflow);
  const [drafts, setDrafts] = useState(() => draftsOf(workflow.values));
  const [problems, setProblems] = useState<Problems>(new Map());
  const isDirty = drafts.some(isChanged);
  const begin = (from: WorkflowHistory) => {
    setBase(from);
    setDrafts(draftsOf(from.values));
    setProblems(new Map());
  };
  useEffect(() => {
    if (workflow.hash !== base.hash && !isDirty) begin(workflow);
  }, [workflow.hash]);
  return {
    base,
    drafts,
    problems,
    isDirty,
    isElsewhere: workflow.hash !== base.hash,
    begin,
    change: (index: number, draft: ValueDraft) =>
      setDrafts((all) => all.map((old, at) => (at === index ? draft : old))),
    show: (found: readonly FieldProblem[]) =>
      setProblems(
        placed(
          found,
          drafts.flatMap(({ node }) => pathsOf(node)),
        ),
      ),
  };
}

type Drafts = ReturnType<typeof useDrafts>;

/** Shows what would change, and saves it once that is confirmed. */
export function useSaving({ read, saved }: FormProps, { base, drafts, begin, show }: Drafts) {
  const { actions } = usePage();
  const [preview, setPreview] = useState<WorkflowPreview>();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const undo = useUndo(() => setSaid(''));
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
    show([]);
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
    const { workflow, effectId } = answer.value;
    setPreview(undefined);
    begin(workflow);
    saved(workflow);
    undo.offer(effectId);
    setSaid(words.saved);
    return undefined;
  };

  return { preview, busy, said, effect: undo.effect, submit, confirm, cancel: () => setPreview(undefined) };
}

/** The last saving, as long as it can be undone. */
function useUndo(undone: () => void) {
  const { state } = usePage();
  const [effect, offer] = useState<string>();
  const isDone = state.effects.some(({ id, status }) => id === effect && status === 'done');
  useEffect(() => {
    if (effect === undefined || isDone) return;
    offer(undefined);
    undone();
  }, [isDone]);
  return { effect, offer };
}
