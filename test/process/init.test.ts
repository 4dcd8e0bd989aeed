import { access, mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMailServer } from '../fakes/mail-server.ts';
import { type CommandOptions, environmentOf, runMainstay } from './command.ts';
import { startMainstay } from './process.ts';
import { noTerminal, openTerminal } from './terminal.ts';

/** A folder to begin in, and the commands as they run there. */
async function beginning() {
  const cwd = await mkdtemp(join(tmpdir(), 'mainstay-init-'));
  const home = join(cwd, '.mainstay');
  const run = (args: readonly string[], options: CommandOptions = {}) =>
    runMainstay(args, { cwd, env: { MAINSTAY_PORT: '1', ...options.env }, ...options });
  return { cwd, home, run };
}

const FULL = [
  'init',
  '--yes',
  '--business',
  'Olga Design',
  '--zone',
  'Europe/Berlin',
  '--currency',
  'EUR',
  '--tax',
  '19',
  '--hold',
  '10',
];

describe('mainstay init', () => {
  it('writes config, .env and settings, and what starts there uses them', async () => {
    const { cwd, home, run } = await beginning();
    const mail = await startMailServer();
    const { code, out, errors } = await run([...FULL, '--smtp-from-stdin', '--mail-from', 'olga@x.example'], {
      input: `${mail.url}\n`,
    });
    expect([code, errors]).toEqual([0, '']);
    expect(out).toContain('.env: SMTP_URL (not shown)');
    expect(out).not.toContain(mail.url);
    expect((await stat(join(cwd, '.env'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(cwd, 'config', 'mainstay.yaml'), 'utf8')).toMatch(
      /# What an amount without a currency is in[^]*currency: EUR[^]*tax: 19[^]*mailFrom: olga@x\.example/,
    );
    const server = await startMainstay({ cwd, home, env: { MAINSTAY_ZONE: '' } });
    const { body } = await server.call('GET', '/api/v1/settings');
    expect(body).toMatchObject({
      zone: { home: 'Europe/Berlin', here: 'Europe/Berlin' },
      hold: 10,
      business: { name: 'Olga Design' },
    });
    expect(body.connectors).toContainEqual(expect.objectContaining({ name: 'email', ready: true }));
    const doctor = await run(['doctor'], { env: environmentOf(server) });
    expect(doctor.out).toContain('✓ email: the account takes mail');
    expect(doctor.out).toMatch(/\nNext: Run `mainstay init` in a terminal, which shows it once/);
    await server.stop();
    await mail.close();
  });

  it('changes nothing the second time, and keeps what others wrote', async () => {
    const { cwd, run } = await beginning();
    await writeFile(join(cwd, '.env'), '# mine\nOPENAI_API_KEY=abc\n', { mode: 0o644 });
    await run(FULL);
    const first = await readFile(join(cwd, '.env'), 'utf8');
    expect(first).toBe('# mine\nOPENAI_API_KEY=abc\nMAINSTAY_ZONE=Europe/Berlin\n');
    const { out } = await run([...FULL, '--json']);
    expect(JSON.parse(out).changes).toEqual([]);
    expect(await readFile(join(cwd, '.env'), 'utf8')).toBe(first);
    const changed = await run(['init', '--json', '--tax', '7']);
    expect(JSON.parse(changed.out).changes).toEqual([
      { where: 'config/mainstay.yaml', name: 'tax', from: '19', to: '7' },
    ]);
  });

  it('tries the mail account, and writes nothing where it does not work', async () => {
    const { cwd, run } = await beginning();
    const { code, errors } = await run(['init', '--yes', '--smtp-from-stdin'], {
      input: 'smtp://olga:secret-password@127.0.0.1:1\n',
    });
    expect(code).toBe(1);
    expect(errors).toContain('the connection was refused');
    expect(errors).toContain('(MAIL_ACCOUNT_UNUSABLE)');
    expect(errors).not.toContain('secret-password');
    await expect(access(join(cwd, '.env'))).rejects.toThrow('ENOENT');
  });

  it('changes the settings of a server that runs', async () => {
    const { run } = await beginning();
    const server = await startMainstay();
    const { code } = await run(['init', '--yes', '--business', 'Olga Design'], {
      env: environmentOf(server),
    });
    expect(code).toBe(0);
    expect((await server.call('GET', '/api/v1/settings')).body.business.name).toBe('Olga Design');
    await server.stop();
    expect((await runMainstay(['verify'], { env: environmentOf(server) })).out).toContain('all in place');
  });

  it('asks in a terminal, again where an answer cannot be used, and writes after a yes only', async (test) => {
    test.skip(noTerminal() !== undefined, noTerminal());
    const { cwd, home } = await beginning();
    const env = { MAINSTAY_HOME: home, MAINSTAY_PORT: '1', TZ: 'Europe/Berlin' };
    const answer = async (terminal: ReturnType<typeof openTerminal>, question: string, keys: string) => {
      await terminal.shows(question);
      terminal.type(keys);
    };
    const left = openTerminal(['init'], env, cwd);
    await answer(left, 'What is your business called', '\u0003');
    await left.shows('Nothing was changed.');
    expect(await left.ended()).toBe(1);
    const terminal = openTerminal(['init'], env, cwd);
    await answer(terminal, 'What is your business called', 'Olga Design\r');
    await answer(terminal, 'Where are you?', '\r');
    await answer(terminal, 'Which currency', '\u0015XX\r');
    await answer(terminal, 'Write a currency code', '\u0015chf\r');
    await answer(terminal, 'Which tax', '\u00158.1\r');
    await answer(terminal, 'Do you have a mail account', '\r');
    await answer(terminal, 'wait 10 seconds', '\r');
    await answer(terminal, 'Write this?', '\r');
    await terminal.shows('Your recovery key:');
    await terminal.shows('Next: mainstay start');
    expect(await terminal.ended()).toBe(0);
    expect(await readFile(join(cwd, '.env'), 'utf8')).toBe('MAINSTAY_ZONE=Europe/Berlin\n');
    expect(await readFile(join(cwd, 'config', 'mainstay.yaml'), 'utf8')).toMatch(
      /currency: CHF[^]*tax: 8\.1/,
    );
  });
});

describe('mainstay doctor', () => {
  it('names what is broken in a workflow of yours, and that as the next step', async () => {
    const { cwd, run } = await beginning();
    await run(FULL);
    await mkdir(join(cwd, 'config', 'workflows'));
    await writeFile(join(cwd, 'config', 'workflows', 'own.yaml'), 'name: own\nversion: one\n');
    const { code, out } = await run(['doctor', '--json']);
    expect(code).toBe(1);
    const { findings, next } = JSON.parse(out);
    expect(findings).toContainEqual(
      expect.objectContaining({
        name: 'workflows',
        state: 'broken',
        text: expect.stringContaining('own.yaml, line'),
      }),
    );
    expect(next).toContain('mainstay workflows check');
  });
});

describe('mainstay completion', () => {
  it.each(['bash', 'zsh', 'fish'])('gives a script for %s', async (shell) => {
    const { code, out } = await runMainstay(['completion', shell]);
    expect([code, out]).toEqual([0, expect.stringContaining('mainstay complete --')]);
  });

  it('completes commands, theirs below them, and options', async () => {
    expect((await runMainstay(['complete', '--', 'dig'])).out).toContain('digest\t');
    expect((await runMainstay(['complete', '--', 'workflows', ''])).out).toMatch(
      /check\t[^]*diff\t[^]*list\t/,
    );
    expect((await runMainstay(['complete', '--', 'chat', '--'])).out).toContain('--conversation');
  });
});
