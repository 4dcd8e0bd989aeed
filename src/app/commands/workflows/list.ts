import type { Page, Settings, Workflow, WorkflowHistory } from '../../../console/index.ts';
import { createClient } from '../../client/client.ts';
import { readEnvironment } from '../../environment.ts';
import { createStyle } from '../../terminal/style.ts';
import { visible, widthOf, wrapped } from '../../terminal/text.ts';
import { momentText } from '../../terminal/times.ts';
import { ignoredLines, setLines } from './values.ts';

const SHOWN_RUNS = 3;

/** `mainstay workflows list`: what the running server can do, in which version, and how it went lately. */
export async function listCommand(options: { readonly json?: boolean }): Promise<void> {
  const client = createClient(readEnvironment(process.env));
  const { items } = await client.call<Page<Workflow>>('GET', '/api/v1/workflows');
  const workflows: WorkflowHistory[] = [];
  for (const { name } of items)
    workflows.push(
      await client.call<WorkflowHistory>('GET', `/api/v1/workflows/${encodeURIComponent(name)}`),
    );
  if (options.json) {
    const listed = workflows.map(({ source: _, ...workflow }) => workflow);
    return console.log(JSON.stringify({ items: listed }));
  }
  const { zone } = await client.call<Settings>('GET', '/api/v1/settings');
  const shownIn = zone.here ?? zone.home ?? 'UTC';
  console.log(workflows.flatMap((workflow) => workflowLines(workflow, shownIn)).join('\n'));
}

function workflowLines(workflow: WorkflowHistory, zone: string): string[] {
  const { name, title, hash, examples, lastRuns } = workflow;
  const style = createStyle(process.stdout);
  const width = widthOf(process.stdout) - 4;
  const runs = lastRuns.slice(0, SHOWN_RUNS);
  return [
    `${style.bold(visible(name))}  ${visible(title)}  ${style.dim(hash.slice(0, 12))}`,
    ...(examples[0] === undefined
      ? []
      : wrapped(`“${visible(examples[0])}”`, width).map((line) => `    ${line}`)),
    ...[...setLines(workflow), ...ignoredLines(workflow)].flatMap((line) =>
      wrapped(line, width).map((part) => `    ${part}`),
    ),
    ...runs.map(({ id, status, startedAt }) =>
      style.dim(`    ${momentText(Date.parse(startedAt), zone)}  ${status}  ${id}`),
    ),
  ];
}
