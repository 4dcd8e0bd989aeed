import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/kernel/index.ts';
import type { Outcome } from '../../../src/ports/index.ts';
import { createEmailConnector } from './index.ts';
import { type FakeMailServer, type Script, startFakeMailServer } from './mail-server.fake.ts';
import { deliver } from './smtp.ts';

const PASSWORD = 'hunter2!';
const CONTEXT = { now: Date.UTC(2026, 10, 23), zone: 'UTC', practice: false, key: 'eff_1' };
/** For servers that answer, however busy this machine is; and for those that never will. */
const PATIENT = { connectMs: 10_000, greetingMs: 10_000, socketMs: 10_000, totalMs: 10_000 };
const HASTY = { ...PATIENT, greetingMs: 200, socketMs: 300 };
const MAIL = { to: 'ana@torres.example', subject: 'Hello', body: 'Hi Ana' };
/** More than the two sockets' buffers hold, so that its end stays here when the line drops at its start. */
const LARGE = Buffer.alloc(8 * 1024 * 1024, 7);

const servers: FakeMailServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function start(script: Script): Promise<FakeMailServer> {
  const server = await startFakeMailServer(script);
  servers.push(server);
  return server;
}

function send(port: number, input = {}, { scheme = 'smtp', timeouts = PATIENT } = {}): Promise<Outcome> {
  const connector = createEmailConnector({
    smtpUrl: new Secret(
      `${scheme}://olga%40studio.example:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`,
    ),
    outbox: '/nonexistent',
    from: async () => ({}),
    attachments: {
      read: async () => ({ name: 'large.bin', contentType: 'application/octet-stream', bytes: LARGE }),
    },
    timeouts,
  });
  const [command] = connector.commands;
  if (command?.where !== 'remote') throw new TypeError('email.send leaves the machine.');
  return command.perform({ ...MAIL, ...input }, CONTEXT);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** `failed MAIL_REFUSED` */
const told = (outcome: Outcome) => `${outcome.status}${'error' in outcome ? ` ${outcome.error.code}` : ''}`;

const UNREACHABLE = 'failed MAIL_UNREACHABLE';
const DEFERRED = 'failed MAIL_DEFERRED';
const REFUSED = 'failed MAIL_REFUSED';
const PASSWORD_REFUSED = 'failed MAIL_PASSWORD';
const UNCERTAIN = 'unknown MAIL_UNCERTAIN';

type Cases = Readonly<Record<string, readonly [script: Script, expected: string]>>;

/** The final dot does not arrive. */
const BEFORE_THE_DOT: Cases = {
  'greets with 421': [{ greeting: '421 later' }, DEFERRED],
  'greets with 554': [{ greeting: '554 no service' }, DEFERRED],
  'never greets': [{ greeting: 'silence' }, UNREACHABLE],
  'drops instead of greeting': [{ greeting: 'drop' }, UNREACHABLE],
  'greets in another protocol': [{ greeting: 'HTTP/1.1 400 Bad Request' }, UNREACHABLE],
  'greets with binary': [{ greeting: '\x16\x03\x01\0\xFF' }, UNREACHABLE],
  'stops in its greeting': [{ greeting: { cut: '22' } }, UNREACHABLE],
  'answers EHLO with 421': [{ EHLO: '421 later' }, DEFERRED],
  'answers neither EHLO nor HELO': [{ EHLO: '502 no' }, DEFERRED],
  'drops after EHLO': [{ EHLO: 'drop' }, UNREACHABLE],
  'is silent after EHLO': [{ EHLO: 'silence' }, UNREACHABLE],
  'refuses the password': [{ AUTH: '535 5.7.8 wrong' }, PASSWORD_REFUSED],
  'cannot check the password now': [{ AUTH: '454 4.7.0 later' }, DEFERRED],
  'drops at the password': [{ AUTH: 'drop' }, UNREACHABLE],
  'is silent at the password': [{ AUTH: 'silence' }, UNREACHABLE],
  'defers the sender': [{ MAIL: '451 4.7.1 later' }, DEFERRED],
  'refuses the sender': [{ MAIL: '550 5.7.1 not you' }, REFUSED],
  'drops at the sender': [{ MAIL: 'drop' }, UNREACHABLE],
  'defers the recipient': [{ RCPT: '450 4.2.1 greylisted' }, DEFERRED],
  'refuses the recipient': [{ RCPT: '550 5.1.1 no such address' }, REFUSED],
  'refuses for a state of its own': [{ RCPT: '503 bad sequence' }, DEFERRED],
  'drops at the recipient': [{ RCPT: 'drop' }, UNREACHABLE],
  'is silent at the recipient': [{ RCPT: 'silence' }, UNREACHABLE],
  'defers DATA': [{ DATA: '451 later' }, DEFERRED],
  'refuses DATA': [{ DATA: '554 no' }, REFUSED],
  'answers DATA with 421': [{ DATA: '421 closing' }, DEFERRED],
  'drops at DATA': [{ DATA: 'drop' }, UNREACHABLE],
  'is silent at DATA': [{ DATA: 'silence' }, UNREACHABLE],
  'stops in its answer to DATA': [{ DATA: { cut: '354 go' } }, UNREACHABLE],
  'drops when a short one has come': [{ body: 'drop' }, UNCERTAIN],
  'is silent when a short one has come': [{ body: 'silence' }, UNCERTAIN],
};

const AFTER_THE_DOT: Cases = {
  'accepts it': [{}, 'done'],
  'accepts it in several lines': [{ end: '250-taken\r\n250 as 42' }, 'done'],
  'defers it': [{ end: '451 4.3.0 later' }, DEFERRED],
  'refuses it': [{ end: '554 5.6.0 spam' }, REFUSED],
  'closes with 421 instead': [{ end: '421 4.4.2 timeout' }, DEFERRED],
  'drops without an answer': [{ end: 'drop' }, UNCERTAIN],
  'never answers': [{ end: 'silence' }, UNCERTAIN],
  'stops in an answer that was a yes': [{ end: { cut: '250 tak' } }, UNCERTAIN],
  'stops in an answer that was a no': [{ end: { cut: '451 lat' } }, UNCERTAIN],
  'stops in an answer of several lines': [{ end: { cut: '550-no\r\n' } }, UNCERTAIN],
  'answers something else': [{ end: 'what?' }, UNCERTAIN],
  'answers with a code that decides nothing': [{ end: '354 go on' }, UNCERTAIN],
};

function caseOf([what, [script, expected]]: [string, Cases[string]], taken: number) {
  return { what, script, expected, taken };
}

const CASES = [
  ...Object.entries(BEFORE_THE_DOT).map((each) => caseOf(each, 0)),
  ...Object.entries(AFTER_THE_DOT).map((each) => caseOf(each, 1)),
];

describe.each([
  ['one command at a time', '250-fake\r\n250 AUTH PLAIN'],
  ['pipelining', '250-fake\r\n250-PIPELINING\r\n250-SIZE 100000000\r\n250 AUTH PLAIN LOGIN'],
])('a mail server, %s,', (_, EHLO) => {
  it.each(CASES)('that $what', async ({ what, script, expected, taken }) => {
    const server = await start({ EHLO, ...script });
    const silent = Object.values(script).includes('silence');
    const outcome = await send(server.port, {}, { timeouts: silent ? HASTY : PATIENT });
    expect(told(outcome)).toBe(expected);
    expect(server.messages).toHaveLength(taken);
    expect(server.connections(), `attempts when it ${what}`).toBe(1);
    expect(inspect(outcome, { depth: 9, showHidden: true })).not.toContain(PASSWORD);
    expect('error' in outcome ? outcome.error.message : '').not.toMatch(/\{|undefined|[\0\r\n]/);
  });

  it('that refuses the recipient and takes DATA all the same gets nothing to deliver', async () => {
    const server = await start({ EHLO, RCPT: '550 5.1.1 no such address', DATA: '354 go on' });
    expect(told(await send(server.port))).toBe('failed MAIL_REFUSED');
    expect(server.messages.join('')).toBe('');
  });

  it('that drops in the middle of a large mail has not got it', async () => {
    const server = await start({ EHLO, body: 'drop' });
    expect(told(await send(server.port, { attach: 'large' }))).toBe('failed MAIL_UNREACHABLE');
  });

  it('that refuses in the middle of a large mail has refused it', async () => {
    const server = await start({ EHLO, body: { cut: '552 5.3.4 too large\r\n' } });
    expect(told(await send(server.port, { attach: 'large' }))).toMatch(/^failed MAIL_(REFUSED|UNREACHABLE)$/);
  });

  it('that accepts a mail before it was complete may have it', async () => {
    const server = await start({ EHLO, body: '250 taken' });
    expect(told(await send(server.port, { attach: 'large' }))).toBe('unknown MAIL_UNCERTAIN');
  });
});

describe('a mail server that takes mail for a domain in other letters', () => {
  it('is told the domain in punycode', async () => {
    const server = await start({});
    await send(server.port, { to: 'info@müller.example' });
    expect(server.commands).toContain('RCPT TO:<info@xn--mller-kva.example>');
    expect(server.messages[0]).toContain('To: info@xn--mller-kva.example\r\n');
  });
});

describe('a mail server that cannot be reached', () => {
  it('is not there', async () => {
    const probe = await start({});
    await probe.close();
    servers.length = 0;
    const outcome = await send(probe.port);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'MAIL_UNREACHABLE', retry: true } });
    expect(outcome).toHaveProperty(
      'error.message',
      'The mail server 127.0.0.1 does not answer: the connection was refused. I try again.',
    );
  });

  it('does not speak TLS where it should', async () => {
    const server = await start({});
    expect(told(await send(server.port, {}, { scheme: 'smtps' }))).toBe('failed MAIL_UNREACHABLE');
  });

  it('offers STARTTLS and fails at it, and is not sent the password in the clear', async () => {
    const server = await start({ EHLO: '250-fake\r\n250-STARTTLS\r\n250 AUTH PLAIN' });
    const outcome = await send(server.port);
    expect(told(outcome)).toBe('failed MAIL_UNREACHABLE');
    expect(outcome).toHaveProperty(
      'error.message',
      expect.stringContaining('no encrypted connection, not known (502)'),
    );
    expect(server.commands.map((line) => line.split(' ')[0])).toEqual(['EHLO', 'STARTTLS']);
  });

  it('offers no encryption on a network where the password needs it', async () => {
    const server = await start({});
    const login = { user: 'olga', password: new Secret(PASSWORD) };
    const account = { host: '127.0.0.1', port: server.port, secure: false, mustEncrypt: true, login };
    const message = { bytes: Buffer.from('x'), messageId: '<x@y>', envelope: { from: 'a@b', to: 'c@d' } };
    const delivery = await deliver(message, account, PATIENT);
    expect(delivery).toMatchObject({ fault: { code: 'ETLS' }, handedOver: false });
    expect(server.commands.join()).not.toMatch(/AUTH|MAIL/);
  });

  it('keeps the line alive with single bytes, within the time allowed', async () => {
    const dripping = createServer((socket) => {
      socket.write('220 ready\r\n');
      const timer = setInterval(() => socket.write('2'), 50);
      socket.on('error', () => undefined).on('close', () => clearInterval(timer));
    }).listen(0, '127.0.0.1');
    await once(dripping, 'listening');
    const outcome = await send(portOf(dripping), {}, { timeouts: { ...PATIENT, totalMs: 500 } });
    expect(outcome).toHaveProperty(
      'error.message',
      expect.stringContaining('does not answer: no answer in time.'),
    );
    dripping.close();
  });

  it('accepts connections and says nothing, within the time allowed for either', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    for (const timeouts of [
      { ...PATIENT, connectMs: 200 },
      { ...PATIENT, greetingMs: 200 },
    ]) {
      const outcome = await send(portOf(silent), {}, { timeouts });
      expect(outcome).toHaveProperty('error.message', expect.stringContaining('no answer in time'));
    }
    silent.close();
  });
});

