import { type ErrorCode, type JsonObject, MainstayError } from '../../../src/kernel/index.ts';
import type { Outcome } from '../../../src/ports/index.ts';
import { type MailAccount, withoutPassword } from './account.ts';
import { plainLine } from './schema.ts';
import type { Delivery, SmtpFault } from './smtp.ts';
import { words } from './words.ts';

interface Attempt {
  readonly account: MailAccount;
  /** As shown on the card. */
  readonly recipient: string;
  /** What a mail that was taken gives. */
  readonly outputs: { readonly messageId: string } & JsonObject;
}

/**
 * What an attempt came to. Once the message was handed over, only the server's own answer to it tells that it was
 * not taken; anything else is `unknown`, because the answer that was lost may have been a yes.
 */
export function outcomeOf(
  { fault, handedOver }: Delivery,
  { account, recipient, outputs }: Attempt,
): Outcome {
  if (!fault && handedOver) return { status: 'done', outputs, providerRef: outputs.messageId };
  const seen = fault ?? { message: words.tooEarly };
  const code = handedOver && !isVerdict(seen) ? 'MAIL_UNCERTAIN' : fault ? codeOf(fault) : 'MAIL_UNCERTAIN';
  const unanswered = code === 'MAIL_UNCERTAIN' && fault && fault.response === undefined;
  const reason = withoutPassword(unanswered ? words.noAnswer : reasonOf(seen), account);
  const error = new MainstayError(code, {
    values: { recipient, host: account.host, reason },
    cause: new Error(withoutPassword(`${seen.command ?? ''} ${seen.message}`.trim(), account)),
  });
  return { status: code === 'MAIL_UNCERTAIN' ? 'unknown' : 'failed', error };
}

/** Why the account cannot be used, from a fault before any mail. */
export function accountError(fault: SmtpFault, account: MailAccount): MainstayError {
  const reason = withoutPassword(reasonOf(fault), account);
  return new MainstayError(codeOf(fault), { values: { recipient: '', host: account.host, reason } });
}

/** A whole reply to the message itself that says no. A line that drops in the middle of one is none. */
function isVerdict({ code, command, responseCode = 0 }: SmtpFault): boolean {
  return code === 'EMESSAGE' && command === 'DATA' && responseCode >= 400 && responseCode < 600;
}

function codeOf({ code, command, responseCode, permanent }: SmtpFault): ErrorCode {
  const answered = responseCode !== undefined;
  if (code === 'EAUTH' && (permanent || !answered)) return 'MAIL_PASSWORD';
  if (code === 'ETLS') return 'MAIL_UNREACHABLE';
  const aboutTheMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (aboutTheMail && (permanent || !answered) && command !== 'CONN') return 'MAIL_REFUSED';
  return answered ? 'MAIL_DEFERRED' : 'MAIL_UNREACHABLE';
}

/** `no such address (550 5.1.1)`: the server's own words, one line, with its codes behind them. */
function reasonOf(fault: SmtpFault): string {
  const said = fault.response === undefined ? unansweredReason(fault) : answeredReason(fault.response);
  return fault.code === 'ETLS' ? words.notEncrypted(said) : said;
}

function answeredReason(response: string): string {
  const lines = response
    .split(/\r?\n/)
    .map((line) => line.replace(/^\d{3}[ -]?(?:\d\.\d{1,3}\.\d{1,3}\s)?/, ''));
  const codes = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3}\b)?/.exec(response)?.[0].replace('-', ' ');
  const text = tidy(lines.join(' '));
  if (!codes) return text;
  return text === '' ? codes : `${text} (${codes})`;
}

function unansweredReason({ code = '', originalCode = '', message }: SmtpFault): string {
  return words.faults[originalCode] ?? words.faults[code] ?? tidy(message);
}

function tidy(text: string): string {
  return plainLine(text)
    .slice(0, 200)
    .replace(/[.!\s]+$/, '');
}
