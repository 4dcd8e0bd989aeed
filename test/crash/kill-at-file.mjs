// Loaded before the product with `node --import`: kills the process, as hard as the system can, right before its Nth
// call that makes, copies, moves or removes something. The product knows nothing of it.
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const killAt = Number(process.env.KILL_AT_FILE);
let calls = 0;

for (const name of ['copyFile', 'mkdir', 'rename', 'rm', 'utimes', 'writeFile']) {
  const original = fs[name];
  fs[name] = async (...given) => {
    calls += 1;
    if (calls === killAt) process.kill(process.pid, 'SIGKILL');
    return original(...given);
  };
}
syncBuiltinESMExports();