describe('what the operator reads', () => {
  it('is the server’s own words, on one line, with its codes behind them', async () => {
    const server = await start({ RCPT: '550-5.1.1 No such\x1B[31m user\r\n550 5.1.1 here.' });
    const outcome = await send(server.port, { toName: 'Joe' });
    expect(outcome).toHaveProperty(
      'error.message',
      'The mail to Joe <ana@torres.example> was refused: No such [31m user here (550 5.1.1). Say “again” for a new card, and correct it there.',
    );
  });

  it('never has the password, even where the server echoes it', async () => {
    const echo = `${PASSWORD} ${Buffer.from(`\0olga@studio.example\0${PASSWORD}`).toString('base64')}`;
    for (const script of [
      { AUTH: `535 ${echo}` },
      { RCPT: `550 ${echo}` },
      { end: { cut: `451 ${echo}` } },
      { greeting: echo },
    ]) {
      const server = await start(script);
      const seen = inspect(await send(server.port), { depth: 9, showHidden: true });
      expect(seen).not.toContain(PASSWORD);
      expect(seen).not.toContain(Buffer.from(PASSWORD).toString('base64').slice(0, 10));
      expect(seen).not.toContain(echo.split(' ')[1]);
    }
  });

  it('names the server that may have the mail', async () => {
    const server = await start({ end: 'drop' });
    expect(await send(server.port)).toHaveProperty(
      'error.message',
      'The mail server 127.0.0.1 had the mail when the line dropped: its answer never came. It may or may not have arrived.',
    );
  });
});
