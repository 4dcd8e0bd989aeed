import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type MainstayProcess, startMainstay, temporaryHome } from '../process/process.ts';

export interface Weight {
  /** Held after garbage was collected: heap, and what lies beside it. */
  readonly bytes: number;
  /** What keeps the process alive, by kind; not its timers. */
  readonly handles: readonly string[];
  readonly files: number;
}

/** A process that can tell its weight. */
export async function startWeighed(env: Record<string, string> = {}): Promise<MainstayProcess> {
  const home = await temporaryHome();
  return startMainstay({
    home,
    preload: join(import.meta.dirname, 'weigh.mjs'),
    env: { ...env, WEIGH_FILE: fileIn(home) },
  });
}

export async function weigh({ child, home }: MainstayProcess): Promise<Weight> {
  await rm(fileIn(home), { force: true });
  child.kill('SIGUSR2');
  let text = '';
  while (!text.endsWith('}')) {
    await wait(50);
    text = await readFile(fileIn(home), 'utf8').catch(() => '');
  }
  return { ...JSON.parse(text), files: (await readdir(`/proc/${child.pid}/fd`)).length };
}

/** In megabytes, to a tenth. */
export function megabytes(bytes: number): number {
  return Math.round((bytes / 2 ** 20) * 10) / 10;
}

function fileIn(home: string): string {
  return join(home, 'weight.json');
}
