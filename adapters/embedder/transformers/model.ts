import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MainstayError } from '../../../src/kernel/index.ts';

const SUMS = 'SHA256SUMS';

/**
 * Holds every file of the model against its sum. Reads 35 MB in pieces, so nothing else has to wait. Rejects with
 * MODEL_MISSING or MODEL_DAMAGED.
 */
export async function verifyModel(folder: string): Promise<void> {
  for (const { sum, file } of await sumsOf(folder)) {
    if ((await sumOf(folder, file)) !== sum)
      throw new MainstayError('MODEL_DAMAGED', { values: { folder, file } });
  }
}

async function sumsOf(folder: string): Promise<readonly { readonly sum: string; readonly file: string }[]> {
  const text = await readFile(join(folder, SUMS), 'utf8').catch((cause: unknown) =>
    Promise.reject(missing(folder, SUMS, cause)),
  );
  const sums = [...text.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm)].map(([, sum = '', file = '']) => ({
    sum,
    file,
  }));
  if (sums.length === 0) throw new MainstayError('MODEL_DAMAGED', { values: { folder, file: SUMS } });
  return sums;
}

async function sumOf(folder: string, file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(join(folder, file), { highWaterMark: 256 * 1024 }), hash);
  } catch (cause) {
    throw missing(folder, file, cause);
  }
  return hash.digest('hex');
}

function missing(folder: string, file: string, cause: unknown): MainstayError {
  return new MainstayError('MODEL_MISSING', { values: { folder, file }, cause });
}
