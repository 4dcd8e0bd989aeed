import { access, constants, mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { verifyModel } from '../../adapters/embedder/transformers/index.ts';
import type { Settings } from '../console/index.ts';
import { isMainstayError, systemClock } from '../kernel/index.ts';
import { checkWorkflowFiles } from '../orchestrator/index.ts';
import { backupFindings } from './backup/findings.ts';
import { type Client, createClient, isUnreachable, ServerRefusal } from './client/client.ts';
import { type Config, readAppConfig } from './config.ts';
import { type Environment, readEnvironment } from './environment.ts';
import type { Finding } from './finding.ts';
import { mailProblem } from './init/mail.ts';
import { CONFIG_FILE, configFolder, modelFolder, workflowFolders } from './root.ts';
import { onWorkbench } from './workbench.ts';

/** Looked at by itself, with or without a server. */
const MAIL = 'email';
const START = 'Run mainstay start.';
const INIT = 'Run mainstay init.';

/** Looks at everything that can be looked at, in the order in which it is needed. Changes nothing but the home folder. */
export async function examine(
  variables: Readonly<Record<string, string | undefined>>,
): Promise<readonly Finding[]> {
  let environment: Environment;
  try {
    environment = readEnvironment(variables);
  } catch (error) {
    return [nodeFinding(), broken('settings', error)];
  }
  return [
    nodeFinding(),
    await homeFinding(environment),
    ...(await configFindings()),
    await modelFinding(),
    ...(await serverFindings(environment)),
    await mailFinding(environment),
    ...(await backupFinding(environment)),
  ];
}

/** The one thing to do now: what is broken first, then what is missing; else the work itself. */
export function nextStep(findings: readonly Finding[]): string {
  const toMend = (state: Finding['state']) =>
    findings.find((one) => one.state === state && one.mend !== undefined);
  return (
    (toMend('broken') ?? toMend('missing'))?.mend ?? 'Everything works. Write what you need: mainstay chat'
  );
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
    const mend = `Make ${home} writable, or set MAINSTAY_HOME.`;
    return { name: 'home', state: 'broken', text: `${home} cannot be written`, mend };
  }
}

async function configFindings(): Promise<Finding[]> {
  try {
    const config = await readAppConfig();
    const { currency, tax, paper } = config;
    const file = relative('', join(configFolder(), CONFIG_FILE));
    return [
      { name: 'config', state: 'works', text: `${currency}, tax ${tax}%, ${paper} (${file})` },
      await workflowFinding(config),
    ];
  } catch (error) {
    return [broken('config', error)];
  }
}

async function workflowFinding(config: Config): Promise<Finding> {
  const checked = await onWorkbench(config, ({ workflowEnvironment }) =>
    checkWorkflowFiles(workflowFolders(), workflowEnvironment, []),
  );
  const [problem] = checked.flatMap(({ problems }) => problems);
  if (!problem) return { name: 'workflows', state: 'works', text: `${checked.length} are in order` };
  const text = `${problem.file}, line ${problem.line}: ${problem.problem}`;
  return { name: 'workflows', state: 'broken', text, mend: `${problem.mend} Then: mainstay workflows check` };
}

/** Nothing is said of backups where the config cannot be read: that is told already. */
async function backupFinding(environment: Environment): Promise<readonly Finding[]> {
  const config = await readAppConfig().catch(() => undefined);
  return config ? backupFindings(environment, config, systemClock.now()) : [];
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
  const client = createClient(environment);
  try {
    const { paused, business, practice, connectors } = await client.call<Settings>('GET', '/api/v1/settings');
    return [
      await readyFinding(client),
      ...(paused
        ? [
            {
              name: 'sending',
              state: 'missing',
              text: 'paused',
              mend: 'Say “resume” in mainstay chat.',
            } as const,
          ]
        : []),
      ...(practice ? [{ name: 'practice', state: 'missing', text: 'on: nothing is sent' } as const] : []),
      business.name === undefined
        ? { name: 'business', state: 'missing', text: 'has no name yet', mend: INIT }
        : { name: 'business', state: 'works', text: business.name },
      ...connectors.filter(({ name }) => name !== MAIL).map(connectorFinding),
    ];
  } catch (error) {
    if (isUnreachable(error))
      return [{ name: 'server', state: 'missing', text: `none answers at ${client.address}`, mend: START }];
    if (!(error instanceof ServerRefusal)) throw error;
    const mend = 'See whether another home or token is set: MAINSTAY_HOME, MAINSTAY_API_TOKEN.';
    return [{ name: 'server', state: 'broken', text: `${client.address} says: ${error.message}`, mend }];
  }
}

function connectorFinding({ name, ready, text }: Settings['connectors'][number]): Finding {
  return { name, state: ready ? 'works' : 'missing', text };
}

/** Ready is only what can be written. */
async function readyFinding(client: Client): Promise<Finding> {
  try {
    await client.call('GET', '/readyz');
    return { name: 'server', state: 'works', text: client.address };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      name: 'server',
      state: 'broken',
      text: `${client.address} is not ready: ${reason}`,
      mend: 'Look at its log.',
    };
  }
}

/** The account is tried by a real sign-in; nothing is sent. */
async function mailFinding({ smtpUrl }: Environment): Promise<Finding> {
  if (!smtpUrl)
    return {
      name: MAIL,
      state: 'missing',
      text: 'No mail account is connected, so approved mail is saved as a file on this computer.',
      mend: INIT,
    };
  const problem = await mailProblem(smtpUrl);
  if (problem !== undefined) return { name: MAIL, state: 'broken', text: problem, mend: INIT };
  return { name: MAIL, state: 'works', text: 'the account takes mail' };
}

function broken(name: string, error: unknown): Finding {
  if (!isMainstayError(error)) throw error;
  return { name, state: 'broken', text: error.message, mend: 'Mend that first.' };
}
