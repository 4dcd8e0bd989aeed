import { Readable } from 'node:stream';
import type SmtpConnection from 'nodemailer/lib/smtp-connection';
import type { MailAccount } from './account.ts';
import type { Message } from './message.ts';

export interface SmtpTimeouts {
  /** From the name's look-up to the end of the TLS handshake. */
  readonly connectMs: number;
  readonly greetingMs: number;
  /** Without a byte from the server. */
  readonly socketMs: number;
  /** For the whole mail: a server that keeps the line alive with single bytes holds it no longer. */
  readonly totalMs: number;
}

/** What went wrong, as the mail library tells it. */
export interface SmtpFault {
  readonly message: string;
  readonly code?: string | undefined;
  /** Node's own code, such as ECONNREFUSED, where `code` is the library's. */
  readonly originalCode?: string | undefined;
  /** `CONN` for whatever happened to the line; else the command that the server answered. */
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
  /** A refusal that the same mail would meet again. */
  readonly permanent?: boolean | undefined;
}

export interface Delivery {
  /** Absent where the server has accepted the message. */
  readonly fault?: SmtpFault;
  /**
   * Whether the whole message had been given to the connection, so that its final dot may have reached the
   * server. Before that, a server must drop what it has (RFC 5321, 3.8 and 4.1.1.4).
   */
  readonly handedOver: boolean;
}

/** Small enough that a line which drops early in a large mail is seen before its end was given away. */
const CHUNK_BYTES = 16 * 1024;

/** Hands one message to the server, in one attempt over a connection of its own. Never rejects for what the server does. */
export async function deliver(
  message: Message,
  account: MailAccount,
  timeouts: SmtpTimeouts,
): Promise<Delivery> {
  const connection = await connectionTo(account, timeouts);
  // Read by the library only once the server has answered DATA; its end is written as the final dot.
  const body = Readable.from(chunksOf(message.bytes));
  const submit = (taken: Settle) => {
    const { from, to } = message.envelope;
    connection.send({ from, to, size: message.bytes.length }, body, taken);
  };
  const fault = await converse(connection, { submit, account, totalMs: timeouts.totalMs });
  if (!fault) connection.quit();
  connection.close();
  return { ...(fault ? { fault } : {}), handedOver: body.readableEnded };
}

/** Connects and signs in as for a mail, and leaves without one. Resolves with what stood in the way. */
export async function knock(account: MailAccount, timeouts: SmtpTimeouts): Promise<SmtpFault | undefined> {
  const connection = await connectionTo(account, timeouts);
  const fault = await converse(connection, { submit: (done) => done(), account, totalMs: timeouts.totalMs });
  if (!fault) connection.quit();
  connection.close();
  return fault;
}

async function connectionTo(account: MailAccount, timeouts: SmtpTimeouts): Promise<SmtpConnection> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const { host, port, secure, mustEncrypt } = account;
  return new Connection({
    host,
    port,
    secure,
    requireTLS: mustEncrypt && !secure,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    dnsTimeout: timeouts.connectMs,
    socketTimeout: timeouts.socketMs,
  });
}

type Settle = (fault?: SmtpFault | null) => void;

interface Conversation {
  /** What is done once signed in. */
  submit(settle: Settle): void;
  readonly account: MailAccount;
  readonly totalMs: number;
}

/** Resolves with the first fault, or with nothing once what was submitted is accepted. */
function converse(
  connection: SmtpConnection,
  { submit, account, totalMs }: Conversation,
): Promise<SmtpFault | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle({ message: 'Took too long', code: 'ETIMEDOUT' }), totalMs);
    const settle: Settle = (fault) => {
      clearTimeout(timer);
      resolve(fault ?? undefined);
    };
    // Stays for the connection's whole life: an error event that nobody hears would end the process.
    connection.on('error', settle);
    connection.connect((error) => {
      if (error) return settle(error);
      if (!account.login || !connection.allowsAuth) return submit(settle);
      const credentials = { user: account.login.user, pass: account.login.password.reveal() };
      connection.login({ credentials }, (refused) => (refused ? settle(refused) : submit(settle)));
    });
  });
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES)
    yield bytes.subarray(start, start + CHUNK_BYTES);
}
