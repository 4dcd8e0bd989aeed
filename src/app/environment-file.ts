import { chmod, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { MainstayError } from '../kernel/index.ts';

/** The file beside which `mainstay` is called; what the environment says itself goes before it. */
export function environmentFile(): string {
  return join(process.cwd(), '.env');
}

/** Takes settings from the file, where there is one. Throws FILE_UNREADABLE. */
export function loadEnvironmentFile(): void {
  try {
    process.loadEnvFile(environmentFile());
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it is no such file';
    throw new MainstayError('FILE_UNREADABLE', { values: { file: '.env', reason }, cause: error });
  }
}

/** What the file says; nothing where there is none. */
export async function readEnvironmentFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** The text with these variables set: their own lines are replaced, all others stay. */
export function withVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables).reduce((lines, [name, value]) => {
    const line = `${name}=${quoted(name, value)}`;
    const own = new RegExp(String.raw`^[ \t]*(?:export[ \t]+)?${name}[ \t]*=.*$`, 'gm');
    const rest = lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
    return own.test(rest) ? rest.replace(own, () => line) : `${rest}${line}\n`;
  }, text);
}

/** The quotes with which the value is read back as it is. Throws a TypeError where none of them does. */
function quoted(name: string, value: string): string {
  const found = ['', "'", '"', '`']
    .map((quote) => `${quote}${value}${quote}`)
    .find((written) => parseEnv(`${name}=${written}\nX=1\n`)[name] === value);
  if (found === undefined) throw new TypeError(`${name} cannot be written into a file.`);
  return found;
}

/** Writes the whole file or nothing, readable by its owner only. */
export async function writePrivately(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const draft = `${target}.${process.pid}.new`;
  await writeFile(draft, text, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, target);
}
