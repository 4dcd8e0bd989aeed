import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { createEmailConnector } from '../../adapters/connector/email/index.ts';
import {
  type FakeMailServer,
  type Script,
  startFakeMailServer,
} from '../../adapters/connector/email/mail-server.fake.ts';
import { Secret } from '../../src/kernel/index.ts';
import type { Attachments } from '../../src/ports/index.ts';
import {
  type CommandSample,
  type ConnectorHarness,
  connectorContract,
  type Mood,
  type Received,
} from './connector.ts';

const TIMEOUTS = { connectMs: 2000, greetingMs: 2000, socketMs: 2000, totalMs: 4000 };

const SCRIPTS: Record<Mood, Script> = {
  accepts: {},
  refuses: { RCPT: '550 5.1.1 no such address' },
  drops: { end: 'drop' },
  'is-away': { greeting: 'drop' },
};

const samples: Record<string, CommandSample> = {
  'email.send@1': {
    input: {
      to: 'ana@torres.example',
      toName: 'Ana Torres',
      subject: 'Invoice 2026-014 für März',
      body: 'Hi Ana,\nhere is the invoice.\n.\nOlga',
      attach: 'pdf_1',
    },
    recipient: 'Ana Torres <ana@torres.example>',
  },
};

const attachments: Attachments = {
  read: async () => ({
    name: 'invoice-2026-014.pdf',
    contentType: 'application/pdf',
    bytes: Buffer.from('%PDF-1.7 \0\xFF', 'latin1'),
    pages: 1,
  }),
};

const from = async () => ({ name: 'Olga’s Studio', address: 'olga@studio.example' });

connectorContract('email by SMTP', openSmtp);
connectorContract('email to the outbox', openOutbox);

async function openSmtp(): Promise<ConnectorHarness> {
  const server: FakeMailServer = await startFakeMailServer();
  const outbox = await mkdtemp(join(tmpdir(), 'mainstay-email-'));
  const smtpUrl = new Secret(`smtp://olga%40studio.example:pass@127.0.0.1:${server.port}`);
  return {
    connector: createEmailConnector({ smtpUrl, outbox, from, attachments, timeouts: TIMEOUTS }),
    samples,
    mood: async (mood) => {
      server.script = SCRIPTS[mood];
    },
    received: () => Promise.all(server.messages.map((message) => readMail(Buffer.from(message, 'latin1')))),
    close: async () => {
      await server.close();
      await rm(outbox, { recursive: true });
    },
  };
}

/** The outside is the folder: in its place stands a file when it is to be away. */
async function openOutbox(): Promise<ConnectorHarness> {
  const home = await mkdtemp(join(tmpdir(), 'mainstay-email-'));
  const outbox = join(home, 'outbox');
  return {
    connector: createEmailConnector({ outbox, from, attachments }),
    samples,
    mood: async (mood) => {
      const away = await stat(outbox).then(
        (found) => found.isFile(),
        () => false,
      );
      if (mood === 'is-away' && !away) {
        await rm(outbox, { recursive: true, force: true });
        await writeFile(outbox, '');
      }
      if (mood !== 'is-away' && away) await rm(outbox);
    },
    received: async () => {
      const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml'));
      return Promise.all(names.map(async (name) => readMail(await readFile(join(outbox, name)))));
    },
    cannot: {
      refuses: 'a folder refuses no mail that it could save',
      drops: 'a file is there or it is not; there is no answer that could be lost',
    },
    close: () => rm(home, { recursive: true }),
  };
}

async function readMail(bytes: Buffer): Promise<Received> {
  const mail = await simpleParser(bytes);
  const [recipient] = [mail.to ?? []].flat().flatMap(({ value }) => value);
  return {
    to: `${recipient?.name} <${recipient?.address}>`,
    subject: mail.subject ?? '',
    text: (mail.text ?? '').trimEnd(),
    attachments: mail.attachments.map(({ filename }) => filename ?? ''),
  };
}
