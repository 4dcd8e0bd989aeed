import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { isMainstayError, MainstayError, Secret } from '../../kernel/index.ts';
import { showKeyOnce } from '../backup/show-key.ts';
import { readAppConfig } from '../config.ts';
import { type Environment, readEnvironment } from '../environment.ts';
import { environmentFile, readEnvironmentFile, withVariables, writePrivately } from '../environment-file.ts';
import { type Answers, answersFrom, type GivenOptions, type Known } from '../init/answers.ts';
import { askMissing, Left, localZone, yes } from '../init/ask.ts';
import { type Change, changesOf, settingsOf, variablesOf, withConfigAnswers } from '../init/changes.ts';
import { mailProblem } from '../init/mail.ts';
import { readKeys, readMasterKey } from '../keys.ts';
import { CONFIG_FILE, configFolder, ownConfigFolder } from '../root.ts';
import { settingsAccess } from '../settings-change.ts';
import { visible } from '../terminal/text.ts';

export interface InitOptions extends GivenOptions {
  /** Ask nothing: take what is given and what is known. */
  readonly yes?: boolean;
  /** Ask everything again. */
  readonly again?: boolean;
  /** The mail account's address is the first line of the input, so that it stands in no list of processes. */
  readonly smtpFromStdin?: boolean;
  readonly json?: boolean;
}

/** `mainstay init`: asks what is missing, shows what it changes, and writes it; safe to repeat. */
export async function initCommand(options: InitOptions): Promise<void> {
  const environment = readEnvironment(process.env);
  const known = await readKnown(environment);
  const asking = process.stdin.isTTY && process.stdout.isTTY && !options.yes && !options.json;
  try {
    const given = { ...answersFrom(options), ...(options.smtpFromStdin ? await smtpFromInput() : {}) };
    const answers = asking
      ? await askMissing(known, given, options.again ?? false)
      : withDefaults(known, given);
    const changes = changesOf(known, answers);
    if (!options.json) console.log(changesText(changes));
    if (asking && changes.length > 0 && !(await yes('Write this?', true))) throw new Left();
    await write(environment, answers, changes);
    if (asking) await showKey(environment);
    if (options.json) console.log(JSON.stringify({ changes, next: NEXT }));
    else console.log(`\n${NEXT}`);
  } catch (error) {
    if (!(error instanceof Left)) throw error;
    console.error('Nothing was changed.');
    process.exitCode = 1;
  }
}

const NEXT = 'Next: mainstay start. If it runs already, start it again. mainstay doctor says what works.';

async function readKnown(environment: Environment): Promise<Known> {
  const { currency, tax } = await readAppConfig();
  const { business, zone, hold } = await settingsAccess(environment).read();
  const file = await readEnvironmentFile(environmentFile());
  return {
    business: business.name,
    zone: zone.home ?? undefined,
    currency,
    tax,
    mail: environment.smtpUrl !== undefined,
    hold,
    before: /^\s*MAINSTAY_ZONE\s*=/m.test(file),
  };
}

/** Without questions, only the zone is taken from the computer, and only where none is known. */
function withDefaults(known: Known, given: Answers): Answers {
  return known.zone === undefined && given.zone === undefined ? { ...given, zone: localZone() } : given;
}

/** Throws MAIL_ACCOUNT_UNUSABLE: what a script gives is tried like what a person types. */
async function smtpFromInput(): Promise<Answers> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  const { value = '' } = (await lines[Symbol.asyncIterator]().next()) as { value?: string };
  lines.close();
  const smtpUrl = new Secret(value.trim());
  const reason = await mailProblem(smtpUrl);
  if (reason !== undefined) throw new MainstayError('MAIL_ACCOUNT_UNUSABLE', { values: { reason } });
  return { smtpUrl };
}

function changesText(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Everything is as it should be; nothing to change.';
  return [
    'Changes:',
    ...changes.map(({ where, name, from, to }) => `  ${where}: ${name} ${arrow(from, to)}`),
  ].join('\n');
}

function arrow(from: string | undefined, to: string): string {
  return visible(from === undefined ? to : `${from} → ${to}`);
}

/** On a terminal only, and once: whoever sets Mainstay up needs it for the day on which the computer is gone. */
async function showKey(environment: Environment): Promise<void> {
  const { home } = environment;
  await mkdir(home, { recursive: true, mode: 0o700 });
  await readKeys(home, environment);
  const master = await readMasterKey(home, environment);
  if (master) await showKeyOnce(home, master, (lines) => console.log(['', ...lines].join('\n')));
}

/** Files first, since the settings need no file to be there. Each is written whole or not at all. */
async function write(environment: Environment, answers: Answers, changes: readonly Change[]): Promise<void> {
  const touches = (where: Change['where']) => changes.some((change) => change.where === where);
  if (touches('config/mainstay.yaml')) {
    const text = await readFile(join(configFolder(), CONFIG_FILE), 'utf8').catch(() => '');
    const file = join(ownConfigFolder(), CONFIG_FILE);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, withConfigAnswers(text, answers));
  }
  if (touches('.env')) {
    const file = environmentFile();
    await writePrivately(file, withVariables(await readEnvironmentFile(file), variablesOf(answers)));
  }
  if (!touches('settings')) return;
  try {
    await settingsAccess(environment).change(settingsOf(answers));
  } catch (error) {
    if (!isMainstayError(error, 'HOME_LOCKED')) throw error;
    console.error(`${error.message} The files are written; run mainstay init again for the rest.`);
    process.exitCode = 1;
  }
}
