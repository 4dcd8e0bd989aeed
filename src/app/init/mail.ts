import { checkMailAccount } from '../../../adapters/connector/email/index.ts';
import { isMainstayError, type Secret } from '../../kernel/index.ts';

/** Tries the account by a real sign-in; gives what is wrong with it, never with the password in it. */
export async function mailProblem(smtpUrl: Secret): Promise<string | undefined> {
  try {
    const error = await checkMailAccount(smtpUrl);
    // It is tried once, here.
    return error?.message.replace(/ I try again\.$/, '');
  } catch (error) {
    if (isMainstayError(error)) return error.message;
    throw error;
  }
}
