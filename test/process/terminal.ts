import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import xterm from '@xterm/headless';
import { MAIN } from './command.ts';

/** A real terminal, with a command in it and a screen that can be read. */
export interface TerminalProcess {
  /** Types; `\r` is Enter. */
  type(keys: string): void;
  /** What stands in it, from the first line on, without empty lines at the end. */
  lines(): string[];
  /** Resolves once a line of it fits; rejects with what stands there when that takes too long. */
  shows(fit: string | RegExp): Promise<void>;
  /** Resolves once the last line is this. */
  endsIn(line: string): Promise<void>;
  /** Resolves with the exit code. */
  ended(): Promise<number>;
  kill(): void;
}

const COLUMNS = 90;
const ROWS = 50;

/** Why there can be no terminal here, for a declared skip; nothing where there can. */
export function noTerminal(): string | undefined {
  const { stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' });
  return stdout?.includes('util-linux')
    ? undefined
    : 'the script of util-linux, which gives a terminal, is not here';
}

/** Runs `mainstay …` in a terminal of its own. */
export function openTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = tmpdir(),
): TerminalProcess {
  const command = [process.execPath, MAIN, ...args].map((part) => `'${part}'`).join(' ');
  const child = spawn(
    'script',
    ['-qfec', `stty cols ${COLUMNS} rows ${ROWS}; exec ${command}`, '/dev/null'],
    {
      env: { PATH: process.env['PATH'], TERM: 'xterm-256color', ...env },
      cwd,
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const screen = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, scrollback: 5000, allowProposedApi: true });
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) =>
    screen.write(new Uint8Array(chunk), () => {
      for (const look of waiting) look();
    }),
  );
  const exit = once(child, 'close') as Promise<[number | null]>;

  function lines(): string[] {
    const { active } = screen.buffer;
    const all = Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    );
    return all.slice(0, all.findLastIndex((line) => line !== '') + 1);
  }

  function shows(fit: string | RegExp): Promise<void> {
    const fits = (line: string) => (typeof fit === 'string' ? line.includes(fit) : fit.test(line));
    return until(() => lines().some(fits), `No line fits ${fit}`);
  }

  function until(fits: () => boolean, problem: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        waiting.delete(look);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`${problem} in:\n${lines().join('\n')}`));
      }, 15_000);
      const look = () => {
        if (!fits()) return;
        done();
        resolve();
      };
      waiting.add(look);
      look();
    });
  }

  return {
    type: (keys) => void child.stdin.write(keys),
    lines,
    shows,
    endsIn: (line) => until(() => lines().at(-1) === line, `The last line is not ${line}`),
    ended: async () => (await exit)[0] ?? -1,
    kill: () => void child.kill('SIGKILL'),
  };
}
