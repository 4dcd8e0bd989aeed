import { MainstayError } from '../../../src/kernel/index.ts';
import type { MailAccount } from './account.ts';
import { isAddress, plainLine } from './schema.ts';

/** Who a mail comes from, as far as it is known. */
export interface Sender {
  /** The business's name. */
  readonly name?: string;
  readonly address?: string;
}

export interface From {
  readonly name: string;
  readonly address: string;
}

/** What a mail comes from as long as no address is known: a file, or a server of one's own that asks for no login. */
const NOWHERE = 'mainstay@localhost';

/**
 * The configured address, else the user of the mail account where that is an address. Without any, a file or a
 * server that asks for no login gets `mainstay@localhost`; throws MAIL_SENDER_UNKNOWN where the mail would leave
 * through a provider's account, which would refuse or bounce it.
 */
export function fromOf(
  sender: Sender,
  to: { readonly account: MailAccount | undefined; readonly leaves: boolean },
): From {
  const login = to.account?.login;
  const address = [sender.address, login?.user].find(
    (candidate) => candidate !== undefined && isAddress(candidate),
  );
  if (address === undefined && to.leaves && login) throw new MainstayError('MAIL_SENDER_UNKNOWN');
  return { name: plainLine(sender.name ?? ''), address: address ?? NOWHERE };
}
