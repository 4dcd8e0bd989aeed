import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Json, Money } from '../../kernel/index.ts';
import { moneySchema, shortened } from '../../kernel/index.ts';
import type { Shelf, Tool } from '../../ports/index.ts';
import type { Meanings } from '../matching/matcher.ts';
import type { NamedRecord } from '../slots/types.ts';
import type { Understanding } from '../understanding.ts';
import { createWants, type Want } from './wants.ts';

export interface RelayToolsOptions {
  /** Asked when a tool runs, since it is made from what uses the tools. */
  understanding(): Understanding;
  readonly meanings?: Meanings | undefined;
  readonly shelf?: Shelf | undefined;
  customers(): readonly NamedRecord[];
}

const SEEMS: Readonly<Record<Want, string>> = {
  complaint: 'to complain',
  cancellation: 'to cancel',
  'invoice-request': 'an invoice',
  'invoice-question': 'an answer about an invoice',
  'new-work': 'new work',
  appointment: 'a date',
  thanks: 'to say thanks',
};
const SUBJECTS: Readonly<Partial<Record<Want, string>>> = {
  'invoice-question': 'Your invoice',
  'new-work': 'Your request',
  appointment: 'Our appointment',
};
const WANTS_COPY = /(?<!\p{L})(?:send|resend|copy|again|lost|forward|attach)(?!\p{L})/iu;
const MAX_SUBJECT = 150;
/** How long the operator has to come back to somebody. */
const ANSWER_DAYS = 2;

/** What workflows may ask about a message that the operator passed on. */
export function createRelayTools(options: RelayToolsOptions): readonly Tool[] {
  return [senderTool(options), readTool(options)];
}

/** Which customer wrote: by address, else by name. `question` where several are meant, or nobody is named. */
function senderTool({ understanding, customers }: RelayToolsOptions): Tool {
  const input = z.strictObject({
    id: z.string().optional(),
    name: z.string().optional(),
    email: z.string().optional(),
  });
  return {
    name: 'relayed.sender',
    input,
    run: async (given, { now }) => {
      const { id: known, name, email } = input.parse(given);
      if (known !== undefined) return { id: known, question: null, note: null };
      const address = email?.toLowerCase();
      const byAddress = customers().filter((one) => address && one.email?.toLowerCase() === address);
      if (byAddress.length === 1) return { id: byAddress[0]?.id ?? null, question: null, note: null };
      if (name === undefined && email === undefined)
        return { id: null, question: 'Which customer wrote it?', note: null };
      const spec = { type: 'record', kind: 'customer' } as const;
      const named = await understanding().answer(name ?? '', spec, { now, offered: [] });
      if (named.kind === 'ambiguous') {
        const labels = named.choices.map(({ label }) => label);
        const list = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(labels);
        return {
          id: null,
          question: `Which ${named.choices[0]?.asked ?? 'one'} wrote it: ${list}?`,
          note: null,
        };
      }
      const id = named.kind === 'value' ? named.value : null;
      const note =
        id !== null && email !== undefined ? `it came from ${email}, an address that I do not know.` : null;
      return { id, question: null, note };
    },
  };
}

/** What the message asks for, and what an answer to it is made of. */
function readTool({ understanding, meanings, shelf }: RelayToolsOptions): Tool {
  const input = z.strictObject({
    message: z.string(),
    subject: z.string().optional(),
    note: z.string().optional(),
  });
  const wants = createWants(meanings, shelf);
  return {
    name: 'relayed.read',
    input,
    run: async (given, { now, zone }) => {
      const { message, subject = '', note } = input.parse(given);
      const found = await wants.of(message);
      const [kind] = found;
      const asked = found.includes('invoice-request')
        ? await invoiceOf(understanding(), wants.invoiceSentence(message) ?? message, now)
        : undefined;
      const billed = kind === 'invoice-request' ? asked : undefined;
      const isMissing = asked !== undefined && !(asked.amount && asked.what);
      const missing = isMissing
        ? `an invoice is asked for, but not ${asked.amount ? 'for what' : 'over how much'}.`
        : '';
      const isAnswered = kind === 'cancellation' || (billed?.amount !== undefined && !isMissing);
      const promises = kind !== 'complaint' && kind !== 'thanks' && !(isAnswered && found.length === 1);
      const cancels = kind === 'cancellation' ? 'this answer cancels nothing.' : '';
      return {
        kind: kind ?? 'other',
        also: found[1] ?? null,
        wants: found.length === 0 ? 'an answer' : listed(found.map((want) => SEEMS[want])),
        amount: !isMissing && billed?.amount ? { ...billed.amount } : null,
        what: !isMissing && billed?.what ? billed.what : null,
        day: answerDay(now, zone),
        subject: subjectOf(subject) || ((kind && SUBJECTS[kind]) ?? 'Your message'),
        // What it asks about is to be sent to them once more.
        copy: kind === 'invoice-question' && WANTS_COPY.test(message),
        note:
          [note, missing, cancels, promises ? 'this promises a date.' : ''].filter(Boolean).join(' ') || null,
      };
    },
  };
}

async function invoiceOf(
  understanding: Understanding,
  sentence: string,
  now: number,
): Promise<{ readonly amount?: Money; readonly what?: string }> {
  const { values } = await understanding.fill(
    sentence,
    {
      amount: { type: 'money' },
      what: {
        type: 'string',
        cues: ['for'],
        subject: true,
        after: [
          'invoice me for',
          'invoice us for',
          'bill me for',
          'bill us for',
          'charge us for',
          'charge me for',
          'invoice',
          'bill',
          'charge',
        ],
      },
    },
    { now },
  );
  const amount = moneySchema.safeParse(values['amount']).data;
  const what = textOf(values['what'])
    ?.replace(/^(?:me|us)\s+/iu, '')
    .replace(/^(?:for|over)\s+/iu, '');
  return { ...(amount ? { amount } : {}), ...(what ? { what: shortened(what, 200) } : {}) };
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** “Re: A logo”, without what a subject line cannot hold. */
function subjectOf(subject: string): string {
  const line = subject
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .replace(/^(?:\s*(?:re|fwd?|aw|wg)\s*:)+/iu, '')
    .trim();
  return line === '' ? '' : `Re: ${shortened(line, MAX_SUBJECT)}`;
}

/** A working day: “Wednesday”. */
function answerDay(now: number, zone: string): string {
  const day = DateTime.fromMillis(now, { zone }).plus({ days: ANSWER_DAYS });
  const working = day.weekday > 5 ? day.plus({ days: 8 - day.weekday }) : day;
  return working.toFormat('cccc', { locale: 'en' });
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);
}
