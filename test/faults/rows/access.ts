import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startFakeMailServer } from '../../../adapters/connector/email/mail-server.fake.ts';
import { mainstay as command } from '../../process/command.ts';
import { type MainstayProcess, startMainstay, temporaryHome } from '../../process/process.ts';
import type { Random } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';
import { ADD_ANA, approve, INVOICE_ANA, say } from '../say.ts';

/** Plays all times against one server. */
function withServer(play: (mainstay: MainstayProcess, random: Random) => Promise<void>): FaultRow['play'] {
  return async (trial) => {
    const mainstay = await startMainstay();
    const outcome = await repeated(trial, (random) => play(mainstay, random));
    await mainstay.stop();
    return outcome;
  };
}

const FLOOD_MS = 4_000;

export const floods: FaultRow = {
  row: 25,
  fault: 'ten megabytes, or a byte now and then, from somebody who has not signed in',
  must: 'refused before it is read, and others are answered',
  times: { short: 2, full: 40 },
  play: withServer(async (mainstay, random) => {
    const url = new URL('/api/v1/messages', mainstay.address);
    const before = await residentMegabytes(mainstay);
    if (random.below(2) === 0) {
      const sent = request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': '10000000' },
      });
      sent.on('error', () => undefined);
      const answered = once(sent, 'response');
      sent.write('{"text":"');
      const [{ statusCode }] = await answered;
      expect(statusCode).toBe(401);
      sent.destroy();
    } else {
      const lines = Array.from({ length: 50 }, () => {
        const line = connect(Number(url.port), url.hostname);
        line.on('error', () => undefined);
        line.write('POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n{');
        return line;
      });
      const answers = Promise.all(lines.map(async (line) => String((await once(line, 'data'))[0])));
      const started = performance.now();
      expect((await say(mainstay, 'help')).replies).toHaveLength(1);
      expect(performance.now() - started).toBeLessThan(FLOOD_MS);
      for (const answer of await answers) expect(answer).toMatch(/^HTTP\/1\.1 401/);
      for (const line of lines) line.destroy();
    }
    expect((await residentMegabytes(mainstay)) - before).toBeLessThan(80);
  }),
};

