import { fileURLToPath } from 'node:url';
import { cruiseTree } from './cruise.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const { modules, dependencies, typeOnly, violations } = await cruiseTree(root);

for (const { rule, from, to } of violations) console.error(`${rule}: ${from} → ${to}`);
console.log(`${modules} modules, ${dependencies} dependencies, ${typeOnly} of them by type only`);
if (violations.length > 0 || typeOnly === 0) process.exitCode = 1;
