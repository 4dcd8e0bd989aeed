import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CRUISER = fileURLToPath(
  new URL('../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url),
);
const RULES = fileURLToPath(new URL('../.dependency-cruiser.cjs', import.meta.url));

/**
 * What dependency-cruiser saw in a tree. The counts tell a clean tree from one that was not read: without the
 * compiler, it sees no modules and complains of nothing; without `tsPreCompilationDeps`, it misses type imports.
 */
export interface Cruise {
  readonly modules: number;
  readonly dependencies: number;
  /** Dependencies by `import type`. */
  readonly typeOnly: number;
  /** The names of all rules that were applied. */
  readonly rules: readonly string[];
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
}

/** The part of dependency-cruiser's answer that is read here. */
interface Answer {
  readonly modules: readonly { readonly dependencies: readonly { readonly dependencyTypes: string[] }[] }[];
  readonly summary: {
    readonly totalCruised: number;
    readonly totalDependenciesCruised: number;
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
    readonly violations: readonly { rule: { name: string }; from: string; to: string }[];
  };
}

/**
 * Holds `src`, `adapters` and `skills` of a tree against the import rule. `folder` is an absolute path with a
 * tsconfig.json. Rejects where dependency-cruiser ends without an answer.
 */
export async function cruiseTree(folder: string): Promise<Cruise> {
  const { modules, summary } = await answerFor(folder);
  const edges = modules.flatMap(({ dependencies }) => dependencies);
  return {
    modules: summary.totalCruised,
    dependencies: summary.totalDependenciesCruised,
    typeOnly: edges.filter(({ dependencyTypes }) => dependencyTypes.includes('type-only')).length,
    rules: summary.ruleSetUsed.forbidden.map(({ name }) => name),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

function answerFor(folder: string): Promise<Answer> {
  const args = [CRUISER, 'src', 'adapters', 'skills', '--config', RULES, '--output-type', 'json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      // Its exit code is the number of violations, so only a missing answer is a failure.
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout) as Answer);
      else reject(error ?? new Error(stderr));
    });
  });
}
