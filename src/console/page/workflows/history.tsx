import type { Effect, WorkflowHistory } from '../api/types.ts';
import { EffectRow } from '../log/effect-row.tsx';
import { usePage, useZones } from '../shell/page.ts';
import { whyAddress } from '../state/route.ts';
import { words as common } from '../words.ts';
import { whenText } from './texts.ts';
import { workflowWords as words } from './words.ts';

interface Props {
  readonly workflow: WorkflowHistory;
  readonly changes: readonly Effect[];
}

/** What was changed of a workflow, how it ran, and the versions that there were. */
export function History({ workflow, changes }: Props) {
  return (
    <>
      {changes.length > 0 && (
        <>
          <h2>{words.changes}</h2>
          <ul class="log">
            {changes.map((effect) => (
              <li key={effect.id}>
                <EffectRow effect={effect} />
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{words.runs}</h2>
      {workflow.lastRuns.length === 0 && <p class="empty">{words.noRuns}</p>}
      <ul class="runs">
        {workflow.lastRuns.map((run) => (
          <Run key={run.id} run={run} isEarlier={run.workflow.version !== workflow.hash} />
        ))}
      </ul>
      <Versions workflow={workflow} />
    </>
  );
}

interface RunProps {
  readonly run: WorkflowHistory['lastRuns'][number];
  readonly isEarlier: boolean;
}

function Run({ run: { id, status, startedAt }, isEarlier }: RunProps) {
  const { now } = usePage();
  const zones = useZones();
  return (
    <li>
      <span>
        <time dateTime={startedAt}>{whenText(startedAt, zones, now())}</time>
        {isEarlier && <span class="small"> · {words.earlierVersion}</span>}
      </span>
      <span class={`run-status run-${status}`}>{words.status[status]}</span>
      <a class="quiet" href={whyAddress(id)}>
        {common.card.why}
      </a>
    </li>
  );
}

function Versions({ workflow: { name, hash, versions } }: Pick<Props, 'workflow'>) {
  const { now } = usePage();
  const zones = useZones();
  return (
    <>
      <h2>{words.versions}</h2>
      <ul class="runs">
        {versions.map((version) => (
          <li key={version.hash}>
            <span>
              <a
                href={`/api/v1/workflows/${encodeURIComponent(name)}?version=${version.hash}`}
                target="_blank"
                rel="noopener noreferrer"
              >
                <code>{version.hash.slice(0, 12)}</code>
                <span class="for-readers"> {common.card.newTab}</span>
              </a>
              <span class="small"> {words.since(whenText(version.firstUsedAt, zones, now()))}</span>
            </span>
            <span class="run-status">
              {version.changed > 0 ? words.set(version.changed) : words.asShipped}
            </span>
            <span class="small">{version.hash === hash ? words.inUse : ''}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
