import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mainstay } from './command.ts';
import { startMainstay, temporaryHome } from './process.ts';

describe('starting', () => {
  it('refuses a home that another one uses, and says so', async () => {
    const first = await startMainstay();
    const { code, out } = await mainstay(['start'], { MAINSTAY_HOME: first.home });
    expect(code).toBe(1);
    expect(out).toContain('HOME_LOCKED');
    await first.stop();
  });

  it('takes the home over from one that was killed', async () => {
    const first = await startMainstay();
    await first.kill();
    const second = await startMainstay({ home: first.home });
    expect((await second.call('GET', '/readyz')).status).toBe(200);
    expect(await second.stop()).toBe(0);
  });

  it('refuses a port that is in use', async () => {
    const first = await startMainstay();
    const { out } = await mainstay(['start'], {
      MAINSTAY_HOME: await temporaryHome(),
      MAINSTAY_PORT: new URL(first.address).port,
    });
    expect(out).toContain('PORT_IN_USE');
    await first.stop();
  });

  it('refuses a host that others reach without a token of its own', async () => {
    const { code, out } = await mainstay(['start'], {
      MAINSTAY_HOME: await temporaryHome(),
      MAINSTAY_HOST: '0.0.0.0',
    });
    expect([code, out]).toEqual([1, expect.stringContaining('TOKEN_REQUIRED')]);
  });

  it.each([
    ['MAINSTAY_PORT', 'http'],
    ['MAINSTAY_ZONE', 'Mars/Base'],
    ['LOG_LEVEL', 'loud'],
    ['SMTP_URL', 'mail.example'],
  ])('names a setting that cannot be used: %s', async (name, value) => {
    const { code, out } = await mainstay(['start'], { MAINSTAY_HOME: await temporaryHome(), [name]: value });
    expect(code).toBe(1);
    expect(out).toContain(`${name} is`);
    expect(out).toContain('ENVIRONMENT_INVALID');
  });

  it('refuses a home that is a file', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'mainstay-')), 'file');
    await writeFile(file, '');
    const { code, out } = await mainstay(['start'], { MAINSTAY_HOME: file });
    expect([code, out]).toEqual([1, expect.stringContaining('HOME_UNWRITABLE')]);
  });

  it('refuses a store of a newer program, and changes nothing in it', async () => {
    const first = await startMainstay();
    await first.stop();
    const database = new Database(join(first.home, 'mainstay.db'));
    database.prepare("UPDATE _meta SET value = '99' WHERE key = 'store'").run();
    database.close();
    const { code, out } = await mainstay(['start'], { MAINSTAY_HOME: first.home });
    expect([code, out]).toEqual([1, expect.stringContaining('STORE_NEWER')]);
  });
});

describe('verify', () => {
  it('passes what is whole, and names the entry that was changed', async () => {
    const server = await startMainstay();
    await server.call('POST', '/api/v1/messages?wait=5000', { body: { text: 'Add customer Ana Torres' } });
    expect((await mainstay(['verify'], { MAINSTAY_HOME: server.home })).out).toMatch(
      /^✓ \d+ entries, all in place/,
    );
    await server.stop();
    const database = new Database(join(server.home, 'mainstay.db'));
    database
      .prepare(
        "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'Ana Torres', 'Eve Torres') AS BLOB) WHERE CAST(body AS TEXT) LIKE '%Ana Torres%'",
      )
      .run();
    database.close();
    const { code, out } = await mainstay(['verify', '--json'], { MAINSTAY_HOME: server.home });
    expect(code).toBe(1);
    expect(JSON.parse(out).faults[0]).toMatchObject({ sequence: 1, reason: 'its payload was changed' });
  });

  it('notices that the tail was cut', async () => {
    const server = await startMainstay();
    await server.call('POST', '/api/v1/messages?wait=5000', { body: { text: 'Add customer Ana Torres' } });
    await server.stop();
    const database = new Database(join(server.home, 'mainstay.db'));
    database.prepare("DELETE FROM events WHERE (idx ->> '$.sequence') > 2").run();
    database.close();
    const { code, out } = await mainstay(['verify'], { MAINSTAY_HOME: server.home });
    expect([code, out]).toEqual([1, expect.stringContaining('tail was cut')]);
  });
});

describe('doctor and why', () => {
  it('say what works, what is missing and what to do', async () => {
    const server = await startMainstay();
    const env = { MAINSTAY_HOME: server.home, MAINSTAY_PORT: new URL(server.address).port };
    const { code, out } = await mainstay(['doctor'], env);
    expect(code).toBe(0);
    expect(out).toContain(
      '? email: No mail account is connected, so approved mail is saved as a file on this computer.',
    );
    const { body } = await server.call('POST', '/api/v1/messages?wait=5000', {
      body: { text: 'Add customer Ana Torres' },
    });
    const why = await mainstay(['why', body.replies[0].id], env);
    expect(why.out).toContain('You wrote “Add customer Ana Torres”');
    expect((await mainstay(['why', 'nothing'], env)).code).toBe(1);
    const bogus = await mainstay(['bogus'], env);
    expect(bogus.code).toBe(1);
    expect(bogus.out).toContain('There is no command “bogus”. Commands are: start, init, doctor,');
    await server.stop();
    expect((await mainstay(['why', 'x'], env)).out).toContain('SERVER_UNREACHABLE');
  });
});

describe('an unwritable home', () => {
  it('is refused', async (test) => {
    if (process.getuid?.() === 0) test.skip('root may write everywhere');
    const home = await temporaryHome();
    await chmod(home, 0o500);
    const { out } = await mainstay(['start'], { MAINSTAY_HOME: join(home, 'inner') });
    expect(out).toContain('HOME_UNWRITABLE');
  });
});
