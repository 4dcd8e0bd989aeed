import { measureGrowth } from './growth/index.ts';
import { measureProcess } from './process/index.ts';
import { printTable } from './report.ts';
import { measureUnderstanding } from './understanding/run.ts';

/**
 * `npm run bench`: measures the compiled product as its users meet it and the machine it stands on, in one run; how cost
 * grows with the store; and how well messages are understood. `npm run bench -- growth` measures one part. Prints a JSON
 * line for each figure, and all of them as a table.
 */
const PARTS: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  process: measureProcess,
  growth: measureGrowth,
  understanding: (options) => measureUnderstanding({ wrong: options.includes('--wrong') }),
};

const asked = process.argv.slice(2);
const names = asked.filter((name) => !name.startsWith('--'));
const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join(', ')}. There are ${Object.keys(PARTS).join(', ')}.`);
for (const [name, measure] of Object.entries(PARTS))
  if (names.length === 0 || names.includes(name)) await measure(asked);
printTable();
