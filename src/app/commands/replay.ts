import type { Settings } from '../../console/index.ts';
import type { Json } from '../../kernel/index.ts';
import type { Replay, ReplayLine } from '../../observability/index.ts';
import { createClient } from '../client/client.ts';
import { readEnvironment } from '../environment.ts';
import { createStyle } from '../terminal/style.ts';
import { prefixed, visible, widthOf, wrapped } from '../terminal/text.ts';
import { momentText } from '../terminal/times.ts';
import { shownValue } from '../terminal/value.ts';

/** `mainstay replay RUN`: what a run did, step by step, from what was recorded. Nothing is carried out. */
export async function replayCommand(id: string, options: { readonly json?: boolean }): Promise<void> {
  const client = createClient(readEnvironment(process.env));
  const replay = await client.call<Replay>('GET', `/api/v1/runs/${encodeURIComponent(id)}/replay`);
  if (options.json) return console.log(JSON.stringify(replay));
  const { zone } = await client.call<Settings>('GET', '/api/v1/settings');
  console.log(replayText(replay, zone.here ?? zone.home ?? 'UTC').join('\n'));
}

function replayText({ workflow, status, lines }: Replay, zone: string): string[] {
  const style = createStyle(process.stdout);
  const width = widthOf(process.stdout);
  const { title, name, version } = workflow;
  let shown = '';
  return [
    style.bold(`${visible(title)} (${name}, version ${version.slice(0, 12)}): ${status}`),
    ...lines.flatMap((line) => {
      const time = line.at === null ? '' : momentText(Date.parse(line.at), zone);
      const said = time === shown || time === '' ? [] : ['', style.dim(time)];
      shown = time === '' ? shown : time;
      return [...said, ...lineText(line, width)];
    }),
  ];
}

function lineText({ step, text, got, gave }: ReplayLine, width: number): string[] {
  const told = visible(step === null ? text : `${step}: ${text}`);
  const value = (label: string, one: Json | undefined) =>
    one === undefined ? [] : prefixed(shownValue(one, width - 9), '         ', `    ${label.padEnd(4)} `);
  return [...prefixed(wrapped(told, width - 2), '    ', '  '), ...value('got', got), ...value('gave', gave)];
}
