import { isIP } from 'node:net';
import { MainstayError, Secret } from '../../../src/kernel/index.ts';
import { words } from './words.ts';

/** The mail server that SMTP_URL names. */
export interface MailAccount {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  readonly secure: boolean;
  /** Without encryption nothing is sent: a password must not cross a network in the clear. */
  readonly mustEncrypt: boolean;
  readonly login?: { readonly user: string; readonly password: Secret };
}

/**
 * Reads `smtp://` or `smtps://`, `USER:PASSWORD@` (percent-encoded) where the server asks for it, host and port
 * (465 for smtps, else 587). Throws ENVIRONMENT_INVALID, which never shows the URL.
 */
export function parseAccount(smtpUrl: Secret): MailAccount {
  const url = readUrl(smtpUrl.reveal().trim());
  if (!url) throw unusable();
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const user = decoded(url.username);
  const password = decoded(url.password);
  if ((user === '') !== (password === '')) throw unusable();
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    mustEncrypt: user !== '' && !isLoopback(host),
    ...(user === '' ? {} : { login: { user, password: new Secret(password) } }),
  };
}

/** Text that may have passed through a mail server, without the password in any form in which it was sent. */
export function withoutPassword(text: string, { login }: MailAccount): string {
  if (!login) return text;
  const password = login.password.reveal();
  const sent = [password, base64(password), base64(`\0${login.user}\0${password}`)];
  return sent.reduce((clean, form) => clean.replaceAll(form, String(login.password)), text);
}

function readUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const usable =
    url &&
    /^smtps?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    url.port !== '0' &&
    // A password with “/”, “?” or “#” that is not encoded ends the host early; so nothing may follow it.
    /^\/?$/.test(url.pathname) &&
    url.search === '' &&
    url.hash === '';
  return usable ? url : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unusable();
  }
}

/** Without a cause: the error of the URL parser carries the URL. */
function unusable(): MainstayError {
  return new MainstayError('ENVIRONMENT_INVALID', {
    values: { name: 'SMTP_URL', value: '[secret]', mend: words.accountMend },
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
