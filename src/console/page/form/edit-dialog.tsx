import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FieldProblem, Problem, Suggestion, SuggestionForm } from '../api/types.ts';
import { Dialog } from '../shell/dialog.tsx';
import { Unread } from '../shell/more.tsx';
import { usePage } from '../shell/page.ts';
import { words } from '../words.ts';
import { formOf } from './build.ts';
import { Field } from './field.tsx';
import type { FormNode } from './node.ts';
import { pathsOf, placed, readForm } from './read.ts';

interface Props {
  readonly suggestion: Suggestion;
  readonly close: () => void;
}

/** Reads the form of a card's commands and lets every value of it be changed. */
export function EditDialog({ suggestion, close }: Props) {
  const { actions } = usePage();
  const [form, setForm] = useState<SuggestionForm>();
  const [problem, setProblem] = useState<Problem>();
  const read = async () => {
    const answer = await actions.readForm(suggestion.id);
    if (answer.ok) setForm(answer.value);
    else setProblem(answer.problem);
  };
  useEffect(() => void read(), []);

  return (
    <Dialog title={words.form.title(suggestion.title)} look="sheet" close={close}>
      {form && <EditForm suggestion={suggestion} form={form} close={close} />}
      {!form && problem && <Unread text={`${words.form.unread} ${problem.detail}`} read={read} />}
    </Dialog>
  );
}

function EditForm({ suggestion, form, close }: Props & { readonly form: SuggestionForm }) {
  const [nodes, setNodes] = useState<readonly FormNode[]>(() =>
    form.commands.map(({ schema, input }, index) => formOf(schema, input, `inputs/${index}`)),
  );
  const { problems, busy, submit, element } = useSubmit(suggestion, nodes, close);
  const change = (index: number, node: FormNode) =>
    setNodes((all) => all.map((old, at) => (at === index ? node : old)));

  return (
    <form ref={element} class="form" onSubmit={submit} noValidate>
      {nodes.map((node, index) => (
        <fieldset key={node.path} class="command">
          <legend>{form.commands[index]?.title}</legend>
          <Field node={node} problems={problems} change={(next) => change(index, next)} />
        </fieldset>
      ))}
      <p class="problem" role="alert">
        {problems.get('')}
      </p>
      <div class="form-end">
        <button type="button" class="plain" onClick={close}>
          {words.cancel}
        </button>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? words.form.saving : words.form.save}
        </button>
      </div>
    </form>
  );
}

/** Sends the changed inputs. What is wrong goes to its field, and the focus to the first of these. */
function useSubmit(suggestion: Suggestion, nodes: readonly FormNode[], close: () => void) {
  const { actions, openCard } = usePage();
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const [busy, setBusy] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  useLayoutEffect(
    () =>
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"]')?.focus(),
    [problems],
  );
  const show = (found: readonly FieldProblem[]) => setProblems(placed(found, nodes.flatMap(pathsOf)));

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const read = nodes.map(readForm);
    const found = read.flatMap((reading) => reading.problems);
    if (found.length > 0) return show(found);
    setBusy(true);
    const inputs = read.map(({ value }) => value ?? {});
    const answer = await actions.decide(suggestion, { decision: 'edit', hash: suggestion.hash, inputs });
    setBusy(false);
    if (!answer.ok) return show(answer.problem.errors ?? [{ path: '', message: answer.problem.detail }]);
    close();
    openCard(answer.value.id);
  };
  return { problems, busy, submit, element };
}
