import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** A real Mainstay in a process of its own. */
export interface MainstayProcess {
  readonly home: string;
  readonly link: string;
  readonly address: string;
  readonly token: string;
  readonly child: ChildProcess;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Ends as by `kill -9`. */
  kill(): Promise<void>;
  /** Ends in order; gives the exit code. */
  stop(): Promise<number | null>;
  /** Everything printed so far. */
  output(): string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. Tests look into it as they know it to be. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test's wrong guess at the shape is a failing test
  readonly body: any;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

export interface StartOptions {
  readonly home?: string;
  readonly env?: Record<string, string>;
  /** Where the product lies; as it was built here where none is named. */
  readonly root?: string;
  /** Its home lies on a disk of its own, in memory and of this size (`48m`), and is gone with the process. */
  readonly disk?: string;
  /** A module loaded before the product. */
  readonly preload?: string;
  /** Where it is started, and looks for `.env` and `config`; its home where none is named. */
  readonly cwd?: string;
}

export async function temporaryHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'mainstay-home-'));
}

/** Starts the compiled product and waits until it says that it runs. Rejects with its output if it ends first. */
export async function startMainstay(options: StartOptions = {}): Promise<MainstayProcess> {
  const folder = options.home ?? (await temporaryHome());
  const [program, args] = commandOf(options, folder);
  const child = spawn(program, args, {
    cwd: options.cwd ?? folder,
    env: {
      PATH: process.env['PATH'],
      MAINSTAY_HOME: folder,
      MAINSTAY_PORT: '0',
      MAINSTAY_ZONE: 'UTC',
      LOG_LEVEL: 'warn',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ready = new Promise<{ link: string; address: string }>((resolve, reject) => {
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      const line = output.split('\n').find((candidate) => candidate.startsWith('{"link"'));
      if (line && output.includes('\n', output.indexOf(line)))
        resolve(JSON.parse(line) as { link: string; address: string });
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('exit', (code, signal) =>
      reject(new Error(`ended before it was ready (${code ?? signal}): ${output}`)),
    );
  });
  const { link, address } = await ready;
  // What a process has mounted for itself is seen through it.
  const home = options.disk === undefined ? folder : `/proc/${child.pid}/root${folder}`;
  const token = (await readFile(join(home, 'api-token'), 'utf8')).trim();
  return {
    home,
    link,
    address,
    token,
    child,
    output: () => output,
    call: (method, path, call = {}) => callApi(`${address}${path}`, { method, token, ...call }),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      await once(child, 'exit');
      return child.exitCode;
    },
  };
}

function commandOf({ root = ROOT, preload, disk }: StartOptions, home: string): [string, string[]] {
  const node = [
    process.execPath,
    ...(preload ? ['--import', preload] : []),
    join(root, 'dist/src/main.js'),
    'start',
    '--json',
  ] as const;
  if (disk === undefined) return [node[0], node.slice(1)];
  const inIt = 'mount -t tmpfs -o size="$0" none "$1" && shift && exec "$@"';
  return ['unshare', ['-Urm', 'sh', '-c', inIt, disk, home, ...node]];
}

async function callApi(
  url: string,
  { method, token, body, raw, headers = {} }: CallOptions & { method: string; token: string },
) {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : text,
  };
}
