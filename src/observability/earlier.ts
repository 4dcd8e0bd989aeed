import { z } from 'zod';
import { foldJournal, readJournal, runs } from '../orchestrator/index.ts';
import type { Store, Tool } from '../ports/index.ts';

const REPLY = 'customer-reply';

/** What a run that answers a customer was given, and what it had found before. */
const answering = z.object({
  inputs: z.object({
    // An id until the run has read its inputs.
    customer: z.union([z.object({ id: z.string() }).transform(({ id }) => id), z.string()]).nullish(),
    email: z.string().nullish(),
    message: z.string().default(''),
  }),
  steps: z.object({
    earlier: z.object({ items: z.array(z.object({ output: z.unknown() })) }).optional(),
  }),
});
const found = z.object({ message: z.string().nullable() });

/**
 * The customer's messages that were passed on before and whose answers still wait on cards: the cards, and what was
 * written, oldest first, in paragraphs. A turn that asks again, since its card is drawn anew, is told the same.
 */
export function earlierTool({ store }: { readonly store: Store }): Tool {
  const input = z.strictObject({ customer: z.string().optional(), email: z.string().optional() });
  return {
    name: 'relayed.earlier',
    input,
    run: async (given, { turn }) => {
      const { customer, email } = input.parse(given);
      const open = await runs.all(store, {
        where: { workflow: REPLY, open: 1 },
        sort: { field: 'at', direction: 'asc' },
      });
      const cards: string[] = [];
      const messages: string[] = [];
      for (const { id, body } of open) {
        const state = foldJournal(await readJournal(store, id));
        const { inputs, steps } = answering.parse(state);
        const before = found.safeParse(steps.earlier?.items[0]?.output).data?.message;
        const isSame = customer === undefined ? isEqual(inputs.email, email) : inputs.customer === customer;
        const waiting = Object.values(state.steps)
          .flatMap(({ items }) => items)
          .flatMap((item) => (item.waiting?.on === 'suggestion' ? (item.waiting.subject ?? []) : []));
        if (body.trigger === turn) messages.push(...(before ? [before] : []));
        else if (isSame && waiting.length > 0) {
          cards.push(...waiting);
          messages.push(...(before ? [before] : []), inputs.message);
        }
      }
      return { cards, message: messages.length === 0 ? null : messages.join('\n\n') };
    },
  };
}

function isEqual(one: string | null | undefined, other: string | undefined): boolean {
  return other !== undefined && one?.toLowerCase() === other.toLowerCase();
}
