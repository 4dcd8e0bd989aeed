import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Tests that start the real process run what is compiled, so it is compiled from what lies here now. */
export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/build.mjs']);
}
