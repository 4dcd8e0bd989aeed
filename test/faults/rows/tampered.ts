import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startMainstay } from '../../process/process.ts';
import type { Random } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** The product as it is installed, in a folder of its own. */
async function installed(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'mainstay-installed-'));
  for (const part of ['package.json', 'dist', 'skills', 'config'])
    await cp(join(ROOT, part), join(root, part), { recursive: true, preserveTimestamps: true });
  for (const part of ['node_modules', 'models']) await symlink(join(ROOT, part), join(root, part));
  return root;
}

/** Changes something in the folder; gives the file, and how to put it right. */
async function tamper(random: Random, folder: string): Promise<{ file: string; mend(): Promise<void> }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const [first = '', ...others] = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const file = random.pick([first, ...others]);
  const was = await readFile(file, 'utf8');
  const added = `${file}.yaml`;
  const at = random.below(was.length);
  const ways = {
    changed: () => writeFile(file, `${was.slice(0, at)}~${was.slice(at + 1)}`),
    longer: () => appendFile(file, '\n'),
    gone: () => rm(file),
    added: () => writeFile(added, was),
  };
  const way = random.pick(['changed', 'longer', 'gone', 'added'] as const);
  await ways[way]();
  return {
    file: (way === 'added' ? added : file).slice(folder.length + 1),
    mend: () => (way === 'added' ? rm(added) : writeFile(file, was)),
  };
}

export const tamperedWorkflow: FaultRow = {
  row: 43,
  part: 'tampered',
  fault: 'a workflow that came with the product is changed, taken away or added to where it is installed',
  must: 'nothing starts, and the file is named; put right, it starts',
  times: { short: 2, full: 100 },
  play: async (trial) => {
    const root = await installed();
    const outcome = await repeated(trial, async (random) => {
      const { file, mend } = await tamper(random, join(root, 'skills'));
      const refused = await startMainstay({ root }).then(
        () => 'started',
        (error: unknown) => String(error),
      );
      await mend();
      expect(refused).toContain('WORKFLOW_ALTERED');
      expect(refused).toContain(`skills/${file}`);
    });
    const mended = await startMainstay({ root });
    await mended.stop();
    await rm(root, { recursive: true });
    return outcome;
  },
};
