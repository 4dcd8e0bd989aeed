import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MainstayProcess } from './process.ts';

export const MAIN = join(import.meta.dirname, '../../dist/src/main.js');

/** What a command left behind. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What is written to it, and then ended. */
  readonly input?: string;
  readonly cwd?: string;
}

/** Runs `mainstay …` in a process of its own, to its end. */
export async function runMainstay(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'], MAINSTAY_PORT: '0', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Not the folder of the sources, where a contributor may have a `.env` of their own.
    cwd: options.cwd ?? tmpdir(),
  });
  let out = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  // One that does not read its input ends before all was written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? -1, out, errors };
}

/** The same, with what it printed in one. */
export async function mainstay(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; out: string }> {
  const { code, out, errors } = await runMainstay(args, { env });
  return { code, out: out + errors };
}

/** How a command finds this server. */
export function environmentOf({ home, address }: MainstayProcess): Record<string, string> {
  return { MAINSTAY_HOME: home, MAINSTAY_PORT: new URL(address).port };
}
