// @ts-check
import { fileURLToPath } from 'node:url';
import { cruiseTree } from './cruise.mjs';

const { modules, dependencies, typeOnly, violations } = await cruiseTree(
  fileURLToPath(new URL('../', import.meta.url)),
);
for (const { rule, from, to } of violations) console.error(`${rule}: ${from} → ${to}`);
console.log(`${modules} modules, ${dependencies} dependencies, ${typeOnly} of them by type only`);
if (violations.length > 0 || typeOnly === 0) process.exitCode = 1;
