import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MainstayError, sha256 } from '../kernel/index.ts';
import { filesUnder } from './backup/files.ts';

const MEND = 'Install Mainstay anew; a workflow of your own goes into config/workflows.';
/** By its path in the folder of workflows, the SHA-256 of each file as it came. */
const sumsSchema = z.record(z.string(), z.string());

/**
 * Throws WORKFLOW_ALTERED where a workflow that comes with Mainstay is not as it came: what it does on a yes would be
 * another thing than what was tested. From the sources, where nothing was built, they are as they are.
 */
export async function checkShipped(sumsFile: string, folder: string): Promise<void> {
  const text = await readFile(sumsFile, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const sums = sumsSchema.parse(JSON.parse(text));
  const present = new Set(await filesUnder(folder));
  const files = [...new Set([...Object.keys(sums), ...present])];
  const now = await Promise.all(
    files.map(async (file) => (present.has(file) ? sha256(await readFile(join(folder, file))) : undefined)),
  );
  const altered = files.find((file, index) => now[index] !== sums[file]);
  if (altered !== undefined)
    throw new MainstayError('WORKFLOW_ALTERED', {
      values: { workflow: `skills/${altered}`, since: 'it came with Mainstay', mend: MEND },
    });
}
