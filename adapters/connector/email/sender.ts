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

/** What a mail that is only saved comes from, as long as no address is known. */
const NOWHERE = 'mainstay@localhost';

/**
 * The configured address, else the user of the mail account where that is an address. For a file, which a person
 * will open and send from a mail program of their own, `mainstay@localhost` stands in. Throws MAIL_SENDER_UNKNOWN
 * where the mail would really leave without one.
 */
export function fromOf(
  sender: Sender,
  to: { readonly account: MailAccount | undefined; readonly leaves: boolean },
): From {
  const candidates = [sender.address, to.account?.login?.user];
  const address = candidates.find((candidate) => candidate !== undefined && isAddress(candidate));
  if (address === undefined && to.leaves) throw new MainstayError('MAIL_SENDER_UNKNOWN');
  return { name: plainLine(sender.name ?? ''), address: address ?? NOWHERE };
}
