import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN, mainstay } from './command.ts';
import { type MainstayProcess, startMainstay, temporaryHome } from './process.ts';

describe('backups of a server that runs', () => {
  let server: MainstayProcess;
  let env: Record<string, string>;
  beforeAll(async () => {
    server = await startMainstay();
    env = { MAINSTAY_HOME: server.home, MAINSTAY_PORT: new URL(server.address).port };
  });
  afterAll(() => server.stop());

  it('are made on request, listed, and in the log', async () => {
    expect((await server.call('GET', '/api/v1/backups')).body).toEqual({ items: [], next: null });
    const { status, body } = await server.call('POST', '/api/v1/backups');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^mainstay-\d{8}T\d{6}Z$/),
      path: join(server.home, 'backups', body.id),
      reason: 'asked',
      verified: true,
      elsewhere: false,
    });
    expect((await server.call('GET', '/api/v1/backups')).body.items).toEqual([body]);
    const events = await server.call('GET', '/api/v1/events?type=backup.made');
    expect(events.body.items).toMatchObject([{ subject: body.id }]);
  });

  it('are asked of the server by the command line', async () => {
    const { code, out } = await mainstay(['backup', '--json'], env);
    expect(code).toBe(0);
    expect((await server.call('GET', '/api/v1/backups')).body.items[0]).toEqual(JSON.parse(out));
    expect((await mainstay(['backup'], env)).out).toMatch(
      /^✓ .*mainstay-\d{8}T\d{6}Z(?:-\d)?, .* opened and checked\.\nIt is on this computer only\./,
    );
  });

  it('are named by doctor and by the digest, with what is missing', async () => {
    const { code, out } = await mainstay(['doctor'], env);
    expect(code).toBe(0);
    expect(out).toMatch(/\? backup: Last backup .*\d:\d\d, on this computer only\n {4}Set `backups`/);
    expect(out).toContain('? recovery key: you have not seen it yet');
    const { body } = await server.call('GET', '/api/v1/digest');
    expect(body.text.split('\n').at(-1)).toMatch(/^Last backup \d+:\d\d, on this computer only$/);
  });

  it('show no key where nobody reads it', async () => {
    const { out } = await mainstay(['backup'], env);
    expect(out).not.toContain('recovery key');
  });

  it('are refused while another process has the home and does not answer here', async () => {
    const { code, out } = await mainstay(['backup'], { ...env, MAINSTAY_PORT: '1' });
    expect([code, out]).toEqual([1, expect.stringContaining('HOME_LOCKED')]);
  });
});

describe('backups of a home that nobody runs', () => {
  it('are made from the store as it was left, also by a kill', async () => {
    const server = await startMainstay();
    await server.call('POST', '/api/v1/messages?wait=5000', { body: { text: 'Add customer Ana Torres' } });
    await server.kill();
    const { code, out } = await mainstay(['backup', '--json'], { MAINSTAY_HOME: server.home });
    expect(code).toBe(0);
    expect(await readdir(JSON.parse(out).path)).toEqual(['backup.json', 'config', 'mainstay.db']);
  });

  it('are not made where there is nothing, and nothing is left there', async () => {
    const home = await temporaryHome();
    const { code, out } = await mainstay(['backup'], { MAINSTAY_HOME: home });
    expect([code, out]).toEqual([1, expect.stringContaining(`there is no store in ${home}`)]);
    expect(await readdir(home)).toEqual([]);
  });

  it('say in which folder they failed', async () => {
    const server = await startMainstay();
    await server.stop();
    const folder = join(server.home, 'backups');
    await writeFile(folder, '');
    const { code, out } = await mainstay(['backup'], { MAINSTAY_HOME: server.home });
    expect([code, out]).toEqual([1, expect.stringContaining(`No backup was made in ${folder}`)]);
  });

  it('leave nothing on a disk that fills up while they are made, or is too small from the start', async (test) => {
    const run = promisify(execFile);
    await run('unshare', ['-Urm', 'true']).catch(() =>
      test.skip('this system gives tests no disk of their own'),
    );
    const { home, stop } = await startMainstay();
    await stop();
    await mkdir(join(home, 'backups'));
    await mkdir(join(home, 'outbox'));
    const onDiskOf = async (size: string) => {
      const inIt = 'mount -t tmpfs -o size="$0" none "$1/backups" && "$2" "$3" backup; ls -A "$1/backups"';
      const options = { env: { PATH: process.env['PATH'], MAINSTAY_HOME: home } };
      const { stdout, stderr } = await run(
        'unshare',
        ['-Urm', 'sh', '-c', inIt, size, home, process.execPath, MAIN],
        options,
      );
      return { left: stdout, told: stderr };
    };
    expect(await onDiskOf('100k')).toEqual({
      left: '',
      told: expect.stringMatching(
        /^No backup was made in .*: the copy needs .* and the disk has 10\d KB left\..* Free some room there\./,
      ),
    });
    await writeFile(join(home, 'outbox', 'large.eml'), Buffer.alloc(8_000_000));
    expect(await onDiskOf('4m')).toEqual({ left: '', told: expect.stringContaining('the disk is full') });
  });
});
