import { createFileAnchor } from '../../../adapters/anchor/file/index.ts';
import { openSqliteStore } from '../../../adapters/store/sqlite/index.ts';
import { type Verification, verifyLog } from '../../events/index.ts';
import { collections, migrations } from '../collections.ts';
import { readEnvironment } from '../environment.ts';
import { readKeys } from '../keys.ts';

/** `mainstay verify`: walks the whole log; it only reads, so a server may run beside it. */
export async function verifyCommand(options: { readonly json?: boolean }): Promise<void> {
  const environment = readEnvironment(process.env);
  const { home } = environment;
  const keys = await readKeys(home, environment);
  const anchored = await createFileAnchor(home).read();
  const store = await openSqliteStore({ home, collections, migrations, readOnly: true });
  try {
    const showProgress = process.stderr.isTTY && !options.json;
    const verification = await verifyLog({
      store,
      anchored,
      key: keys.anchor,
      ...(showProgress ? { onProgress: (entries) => process.stderr.write(`\r${entries} entries`) } : {}),
    });
    if (showProgress) process.stderr.write('\r');
    console.log(options.json ? JSON.stringify(verification) : shown(verification));
    if (verification.faults.length > 0) process.exitCode = 1;
  } finally {
    await store.close();
  }
}

function shown({ entries, head, faults }: Verification): string {
  if (faults.length === 0) return `✓ ${entries} entries, all in place. Head ${head.hash.slice(0, 16)}.`;
  return [
    `✕ The log does not hold at ${faults.length === 1 ? 'one place' : `${faults.length} places`}:`,
    ...faults.map(({ sequence, reason }) => `  entry ${sequence}: ${reason}`),
    'Restore a backup, or find out what changed it.',
  ].join('\n');
}