async function residentMegabytes({ child }: MainstayProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Everything that a process wrote, but for the files that are there to hold the secret. */
async function writtenBy(mainstay: MainstayProcess): Promise<string> {
  const names = await readdir(mainstay.home, { recursive: true });
  const texts: string[] = [mainstay.output()];
  for (const name of names) {
    const path = join(mainstay.home, name);
    if (/(?:api-token|master-key)$/.test(name) || !(await stat(path)).isFile()) continue;
    texts.push((await readFile(path)).toString('latin1'));
  }
  return texts.join('\n');
}

export const secretsInLogs: FaultRow = {
  row: 41,
  fault: 'a hundred ways to fail, with a secret of its own in every place that has one',
  must: 'no secret in a log, the store, an answer or the chat',
  times: { short: 10, full: 100 },
  play: async (trial) => {
    const password = 'canary-password-4711';
    const [token, master] = ['canary-token-4711-abcdef', 'canary-master-4711-abcdef'];
    // A server that tells everybody what it was given.
    const mail = await startFakeMailServer({ AUTH: `535 wrong: olga@olga.example ${password}` });
    const env = {
      SMTP_URL: `smtp://${encodeURIComponent('olga@olga.example')}:${password}@127.0.0.1:${mail.port}`,
      MAINSTAY_API_TOKEN: token,
      MAINSTAY_MASTER_KEY: master,
      LOG_LEVEL: 'trace',
    };
    const home = await temporaryHome();
    // The token comes from the environment; tests look for it in the file.
    await writeFile(join(home, 'api-token'), token);
    const mainstay = await startMainstay({ home, env });
    const answers: unknown[] = [];
    await say(mainstay, ADD_ANA);
    const outcome = await repeated(trial, async (random) => {
      const fail = random.pick([
        () => mainstay.call('GET', `/api/v1/${random.pick(['runs', 'effects', 'why', 'records/x'])}/nothing`),
        () => mainstay.call('POST', '/api/v1/messages', { raw: '{' }),
        () => mainstay.call('POST', '/api/v1/session', { body: { token: 'wrong' } }),
        () => mainstay.call('GET', '/api/v1/settings', { headers: { authorization: `Bearer ${token}x` } }),
        () => mainstay.call('PATCH', '/api/v1/settings', { body: { zone: { home: 'Mars/Base' } } }),
        async () => {
          const { suggestions } = await say(mainstay, INVOICE_ANA);
          // Once it lets us in, what it answers to the mail itself has the password too.
          mail.script =
            random.below(2) === 0 ? mail.script : { end: `${random.pick([451, 554])} no, ${password}` };
          return approve(mainstay, suggestions[0]);
        },
        () => mainstay.call('GET', '/metrics'),
        () => mainstay.call('GET', '/api/v1/../../etc/passwd'),
      ]);
      answers.push((await fail()).body);
    });
    for (const path of ['/api/v1/effects', '/api/v1/conversations/main/messages', '/api/v1/events?limit=100'])
      answers.push((await mainstay.call('GET', path)).body);
    for (const args of [['doctor'], ['doctor', '--json'], ['verify']])
      answers.push(
        await command(args, { ...env, MAINSTAY_HOME: home, MAINSTAY_PORT: new URL(mainstay.address).port }),
      );
    await mainstay.stop();
    await mail.close();
    expect(mail.commands.some((line) => line.startsWith('AUTH'))).toBe(true);
    // The link that signs in is printed once, for that.
    const written = (await writtenBy(mainstay)).replaceAll(/"link":"[^"]*"/g, '');
    const found = [password, token, master].filter(
      (secret) => written.includes(secret) || JSON.stringify(answers).includes(secret),
    );
    return { ...outcome, breaches: [...outcome.breaches, ...found.map((secret) => `${secret} was found`)] };
  },
};

const OUTSIDE = [
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e/%2e%2e/etc/passwd',
  '....//etc/passwd',
  '/etc/passwd',
  'file:///etc/passwd',
  '..\\..\\etc\\passwd',
  '%00/etc/passwd',
  'pdf_../../master-key',
  'http://169.254.169.254/latest/meta-data',
] as const;

export const escapes: FaultRow = {
  row: 42,
  fault: 'paths that lead out of a folder, addresses that lead into the machine',
  must: 'nothing of outside is told or called',
  times: { short: 30, full: 500 },
  play: withServer(async (mainstay, random) => {
    const path = random.pick([
      '/',
      '/assets/',
      '/api/v1/attachments/',
      '/api/v1/records/customer/',
      '/api/v1/runs/',
      '/api/v1/workflows/',
      '/api/v1/conversations/',
    ]);
    const { port, hostname } = new URL(mainstay.address);
    const line = connect(Number(port), hostname);
    line.end(
      `GET ${path}${random.pick(OUTSIDE)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${mainstay.token}\r\nConnection: close\r\n\r\n`,
    );
    let answer = '';
    for await (const part of line) answer += String(part);
    expect(answer).not.toMatch(/root:|HTTP\/1\.1 5/);
    expect(answer).not.toContain((await readFile(join(mainstay.home, 'master-key'), 'utf8')).trim());
  }),
};

export const rotated: FaultRow = {
  row: 43,
  fault: 'the token is made anew while browsers and programs are signed in',
  must: 'the old one is dead within five seconds, the stream that came with it ends',
  times: { short: 1, full: 20 },
  play: withServer(async (mainstay) => {
    const { home, address } = mainstay;
    const old = (await readFile(join(home, 'api-token'), 'utf8')).trim();
    const ask = (headers: Record<string, string>) => fetch(`${address}/api/v1/settings`, { headers });
    const signedIn = await fetch(`${address}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: old }),
    });
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await ask({ cookie })).status).toBe(200);
    const stream = await fetch(`${address}/api/v1/stream`, { headers: { authorization: `Bearer ${old}` } });
    const ended = stream.text();
    const { code, out } = await command(['token', '--new', '--json'], {
      MAINSTAY_HOME: home,
      MAINSTAY_PORT: new URL(address).port,
    });
    expect([code, out]).toEqual([0, expect.stringContaining('#token=')]);
    const fresh = (await readFile(join(home, 'api-token'), 'utf8')).trim();
    await expect
      .poll(async () => (await ask({ authorization: `Bearer ${fresh}` })).status, { timeout: 5_000 })
      .toBe(200);
    expect((await ask({ authorization: `Bearer ${old}` })).status).toBe(401);
    expect((await ask({ cookie })).status).toBe(401);
    await ended;
  }),
};
