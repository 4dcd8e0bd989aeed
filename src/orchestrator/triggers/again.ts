import { suggestions } from '../../approvals/index.ts';
import type { Store } from '../../ports/index.ts';
import { readRun } from '../runs/run.ts';

const AGAIN = /^again[.! ]*$/i;

/** Whether the operator asks for the same once more. */
export function isAgain(text: string): boolean {
  return AGAIN.test(text.trim());
}

/** What is asked for: “again” stands for the words that led to the conversation's newest card that expired. */
export async function meantText(
  store: Store,
  { conversation, text }: { readonly conversation: string; readonly text: string },
): Promise<string> {
  if (!isAgain(text)) return text;
  const expired = await suggestions.page(store, {
    where: { status: 'expired', conversation },
    sort: { field: 'at', direction: 'desc' },
    limit: 1,
  });
  const id = expired.items[0]?.body.run;
  const run = id ? await readRun(store, id) : undefined;
  return run?.body.text || text;
}
