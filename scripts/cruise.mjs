// @ts-check
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CRUISER = fileURLToPath(
  new URL('../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url),
);
const RULES = fileURLToPath(new URL('../.dependency-cruiser.cjs', import.meta.url));

/**
 * What dependency-cruiser saw in a tree. The counts tell a clean tree from one that was not read: without the
 * compiler, it sees no modules and complains of nothing; without `tsPreCompilationDeps`, it misses type imports.
 *
 * @typedef {object} Cruise
 * @property {number} modules
 * @property {number} dependencies
 * @property {number} typeOnly dependencies by `import type`
 * @property {readonly string[]} rules the names of all that were applied
 * @property {readonly { readonly rule: string, readonly from: string, readonly to: string }[]} violations
 */

/**
 * Holds `src`, `adapters` and `skills` of a tree against the import rule.
 *
 * @param {string} folder an absolute path with a tsconfig.json
 * @returns {Promise<Cruise>} rejects where dependency-cruiser ends without an answer
 */
export async function cruiseTree(folder) {
  const { modules, summary } = JSON.parse(await answerOf(folder));
  const edges = modules.flatMap((module) => module.dependencies);
  return {
    modules: summary.totalCruised,
    dependencies: summary.totalDependenciesCruised,
    typeOnly: edges.filter(({ dependencyTypes }) => dependencyTypes.includes('type-only')).length,
    rules: summary.ruleSetUsed.forbidden.map(({ name }) => name),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

/**
 * @param {string} folder
 * @returns {Promise<string>}
 */
function answerOf(folder) {
  const args = [CRUISER, 'src', 'adapters', 'skills', '--config', RULES, '--output-type', 'json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      // Its exit code is the number of violations, so only a missing answer is a failure.
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(error ?? new Error(stderr));
    });
  });
}
