import type { MainstayError, Secret } from '../../../src/kernel/index.ts';
import { parseAccount } from './account.ts';
import { accountError } from './outcome.ts';
import { knock, type SmtpTimeouts } from './smtp.ts';

const TIMEOUTS: SmtpTimeouts = { connectMs: 10_000, greetingMs: 10_000, socketMs: 10_000, totalMs: 30_000 };

/**
 * Tries a mail account by a real connection and sign-in; no mail is sent. Gives why it cannot be used, without the
 * password. Throws ENVIRONMENT_INVALID where the URL is none.
 */
export async function checkMailAccount(
  smtpUrl: Secret,
  timeouts = TIMEOUTS,
): Promise<MainstayError | undefined> {
  const account = parseAccount(smtpUrl);
  const fault = await knock(account, timeouts);
  return fault && accountError(fault, account);
}
