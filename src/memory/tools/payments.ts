import { z } from 'zod';
import { foldedName, moneySchema } from '../../kernel/index.ts';
import type { Store, Tool } from '../../ports/index.ts';
import { type Invoice, invoiceSchema } from '../records/kinds.ts';
import { records } from '../records/records.ts';
import { openAmount } from '../records/takings.ts';

/** What is said beside “paid” of any payment: how, when, how much, and the invoice itself. */
const OF_ANY_PAYMENT = new Set(
  (
    'a an the this that it its of for from by with via on in at to as and or me us my our his her their you i we he she they ' +
    'up off out over full fully whole part half everything all sum amount rest balance total money payment payments open outstanding ' +
    'invoice invoices bill bills account cash card cheque check bank transfer wire paypal stripe credit debit euro euros dollar dollars ' +
    'pounds eur usd gbp number nr no last latest first second finally already just now back promptly today yesterday morning ' +
    'week early late time please thanks mark so close phew yay hooray'
  ).split(' '),
);

/**
 * How a payment stands to the invoice that it is said to be of: `whole`; `part`, where less came in than is open; or `unsure`
 * where somebody else is said to have paid, or something that is on none of its lines (“Ana paid for lunch”).
 */
export function paymentTool(store: Store): Tool {
  const input = z.strictObject({
    invoice: z.string(),
    /** The customer who is named, where that is known. */
    payer: z.string().nullable().default(null),
    /** What was paid, in the operator's words. */
    object: z.string().nullable().default(null),
    amount: moneySchema.nullable().default(null),
    /** Any words for a part of it. */
    part: z.string().nullable().default(null),
  });
  return {
    name: 'payments.read',
    input,
    run: async (given) => {
      const { invoice: id, payer, object, amount, part } = input.parse(given);
      const invoice = invoiceSchema.parse((await records.read(store, id))?.body.data);
      const open = openAmount(invoice);
      const isOther = amount !== null && amount.currency !== open.currency;
      if (part !== null || (amount !== null && !isOther && amount.minor < open.minor)) return { is: 'part' };
      const isElse =
        (payer !== null && payer !== invoice.customer) || (object !== null && !isOn(object, invoice));
      return { is: isElse || isOther ? 'unsure' : 'whole' };
    },
  };
}

/** Whether the words name nothing but the payment, the customer, or what a line is for. */
function isOn(object: string, { lines, number, buyer }: Invoice): boolean {
  const known = new Set(
    wordsOf([number, buyer.name, ...lines.map(({ description }) => description)].join(' ')),
  );
  return wordsOf(object).every((word) => OF_ANY_PAYMENT.has(word) || /\d/.test(word) || known.has(word));
}

function wordsOf(text: string): readonly string[] {
  return foldedName(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
