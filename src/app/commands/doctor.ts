import { access, constants, mkdir } from 'node:fs/promises';
import { isMainstayError } from '../../kernel/index.ts';
import { createClient } from '../client/client.ts';
import { readAppConfig } from '../config.ts';
import { type Environment, readEnvironment } from '../environment.ts';

/** One thing looked at. `mend` says what to do where it is not as it should be. */
interface Finding {
  readonly name: string;
  readonly state: 'works' | 'missing' | 'broken';
  readonly text: string;
  readonly mend?: string;
}

/** `mainstay doctor`: exits 1 where something is broken; what is only missing is no failure. */
export async function doctorCommand(options: { readonly json?: boolean }): Promise<void> {
  const findings = await examine();
  if (options.json) console.log(JSON.stringify({ findings }));
  else
    for (const { state, name, text, mend } of findings)
      console.log(`${MARKS[state]} ${name}: ${text}${mend ? `\n    ${mend}` : ''}`);
  if (findings.some(({ state }) => state === 'broken')) process.exitCode = 1;
}

const MARKS = { works: '✓', missing: '?', broken: '✕' } as const;

async function examine(): Promise<Finding[]> {
  const node = nodeFinding();
  let environment: Environment;
  try {
    environment = readEnvironment(process.env);
  } catch (error) {
    return [node, broken('settings', error)];
  }
  return [
    node,
    await homeFinding(environment),
    await configFinding(),
    ...(await serverFindings(environment)),
  ];
}

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19))
    return { name: 'Node', state: 'works', text: process.versions.node };
  return { name: 'Node', state: 'broken', text: process.versions.node, mend: 'Install Node 20.19 or newer.' };
}

async function homeFinding({ home }: Environment): Promise<Finding> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await access(home, constants.W_OK);
    return { name: 'home', state: 'works', text: home };
  } catch {
    return {
      name: 'home',
      state: 'broken',
      text: `${home} cannot be written`,
      mend: 'Make it writable, or set MAINSTAY_HOME.',
    };
  }
}

async function configFinding(): Promise<Finding> {
  try {
    const { currency, tax, paper } = await readAppConfig();
    return { name: 'config', state: 'works', text: `${currency}, tax ${tax}%, ${paper}` };
  } catch (error) {
    return broken('config', error);
  }
}

async function serverFindings(environment: Environment): Promise<Finding[]> {
  const client = createClient(environment);
  const { address } = client;
  const body = await client.call('GET', '/readyz').catch(() => undefined);
  if (!body)
    return [
      {
        name: 'server',
        state: 'missing',
        text: `none answers at ${address}`,
        mend: 'Start it with `mainstay start`.',
      },
    ];
  if (!isReady(body))
    return [{ name: 'server', state: 'broken', text: `${address} is not ready`, mend: 'Look at its log.' }];
  const paused: Finding[] = body.paused
    ? [{ name: 'sending', state: 'missing', text: 'paused', mend: 'Say “resume” in the chat.' }]
    : [];
  const connectors = body.connectors.map(
    ({ name, ready, text }): Finding => ({ name, state: ready ? 'works' : 'missing', text }),
  );
  return [{ name: 'server', state: 'works', text: address }, ...paused, ...connectors];
}

function isReady(
  body: unknown,
): body is { paused: boolean; connectors: { name: string; ready: boolean; text: string }[] } {
  return typeof body === 'object' && body !== null && 'connectors' in body && Array.isArray(body.connectors);
}

function broken(name: string, error: unknown): Finding {
  if (!isMainstayError(error)) throw error;
  return { name, state: 'broken', text: error.message };
}
