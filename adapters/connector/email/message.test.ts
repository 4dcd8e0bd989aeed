import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { type Composing, composeMessage } from './message.ts';
import { type Mail, mailSchema } from './schema.ts';

const AT = Date.UTC(2026, 10, 23, 9, 12, 1);
const FROM = { name: 'Olga, "Studio" ©', address: 'olga@studio.example' };
const MAIL: Mail = { to: 'ana@torres.example', toName: 'Ana Torres', subject: 'Hello', body: 'Hi Ana' };

const compose = (change: Partial<Composing> = {}) =>
  composeMessage({ mail: MAIL, from: FROM, files: [], key: 'eff_1', at: AT, ...change });

describe('the message that leaves', () => {
  it('has exactly the headers that it should, and is ASCII with CRLF', async () => {
    const { bytes, messageId, envelope } = await compose();
    const text = bytes.toString('latin1');
    const names = text
      .slice(0, text.indexOf('\r\n\r\n'))
      .split(/\r\n(?![ \t])/)
      .map((header) => header.split(':')[0]);
    expect(names.toSorted((a = '', b = '') => a.localeCompare(b))).toEqual([
      'Content-Transfer-Encoding',
      'Content-Type',
      'Date',
      'From',
      'Message-ID',
      'MIME-Version',
      'Subject',
      'To',
    ]);
    expect(text).toContain('Date: Mon, 23 Nov 2026 09:12:01 +0000\r\n');
    expect(text).toContain('Message-ID: <eff_1@studio.example>\r\n');
    expect(text).toMatch(/^(?:[\t\x20-\x7E]|\r\n)*$/);
    expect(text).toContain('Content-Transfer-Encoding: quoted-printable\r\n');
    expect(messageId).toBe('<eff_1@studio.example>');
    expect(envelope).toEqual({ from: 'olga@studio.example', to: 'ana@torres.example' });
  });

  it('is the same for the same key and differs for another', async () => {
    const files = [{ name: 'a.pdf', contentType: 'application/pdf', bytes: Buffer.from('a') }];
    expect((await compose({ files })).bytes).toEqual((await compose({ files })).bytes);
    expect((await compose({ key: 'eff_2' })).messageId).not.toBe((await compose()).messageId);
  });

  it.each(['a b', 'a>b', 'a@b', 'é', '.a', ''])(
    'puts a key such as %j into a Message-ID that is valid',
    async (key) => {
      expect((await compose({ key })).messageId).toMatch(/^<[0-9a-f]{32}@studio\.example>$/);
    },
  );

  it('reads back as it was written, whatever its words are', async () => {
    const line = fc.oneof(
      fc.string({ minLength: 1, maxLength: 200 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    );
    const body = fc.oneof(
      fc
        .array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('.', '..', 'From me', '--', 'a  ', '=20', 'x'.repeat(1200), 'ü'.repeat(600)),
          ),
        )
        .map((lines) => lines.join('\n')),
      fc.string({ unit: 'grapheme', maxLength: 500 }),
    );
    const mails = fc
      .record({
        to: fc.constantFrom('ana@torres.example', 'info@müller.example'),
        toName: line,
        subject: line,
        body,
      })
      .filter((mail) => mailSchema.safeParse(mail).success);
    await fc.assert(
      fc.asyncProperty(mails, async (mail) => {
        const { bytes, envelope } = await compose({ mail });
        const read = await simpleParser(bytes);
        const recipients = [read.to ?? []].flat().flatMap(({ value }) => value);
        const to = domainToAscii(mail.to);
        expect(envelope.to).toBe(to);
        expect(recipients.map(({ name, address }) => [name, domainToAscii(address ?? '')])).toEqual([
          [mail.toName, to],
        ]);
        expect(read.subject).toBe(mail.subject);
        expect(read.text?.trimEnd()).toBe(mail.body.replaceAll('\r\n', '\n').trimEnd());
        expect([read.cc, read.bcc, read.replyTo]).toEqual([undefined, undefined, undefined]);
      }),
      { numRuns: 300 },
    );
  });

  it('carries files byte for byte, under a name that cannot harm', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256));
    const files = [
      { name: 'Rechnung März.pdf', contentType: 'application/pdf', bytes },
      {
        name: '../..\\e\r\nBcc: eve@evil.example\u202Efdp.exe',
        contentType: 'text/plain\r\nBcc: eve@evil.example',
        bytes: Buffer.from('a\nb\r\n.\r\n'),
      },
      { name: 'forwarded', contentType: 'message/rfc822', bytes: Buffer.from('From: x\n\nünï\n') },
    ];
    const read = await simpleParser((await compose({ files })).bytes);
    expect(read.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['Rechnung März.pdf', 'application/pdf'],
      ['.._.._e Bcc: eve@evil.example fdp.exe', 'application/octet-stream'],
      ['forwarded', 'application/octet-stream'],
    ]);
    for (const [index, { content }] of read.attachments.entries())
      expect(content.equals(files[index]?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(read.bcc).toBeUndefined();
  });
});

function domainToAscii(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}
