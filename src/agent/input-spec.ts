import { z } from 'zod';
import { jsonSchema } from '../kernel/index.ts';

const words = z.array(z.string().min(1));

/** One input as a workflow declares it: its type, and how it is found in what the operator wrote. */
export const inputSpecSchema = z.strictObject({
  type: z.enum([
    'string',
    'money',
    'days',
    'date',
    'moment',
    'recurrence',
    'when',
    'zone',
    'record',
    'email',
    'integer',
    'percent',
    'choice',
    'lines',
    'period',
    'price',
    'duration',
  ]),
  /** Record kind, for type `record`: `customer`. */
  kind: z.string().exactOptional(),
  /** Of a choice: its values, each with the words that mean it. */
  choices: z.record(z.string().min(1), words.min(1)).exactOptional(),
  /** Of a record: only those in one of these states, such as `[open]`. */
  status: z.array(z.string().min(1)).min(1).exactOptional(),
  /** Of money: the percent input of the tax that may be in the amount, as in “1,190 € incl. VAT”; what is kept is without. */
  taxedBy: z.string().exactOptional(),
  /** Of a percentage: the words that mean 0, such as `tax free`. */
  zero: words.exactOptional(),
  /** Of lines: the inputs that take what they come to, and what they are for. They fall where one of these is corrected. */
  total: z.string().exactOptional(),
  about: z.string().exactOptional(),
  /** Of a date or a period: the last such day and not the next, as for something that has happened. */
  past: z.boolean().exactOptional(),
  /** Used where nothing was said; may hold an expression. */
  default: jsonSchema.exactOptional(),
  optional: z.boolean().exactOptional(),
  /** Words after which the value stands: `for`, `tax number`. A `duration` stands right before or after one of them. */
  cues: words.exactOptional(),
  /** Words with which the value begins: `IBAN`; several parts of it may follow one another. */
  labels: words.exactOptional(),
  /** For a string: the words right after the request itself, as in “add customer ⟨Ana Torres⟩”. */
  subject: z.boolean().exactOptional(),
  /** For a subject: all words that follow, also those that another input reads too. */
  whole: z.boolean().exactOptional(),
  afterRecord: z.boolean().exactOptional(),
  properName: z.boolean().exactOptional(),
  /** For a subject: the phrases that it follows. */
  after: words.exactOptional(),
  /** For a subject: phrases after which only what begins like a name is one; “my business ⟨is slow⟩” is none. */
  afterBeforeName: words.exactOptional(),
  /** For a string: a few words that stand between these, as in “to the ⟨shopping⟩ list”. */
  between: z.strictObject({ after: words, before: words }).exactOptional(),
  /** For a string: the words that no other input took, without these and those that carry only grammar. */
  beside: words.exactOptional(),
  /** For a string: what no other input took. */
  rest: z.boolean().exactOptional(),
  /** The question where it is missing. */
  ask: z.string().exactOptional(),
});

export type InputSpec = z.infer<typeof inputSpecSchema>;
