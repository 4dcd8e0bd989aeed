import type { Digest } from '../../observability/index.ts';
import { createClient } from '../client/client.ts';
import { readEnvironment } from '../environment.ts';
import { visible, widthOf, wrapped } from '../terminal/text.ts';

/** `mainstay digest`: a day as the digest tells it; today where none is named. */
export async function digestCommand(options: {
  readonly date?: string;
  readonly json?: boolean;
}): Promise<void> {
  const client = createClient(readEnvironment(process.env));
  const query = options.date === undefined ? '' : `?date=${encodeURIComponent(options.date)}`;
  const digest = await client.call<Digest>('GET', `/api/v1/digest${query}`);
  if (options.json) console.log(JSON.stringify(digest));
  else console.log(wrapped(visible(digest.text), widthOf(process.stdout)).join('\n'));
}
