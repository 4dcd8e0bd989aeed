// Loaded before the product with `node --import`: on SIGUSR2 it collects garbage and writes down what is held then. The
// product knows nothing of it.
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  // Timers come and go with what is scheduled: a card has one until it is decided.
  const handles = process
    .getActiveResourcesInfo()
    .filter((name) => name !== 'Timeout' && name !== 'Immediate');
  writeFileSync(process.env.WEIGH_FILE, JSON.stringify({ bytes: heapUsed + external, handles }));
});
