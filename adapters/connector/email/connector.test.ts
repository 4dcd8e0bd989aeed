import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MainstayError, Secret } from '../../../src/kernel/index.ts';
import type { Attachments, RemoteCommand } from '../../../src/ports/index.ts';
import { createEmailConnector, type EmailOptions } from './index.ts';

const PDF = Buffer.concat([
  Buffer.from('%PDF-1.7\r\n.\r\n..\n\r'),
  Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 256)),
]);
const BODY = [
  'Grüße 👩‍💻,',
  '',
  '.',
  '..two',
  '.three',
  'From here on',
  'ü'.repeat(3000),
  'x'.repeat(2000),
  '  two spaces  ',
  '-- ',
  'Olga',
].join('\n');
const MAIL = {
  to: 'ana@torres.example',
  toName: 'Ana Torres-Müller',
  subject: 'Rechnung 2026-014 für März 💶',
  body: BODY,
  attach: 'pdf_1',
};
const CONTEXT = { now: Date.UTC(2026, 10, 23, 23, 30), zone: 'Europe/Berlin', practice: false, key: 'eff_1' };

const attachments: Attachments = {
  read: async (id) => {
    if (id !== 'pdf_1') throw new MainstayError('NOT_FOUND', { values: { kind: 'file', id } });
    return { name: 'invoice-2026-014.pdf', contentType: 'application/pdf', bytes: PDF, pages: 1 };
  },
};

let outbox: string;
beforeEach(async () => {
  outbox = await mkdtemp(join(tmpdir(), 'mainstay-email-'));
});
afterEach(() => rm(outbox, { recursive: true }));

function open(options: Partial<EmailOptions> = {}) {
  const connector = createEmailConnector({
    outbox,
    attachments,
    from: async () => ({ name: 'Olga’s Studio' }),
    ...options,
  });
  const [command] = connector.commands;
  return { ...connector, command: command as RemoteCommand };
}

interface Taken {
  readonly bytes: Buffer;
  readonly from: string;
  readonly to: readonly string[];
}

/** A complete mail server of its own making, with a password. */
async function startServer() {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _, done) =>
      password === 'pass word' ? done(null, { user: username ?? '' }) : done(new Error('wrong password')),
    onData: async (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      taken.push({ bytes: Buffer.concat(chunks), from, to: envelope.rcptTo.map(({ address }) => address) });
      done(null, 'taken');
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    taken,
    url: (user = 'olga%40studio.example', password = 'pass%20word') =>
      new Secret(`smtp://${user}:${password}@127.0.0.1:${port}`),
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

async function read(bytes: Buffer) {
  const { text, subject, from, to, date, messageId, attachments: files } = await simpleParser(bytes);
  const people = (list: typeof to) =>
    [list ?? []].flat().flatMap(({ value }) => value.map(({ name, address }) => `${name} <${address}>`));
  return {
    text: text?.replace(/\n$/, ''),
    subject,
    from: people(from),
    to: people(to),
    date: date?.getTime(),
    messageId,
    files: files.map(({ filename, contentType, content }) => ({ filename, contentType, content })),
  };
}

const AS_WRITTEN = {
  text: BODY,
  subject: MAIL.subject,
  from: ['Olga’s Studio <olga@studio.example>'],
  to: ['Ana Torres-Müller <ana@torres.example>'],
  date: CONTEXT.now,
  messageId: '<eff_1@studio.example>',
  files: [{ filename: 'invoice-2026-014.pdf', contentType: 'application/pdf', content: PDF }],
};

const SENT = {
  from: { name: 'Olga’s Studio', address: 'olga@studio.example' },
  at: '2026-11-23T23:30:00.000Z',
};

it('is made again as it was sent, also after the sender has another name', async () => {
  const from = async () => ({ name: 'Olga’s Studio', address: 'olga@studio.example' });
  const outcome = await open({ from }).command.perform(MAIL, CONTEXT);
  const outputs = outcome.status === 'saved' ? outcome.outputs : {};
  const other = open({ from: async () => ({ name: 'Other', address: 'other@studio.example' }) });
  const sent = { input: MAIL, key: CONTEXT.key, outputs, at: 0 };
  const copy = await other.command.copy?.(sent);
  const [name = ''] = await readdir(outbox);
  expect(copy?.bytes).toEqual(await readFile(join(outbox, name)));
});

describe('mail with an account', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.close());

  it('arrives byte for byte as it was written, once, under an id that follows from its key', async () => {
    const outcome = await open({ smtpUrl: server.url() }).command.perform(MAIL, CONTEXT);
    const messageId = '<eff_1@studio.example>';
    expect(outcome).toEqual({ status: 'done', outputs: { messageId, ...SENT }, providerRef: messageId });
    expect(server.taken.map(({ from, to }) => ({ from, to }))).toEqual([
      { from: 'olga@studio.example', to: ['ana@torres.example'] },
    ]);
    expect(await read(server.taken[0]?.bytes ?? Buffer.alloc(0))).toEqual(AS_WRITTEN);
    expect(await readdir(outbox)).toEqual([]);
  });

  it('is the same mail that would be saved without one', async () => {
    const from = async () => ({ name: 'Olga’s Studio', address: 'olga@studio.example' });
    await open({ smtpUrl: server.url(), from }).command.perform(MAIL, CONTEXT);
    await open({ from }).command.perform(MAIL, CONTEXT);
    const [name = ''] = await readdir(outbox);
    expect((await readFile(join(outbox, name))).equals(server.taken[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
  });

  it('comes from the configured address rather than from the account’s user', async () => {
    const from = async () => ({ address: 'billing@studio.example' });
    await open({ smtpUrl: server.url(), from }).command.perform(MAIL, CONTEXT);
    expect(server.taken[0]?.from).toBe('billing@studio.example');
  });

  it('does not leave without an address of its own', async () => {
    const outcome = await open({ smtpUrl: server.url('apikey') }).command.perform(MAIL, CONTEXT);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'MAIL_SENDER_UNKNOWN' } });
    expect(server.taken).toEqual([]);
  });

  it('does not leave without the files that it should carry', async () => {
    const outcome = await open({ smtpUrl: server.url() }).command.perform(
      { ...MAIL, attach: ['pdf_1', 'gone'] },
      CONTEXT,
    );
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'NOT_FOUND' } });
    expect(server.taken).toEqual([]);
  });

  it('fails where the account refuses the password', async () => {
    const outcome = await open({ smtpUrl: server.url('olga%40studio.example', 'old') }).command.perform(
      MAIL,
      CONTEXT,
    );
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'MAIL_PASSWORD', retry: false } });
  });

  it('is saved apart and not sent in practice mode', async () => {
    const outcome = await open({ smtpUrl: server.url() }).command.perform(MAIL, {
      ...CONTEXT,
      practice: true,
    });
    expect(outcome).toMatchObject({ status: 'saved', note: 'Saved as a file, not sent: this is practice.' });
    expect(server.taken).toEqual([]);
    expect(await readdir(join(outbox, 'practice'))).toHaveLength(1);
  });
});

