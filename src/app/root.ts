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

/** The version in package.json. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0.0.0';
}
