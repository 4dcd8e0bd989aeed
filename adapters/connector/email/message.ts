import { domainToASCII } from 'node:url';
import { sha256 } from '../../../src/kernel/index.ts';
import type { Attachments } from '../../../src/ports/index.ts';
import { type Mail, plainLine } from './schema.ts';
import type { From } from './sender.ts';

export type AttachedFile = Awaited<ReturnType<Attachments['read']>>;

export interface Composing {
  readonly mail: Mail;
  readonly from: From;
  readonly files: readonly AttachedFile[];
  /** The effect's key: the same key gives the same Message-ID. */
  readonly key: string;
  /** Epoch milliseconds of the Date header. */
  readonly at: number;
}

/** A complete message (RFC 5322, CRLF, ASCII only), and the addresses to hand it over with. */
export interface Message {
  readonly bytes: Buffer;
  /** With angle brackets. */
  readonly messageId: string;
  readonly envelope: { readonly from: string; readonly to: string };
}

/** The same composing gives the same bytes. */
export async function composeMessage({ mail, from, files, key, at }: Composing): Promise<Message> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const messageId = messageIdOf(key, from.address);
  const node = new MailComposer({
    from,
    to: { name: mail.toName ?? '', address: mail.to },
    subject: mail.subject,
    messageId,
    date: new Date(at),
    text: mail.body,
    // Servers on the way may strip trailing spaces and wrap long lines of anything plainer.
    encoding: 'quoted-printable',
    attachments: files.map(attachmentOf),
    baseBoundary: sha256(key).slice(0, 16),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const { from: sender, to } = node.getEnvelope();
  if (!sender || to.length !== 1 || !to[0]) throw new TypeError('A mail has one sender and one recipient.');
  return { bytes: await node.build(), messageId, envelope: { from: sender, to: to[0] } };
}

/** As it is shown on the card and named in the mail. */
export function fileNameOf(file: Pick<AttachedFile, 'name'>): string {
  return plainLine(file.name).replaceAll(/[/\\]/g, '_') || 'file';
}

/** Message and multipart parts may not be encoded (RFC 2046, 5.2.1), so their bytes could change on the way. */
export function contentTypeOf({ contentType }: Pick<AttachedFile, 'contentType'>): string {
  return /^(?!message\/|multipart\/)[\w.+-]+\/[\w.+-]+$/i.test(contentType)
    ? contentType
    : 'application/octet-stream';
}

function attachmentOf(file: AttachedFile) {
  return {
    filename: fileNameOf(file),
    contentType: contentTypeOf(file),
    content: Buffer.from(file.bytes),
    contentTransferEncoding: 'base64',
  };
}

/** `<KEY@DOMAIN>`; a key that cannot stand there (RFC 5322, 3.6.4) is hashed. */
function messageIdOf(key: string, sender: string): string {
  const left = /^[\w+-]+(?:\.[\w+-]+)*$/.test(key) ? key : sha256(key).slice(0, 32);
  const domain = domainToASCII(sender.slice(sender.lastIndexOf('@') + 1));
  return `<${left}@${domain}>`;
}
