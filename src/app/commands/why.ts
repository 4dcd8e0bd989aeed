import type { Why } from '../../console/index.ts';
import { createClient } from '../client/client.ts';
import { readEnvironment } from '../environment.ts';
import { visible } from '../terminal/text.ts';

/** `mainstay why ID`, asked of the running server. */
export async function whyCommand(id: string, options: { readonly json?: boolean }): Promise<void> {
  const client = createClient(readEnvironment(process.env));
  const why = await client.call<Why>('GET', `/api/v1/why/${encodeURIComponent(id)}`);
  if (options.json) return console.log(JSON.stringify(why));
  console.log(visible([why.title, ...why.lines.map((line) => `  ${line.text}\n    ${line.id}`)].join('\n')));
}
