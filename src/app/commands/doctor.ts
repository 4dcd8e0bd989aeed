import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyModel } from '../../../adapters/embedder/transformers/index.ts';
import { isMainstayError, systemClock } from '../../kernel/index.ts';
import { backupFindings } from '../backup/findings.ts';
import { type Config, readConfig } from '../config.ts';
import { type Environment, readEnvironment } from '../environment.ts';
import { modelFolder, packageRoot } from '../root.ts';
import { askServer } from '../running-server.ts';
import type { Finding } from './finding.ts';

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
  const config = await readConfig(
    join(packageRoot(), 'config', 'mainstay.yaml'),
    'config/mainstay.yaml',
  ).catch((error: unknown) => broken('config', error));
  return [
    node,
    await homeFinding(environment),
    ...('state' in config
      ? [config]
      : [configFinding(config), ...(await backupFindings(environment, config, systemClock.now()))]),
    await modelFinding(),
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

function configFinding({ currency, tax, paper }: Config): Finding {
  return { name: 'config', state: 'works', text: `${currency}, tax ${tax}%, ${paper}` };
}

/** Without the model everything works by words alone, so a missing one is no failure; a wrong one is. */
async function modelFinding(): Promise<Finding> {
  const name = 'understanding';
  try {
    await verifyModel(modelFolder());
    return { name, state: 'works', text: 'by words and by meaning' };
  } catch (error) {
    const { state, text } = broken(name, error);
    return {
      name,
      state: isMainstayError(error, 'MODEL_MISSING') ? 'missing' : state,
      text: `by words alone. ${text}`,
    };
  }
}

async function serverFindings(environment: Environment): Promise<Finding[]> {
  const answer = await askServer(environment, '/readyz');
  const address = `http://${environment.host}:${environment.port}`;
  if (!answer)
    return [
      {
        name: 'server',
        state: 'missing',
        text: `none answers at ${address}`,
        mend: 'Start it with `mainstay start`.',
      },
    ];
  if (!isReady(answer.body))
    return [{ name: 'server', state: 'broken', text: `${address} is not ready`, mend: 'Look at its log.' }];
  const paused: Finding[] = answer.body.paused
    ? [{ name: 'sending', state: 'missing', text: 'paused', mend: 'Say “resume” in the chat.' }]
    : [];
  const connectors = answer.body.connectors.map(
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
