import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the installed package, from the sources as from the compiled files. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new TypeError(`No package.json above ${import.meta.dirname}.`);
    folder = parent;
  }
  return folder;
}

/** Where the sentence model lies that comes with Mainstay. */
export function modelFolder(): string {
  return join(packageRoot(), 'models', 'bge-small-en-v1.5');
}

/**
 * The folder with mainstay.yaml and the operator's own workflows: `config` where the command is given, if a
 * mainstay.yaml is there, else that of the installed package.
 */
export function configFolder(): string {
  const own = join(process.cwd(), 'config');
  return existsSync(join(own, CONFIG_FILE)) ? own : join(packageRoot(), 'config');
}

/** Where the operator's own configuration is written: never into the package, which an update replaces. */
export function ownConfigFolder(): string {
  return join(process.cwd(), 'config');
}

export const CONFIG_FILE = 'mainstay.yaml';

/** Where the workflows lie that come with Mainstay. */
export function skillsFolder(): string {
  return join(packageRoot(), 'skills');
}

/** Where workflows are found, the operator's own last. */
export function workflowFolders(): readonly string[] {
  return [skillsFolder(), join(configFolder(), 'workflows')];
}

/** Where what was worked out when the product was built lies. */
export function shippedCache(): string {
  return join(packageRoot(), 'dist', 'cache');
}

/** Changes with all that was compiled; nothing where the sources run as they are. */
export function buildName(): string | undefined {
  const file = join(import.meta.dirname, 'BUILD');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** What the build wrote of the workflows that come with it; no such file is there where the sources run as they are. */
export function skillSums(): string {
  return join(import.meta.dirname, 'SKILLS');
}

/** The version in package.json. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0.0.0';
}
