import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type MainstayProcess, startMainstay } from '../process/process.ts';

const PRELOAD = join(import.meta.dirname, 'kill-at-commit.mjs');
/** A start makes some commits of its own; the message's is one of these. */
const COMMITS = [1, 2, 3, 4, 5, 6];

async function textsOf(mainstay: MainstayProcess): Promise<string[]> {
  const { body } = await mainstay.call('GET', '/api/v1/conversations/main/messages');
  return (body.items ?? []).map(({ text }: { text: string }) => text);
}

it.each(COMMITS)(
  'acknowledges nothing that is lost when it is killed right before commit %i',
  async (commit) => {
    const home = await startMainstay().then(async (first) => {
      await first.stop();
      return first.home;
    });
    const env = { KILL_AT: `before:${commit}` };
    const mainstay = await startMainstay({ home, env, preload: PRELOAD }).catch(() => undefined);
    const body = { text: 'add task buy paper' };
    const answer = await mainstay?.call('POST', '/api/v1/messages', { body }).catch(() => undefined);
    await mainstay?.kill();
    const after = await startMainstay({ home });
    const texts = await textsOf(after);
    const kept = texts.filter((text) => text === body.text).length;
    expect(kept).toBeGreaterThanOrEqual(answer?.status === 202 ? 1 : 0);
    expect(kept).toBeLessThanOrEqual(1);
    await after.stop();
  },
);
