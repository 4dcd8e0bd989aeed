import { useState } from 'preact/hooks';
import type { Workflow } from '../api/types.ts';
import { useFresh } from '../shell/fresh.ts';
import { Isolated } from '../shell/isolated.tsx';
import { Unread } from '../shell/more.tsx';
import { usePage, useZones } from '../shell/page.ts';
import { addressOf } from '../state/route.ts';
import { scheduleText, whenText } from './texts.ts';
import { workflowWords as words } from './words.ts';

/** Everything that Mainstay can do, what of it can be changed, and when it last did. */
export function WorkflowsView() {
  const { actions } = usePage();
  const [workflows, setWorkflows] = useState<readonly Workflow[]>();
  const [failed, setFailed] = useState(false);
  const read = async () => {
    const answer = await actions.readWorkflows();
    setFailed(!answer.ok);
    if (answer.ok)
      setWorkflows(answer.value.items.toSorted((one, two) => one.title.localeCompare(two.title)));
  };
  useFresh(read);
  return (
    <div class="scroller">
      <section class="column" aria-labelledby="workflows-title">
        <h1 id="workflows-title">{words.title}</h1>
        {failed && <Unread text={words.unread} read={read} />}
        {workflows && (
          <Group title={words.settable} workflows={workflows.filter(({ settable }) => settable > 0)} />
        )}
        {workflows && (
          <Group title={words.others} workflows={workflows.filter(({ settable }) => settable === 0)} />
        )}
      </section>
    </div>
  );
}

function Group({ title, workflows }: { readonly title: string; readonly workflows: readonly Workflow[] }) {
  if (workflows.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul class="workflows">
        {workflows.map((workflow) => (
          <li key={workflow.name}>
            <Row workflow={workflow} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Row({ workflow }: { readonly workflow: Workflow }) {
  const { now } = usePage();
  const zones = useZones();
  const { name, title, lastRun, changed, schedule } = workflow;
  const ran = lastRun
    ? words.lastRan(whenText(lastRun.startedAt, zones, now()), words.status[lastRun.status])
    : words.never;
  const lines = [ran, schedule && scheduleText(schedule, zones, now())];
  return (
    <a class="workflow-item" href={addressOf({ view: 'workflows', item: name })}>
      <span class="workflow-title">
        <Isolated text={title} />
        {changed > 0 && <span class="mark">{words.set(changed)}</span>}
      </span>
      <span class="small">{lines.filter(Boolean).join(' ')}</span>
    </a>
  );
}
