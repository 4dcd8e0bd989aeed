import { deriveId } from '../../kernel/index.ts';
import type { RunDeps } from '../runs/advancing.ts';
import { readRun } from '../runs/run.ts';

/** What asks back where a message comes close to something and not close enough to act on. */
export const DID_YOU_MEAN = 'did-you-mean';

/** The workflow that the operator chose, and the words that it is to be started with. */
export interface Chosen {
  readonly workflow: string;
  readonly text: string;
}

/**
 * What a choice stands for: the title of a workflow, said right after “did you mean”, starts that workflow with the
 * words before it. `handled` is the place in the log of the conversation's message before this one.
 */
export async function chosenMeaning(
  { store, log, workflows }: Pick<RunDeps, 'store' | 'log' | 'workflows'>,
  { text, handled }: { readonly text: string; readonly handled: number },
): Promise<Chosen | undefined> {
  const said = text.trim().toLowerCase();
  const workflow = workflows.all().find(({ title, on }) => on.message && title.toLowerCase() === said);
  if (!workflow) return undefined;
  for await (const before of log.scan({ type: 'message.received', afterSequence: handled - 1 })) {
    if (before.sequence !== handled) return undefined;
    const run = await readRun(store, deriveId('run', before.id, 0));
    return run?.body.workflow.name === DID_YOU_MEAN
      ? { workflow: workflow.name, text: run.body.text }
      : undefined;
  }
  return undefined;
}
