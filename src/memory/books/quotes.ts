import { z } from 'zod';
import { deriveId, type JsonObject, MainstayError, shownDate } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import { type Quote, quoteSchema } from '../records/kinds.ts';
import { readRecord } from '../records/records.ts';
import { takeNumber } from '../settings/numbering.ts';
import {
  chargedAmount,
  issuingFor,
  type PaperDeps,
  paperTitle,
  pdfId,
  previewPaper,
  UNASSIGNED,
} from './issuing.ts';
import { issueQuote, quoteInputSchema } from './paper.ts';

const idOf = ({ id }: JsonObject): JsonObject => ({ id: id ?? null });

export function quoteCommands(deps: PaperDeps): readonly LocalCommand[] {
  return [
    quoteCreate(deps),
    quoteStatus(deps, {
      type: 'quote.accept',
      verb: 'Accept',
      status: 'accepted',
      undo: { command: 'quote.reopen@1', text: 'quote can be opened again', input: idOf },
    }),
    quoteStatus(deps, {
      type: 'quote.withdraw',
      verb: 'Withdraw',
      status: 'withdrawn',
      undo: { command: 'quote.reopen@1', text: 'quote can be opened again', input: idOf },
    }),
    quoteStatus(deps, {
      type: 'quote.reopen',
      verb: 'Open again',
      status: 'open',
      undo: { never: 'An opened quote is accepted or withdrawn again' },
    }),
  ];
}

/** `quote.create@1`: a quote under the next number of its own; undone by withdrawing it. */
function quoteCreate(deps: PaperDeps): LocalCommand {
  return {
    where: 'local',
    type: 'quote.create',
    version: 1,
    label: 'Quote',
    input: quoteInputSchema,
    outputs: ['id', 'number', 'pdf', 'total'],
    undo: { command: 'quote.withdraw@1', text: 'quote can be withdrawn', input: idOf },
    amount: (input) => chargedAmount(quoteInputSchema.safeParse(input).data),
    title: (input, outputs) => paperTitle('quote', quoteInputSchema.parse(input), outputs),
    done: ({ number }) => `Quote ${typeof number === 'string' ? number : ''} is in the books.`,
    preview: async (given, context) => {
      const input = quoteInputSchema.parse(given);
      const issuing = await issuingFor(deps, deps.store, {
        customerId: input.customer,
        number: UNASSIGNED,
        context,
      });
      const { today } = issuing;
      const drawn = await previewPaper(deps, issueQuote(input, issuing), { name: 'quote', today });
      const text = `number ${UNASSIGNED}, valid until ${shownDate(input.validUntil, today)}`;
      return { ...drawn, facts: [{ label: 'Quote', text }, ...drawn.facts] };
    },
    apply: async (unit, given, context) => {
      const id = deriveId('quo', context.key);
      const found = await readRecord(unit, 'quote', id);
      if (found) return outputsOf(id, quoteSchema.parse(found.body.data));
      const input = quoteInputSchema.parse(given);
      const issuing = await issuingFor(deps, unit, { customerId: input.customer, number: '', context });
      const number = await takeNumber(unit, context.practice ? 'practice' : 'quote', {
        key: context.key,
        year: Number(issuing.today.slice(0, 4)),
      });
      const data = issueQuote(input, { ...issuing, number });
      deps.books.create(unit, { kind: 'quote', id, data }, context.cause);
      return outputsOf(id, data);
    },
  };
}

interface StatusChange {
  readonly type: string;
  readonly verb: string;
  readonly status: Quote['status'];
  readonly undo: LocalCommand['undo'];
}

function quoteStatus({ books }: PaperDeps, { type, verb, status, undo }: StatusChange): LocalCommand {
  const input = z.strictObject({ id: z.string().meta({ title: 'Quote', readOnly: true }) });
  return {
    where: 'local',
    type,
    version: 1,
    label: 'Quote',
    input,
    outputs: ['id', 'number'],
    undo,
    title: (_, { number }) => (typeof number === 'string' ? `${verb} quote ${number}` : `${verb} a quote`),
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { id } = input.parse(given);
      const found = await readRecord(unit, 'quote', id);
      if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'quote', id } });
      await books.change(unit, { kind: 'quote', id, patch: { status } }, cause);
      return { id, number: quoteSchema.parse(found.body.data).number };
    },
  };
}

function outputsOf(id: string, { number, total }: Quote): JsonObject {
  return { id, number, pdf: pdfId(id), total };
}