describe('mail without an account', () => {
  it('is saved as a complete mail that any mail program opens, and never called sent', async () => {
    const from = async () => ({ name: 'Olga’s Studio', address: 'olga@studio.example' });
    const outcome = await open({ from }).command.perform(MAIL, CONTEXT);
    const [name = ''] = await readdir(outbox);
    expect(name).toMatch(/^2026-11-24-rechnung-2026-014-fur-marz-[0-9a-f]{12}\.eml$/);
    expect(outcome).toEqual({
      status: 'saved',
      outputs: { messageId: '<eff_1@studio.example>', ...SENT },
      providerRef: name,
      note: 'Saved as a file, not sent: no mail account is connected.',
    });
    expect(await read(await readFile(join(outbox, name)))).toEqual(AS_WRITTEN);
  });

  it('comes from mainstay@localhost while no address is known', async () => {
    await open({
      from: async () => ({ name: 'Olga\u202E\r\nBcc: eve@evil.example', address: 'not an address' }),
    }).command.perform(MAIL, CONTEXT);
    const [name = ''] = await readdir(outbox);
    const { from } = await read(await readFile(join(outbox, name)));
    expect(from).toEqual(['Olga Bcc: eve@evil.example <mainstay@localhost>']);
  });
});

describe('the card of a mail', () => {
  it('shows recipient, subject, text and files exactly', async () => {
    expect(await open().command.preview(MAIL, CONTEXT)).toEqual({
      to: 'Ana Torres-Müller <ana@torres.example>',
      subject: MAIL.subject,
      text: BODY,
      attachments: [{ id: 'pdf_1', name: 'invoice-2026-014.pdf', contentType: 'application/pdf', pages: 1 }],
    });
  });

  it('leaves a file that an earlier command will give to that command', async () => {
    const preview = await open().command.preview({ ...MAIL, attach: '(pdf)' }, CONTEXT);
    expect(preview).not.toHaveProperty('attachments');
  });

  it('is not drawn with a file that is not there, or a recipient that is none', async () => {
    const { command } = open();
    await expect(command.preview({ ...MAIL, attach: 'gone' }, CONTEXT)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      fields: [{ path: 'attach', message: 'Give the id of a file that I have; this is none.' }],
    });
    await expect(
      command.preview({ ...MAIL, to: 'ana@torres.example\r\nBcc: eve@evil.example' }, CONTEXT),
    ).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      fields: [{ path: 'to' }],
    });
  });

  it.each([
    ['info@аpple.com', '“аpple.com” is really xn--pple-43d.com. Is it the right address?'],
    ['info@xn--pple-43d.com', '“аpple.com” is really xn--pple-43d.com. Is it the right address?'],
    [
      'info@xn--mller-kva.example',
      '“müller.example” is really xn--mller-kva.example. Is it the right address?',
    ],
    ['info@müller.example', undefined],
    ['info@torres.example', undefined],
  ])('says of %s what is unusual about it', async (to, note) => {
    const { notes } = await open().command.preview({ ...MAIL, to }, CONTEXT);
    expect(notes).toEqual(note === undefined ? undefined : [{ text: note }]);
  });
});

describe('the connector', () => {
  it('says whether a mail account is connected', () => {
    expect(open().status()).toEqual({
      ready: false,
      text: 'No mail account is connected, so approved mail is saved as a file on this computer.',
    });
    const smtpUrl = new Secret('smtps://olga:pass@smtp.studio.example');
    expect(open({ smtpUrl }).status()).toEqual({
      ready: true,
      text: 'Mail is sent through smtp.studio.example.',
    });
  });

  it('refuses an SMTP_URL that cannot be used when it is made', () => {
    expect(() => open({ smtpUrl: new Secret('smtp.studio.example') })).toThrow(
      /^SMTP_URL is “\[secret\]”, which cannot be used\. Write smtps:/,
    );
  });
});
