import { join } from 'node:path';
import { z } from 'zod';
import { isMainstayError, isoTime, type JsonObject, type Secret } from '../../../src/kernel/index.ts';
import type {
  Attachments,
  CommandContext,
  Connector,
  Outcome,
  RemoteCommand,
} from '../../../src/ports/index.ts';
import { type MailAccount, parseAccount } from './account.ts';
import { composeMessage } from './message.ts';
import { saveMail } from './outbox.ts';
import { outcomeOf } from './outcome.ts';
import { previewMail, recipientOf } from './preview.ts';
import { attachedIds, type Mail, mailSchema, parseMail } from './schema.ts';
import { fromOf, type Sender } from './sender.ts';
import { deliver, type SmtpTimeouts } from './smtp.ts';
import { words } from './words.ts';

export interface EmailOptions {
  /** `smtps://USER:PASSWORD@HOST:465`; without it mail is saved, not sent. */
  readonly smtpUrl?: Secret;
  /** The folder for mail that is saved; made when first needed. Practised mail goes to `practice` in it. */
  readonly outbox: string;
  /** Asked for each mail, so that a changed setting is used at once. */
  from(): Promise<Sender>;
  readonly attachments: Attachments;
  readonly timeouts?: SmtpTimeouts;
}

interface Deps extends Omit<EmailOptions, 'smtpUrl'> {
  readonly account: MailAccount | undefined;
}

type Performing = CommandContext & { readonly key: string };

const TIMEOUTS: SmtpTimeouts = { connectMs: 10_000, greetingMs: 10_000, socketMs: 30_000, totalMs: 600_000 };

/**
 * Mail as the command `email.send@1`. SMTP knows no key, so a mail that may have been taken is `unknown` and is
 * never sent again here. Each mail has a connection of its own: nothing is kept open, so there is nothing to
 * close. Throws ENVIRONMENT_INVALID where SMTP_URL cannot be used; it never shows the URL.
 */
export function createEmailConnector({ smtpUrl, ...options }: EmailOptions): Connector {
  const account = smtpUrl && parseAccount(smtpUrl);
  return {
    name: 'email',
    commands: [sendCommand({ ...options, account })],
    status: () =>
      account
        ? { ready: true, text: words.statusSmtp(account.host) }
        : { ready: false, text: words.statusOutbox },
  };
}

function sendCommand(deps: Deps): RemoteCommand {
  return {
    where: 'remote',
    type: 'email.send',
    version: 1,
    label: 'E-mail',
    input: mailSchema,
    outputs: ['messageId', 'from', 'at'],
    undo: { never: words.undo },
    repeat: 'none',
    title: (input) => titleOf(mailSchema.safeParse(input).data),
    done: (_outputs, time) => `Sent ${time}.`,
    preview: async (input) => previewMail(parseMail(input), deps.attachments),
    copy: (sent) => copyOf(deps, sent),
    perform: async (input, context) => {
      try {
        return await perform(deps, input, context);
      } catch (error) {
        // All of these were thrown before anything left: input, sender, files, folder.
        if (isMainstayError(error)) return { status: 'failed', error };
        throw error;
      }
    },
  };
}

function titleOf(mail: Mail | undefined): string {
  return mail ? words.title(mail.toName ?? mail.to, mail.subject) : words.untitled;
}

async function perform(deps: Deps, input: JsonObject, context: Performing): Promise<Outcome> {
  const { account, attachments, timeouts = TIMEOUTS } = deps;
  const leaves = account !== undefined && !context.practice;
  const mail = parseMail(input);
  const from = fromOf(await deps.from(), { account, leaves });
  const files = await Promise.all(attachedIds(mail).map((id) => attachments.read(id)));
  const message = await composeMessage({ mail, from, files, key: context.key, at: context.now });
  const outputs = { messageId: message.messageId, from: { ...from }, at: isoTime(context.now) };
  if (leaves) {
    const delivery = await deliver(message, account, timeouts);
    return outcomeOf(delivery, { account, recipient: recipientOf(mail), outputs });
  }
  const name = await saveMail({
    folder: context.practice ? join(deps.outbox, 'practice') : deps.outbox,
    key: context.key,
    date: new Intl.DateTimeFormat('sv-SE', { timeZone: context.zone }).format(context.now),
    subject: mail.subject,
    bytes: message.bytes,
  });
  const note = context.practice ? words.savedInPractice : words.saved;
  return { status: 'saved', outputs, providerRef: name, note };
}

/** What `perform` gives of who sent a mail and when, so that its copy says the same. */
const sentSchema = z.object({
  from: z.object({ name: z.string(), address: z.string() }),
  at: z.iso.datetime(),
});

/** The mail made again from its input: the same bytes as those that were sent. */
async function copyOf(
  deps: Deps,
  { input, key, outputs, at }: Parameters<NonNullable<RemoteCommand['copy']>>[0],
) {
  const mail = parseMail(input);
  const sent = sentSchema.safeParse(outputs).data;
  const from = sent?.from ?? fromOf(await deps.from(), { account: deps.account, leaves: false });
  const files = await Promise.all(
    attachedIds(mail).map((id) => deps.attachments.read(id, { asIssued: true })),
  );
  const message = await composeMessage({ mail, from, files, key, at: sent ? Date.parse(sent.at) : at });
  return { bytes: message.bytes };
}
