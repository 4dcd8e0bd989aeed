import { useState } from 'preact/hooks';
import type { WorkflowHistory } from '../api/types.ts';
import { useFresh } from '../shell/fresh.ts';
import { Isolated } from '../shell/isolated.tsx';
import { Unread } from '../shell/more.tsx';
import { usePage, useZones } from '../shell/page.ts';
import { History } from './history.tsx';
import { scheduleText } from './texts.ts';
import { valueWords } from './values.ts';
import { ValuesForm } from './values-form.tsx';
import { workflowWords as words } from './words.ts';

/** One workflow: what it does, the form of what can be changed of it, and what became of it. */
export function WorkflowView({ name }: { readonly name: string }) {
  const { state, actions, now } = usePage();
  const zones = useZones();
  const [workflow, setWorkflow] = useState<WorkflowHistory>();
  const [problem, setProblem] = useState('');
  const read = async () => {
    const answer = await actions.readWorkflow(name);
    setProblem(answer.ok ? '' : answer.problem.detail);
    if (answer.ok) setWorkflow(answer.value);
  };
  const changes = state.effects.filter(
    ({ command, input }) => command === 'workflow.change@1' && input['workflow'] === name,
  );
  useFresh(read);

  return (
    <div class="scroller">
      <section class="column" aria-labelledby="workflow-title">
        <p>
          <a class="quiet back" href="#/workflows">
            ← {words.back}
          </a>
        </p>
        <h1 id="workflow-title">
          <Isolated text={workflow?.title ?? name} />
        </h1>
        {problem && <Unread text={`${words.unreadOne} ${problem}`} read={read} />}
        {workflow && (
          <>
            <About workflow={workflow} />
            {workflow.schedule && <p class="small">{scheduleText(workflow.schedule, zones, now())}</p>}
            <ValuesForm workflow={workflow} read={read} saved={setWorkflow} />
            <History workflow={workflow} changes={changes} />
          </>
        )}
      </section>
    </div>
  );
}

function About({ workflow }: { readonly workflow: WorkflowHistory }) {
  const [example] = workflow.examples;
  return (
    <>
      {example !== undefined && (
        <p class="small">
          <Isolated text={words.askedBy(example)} />
        </p>
      )}
      {workflow.ignored.map(({ name, value, problem }) => (
        <p key={name} class="ignored">
          <Isolated text={`${words.ignored(name, `“${valueWords(value)}”`)} ${problem}`} />
        </p>
      ))}
    </>
  );
}
