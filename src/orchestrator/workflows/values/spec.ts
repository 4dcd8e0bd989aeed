import { z } from 'zod';
import { type Json, moneySchema } from '../../../kernel/index.ts';

const words = z.string().trim().min(1, { error: 'is empty' }).max(100);
const whole = z.int().min(0).max(100_000);

/** What every value has: how the form names it, and what helps to fill it in. */
const shared = { label: words, hint: words.max(300).exactOptional() };

const counted = { default: whole, min: whole.exactOptional(), max: whole.exactOptional() };

/** Placeholders of a text, as they are written in braces, each with the expression that it stands for. */
const placeholders = z.record(
  z.string().regex(/^\p{L}[\p{L}\d ]*$/u, { error: 'must be letters, digits and spaces' }),
  z.string().min(1, { error: 'is empty' }),
);

const written = {
  default: z.string().trim().min(1, { error: 'is empty' }),
  words: placeholders.default({}),
};

/** A value of a workflow that the operator may change: a text, a number of days, a time, a limit. */
export const valueSpecSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), ...shared, ...written }),
  z.strictObject({ kind: z.literal('line'), ...shared, ...written }),
  z.strictObject({ kind: z.literal('days'), ...shared, ...counted }),
  z.strictObject({ kind: z.literal('number'), ...shared, ...counted }),
  z.strictObject({
    kind: z.literal('time'),
    ...shared /** `8:30`, or a time that config/mainstay.yaml sets. */,
    default: z.string(),
  }),
  z.strictObject({ kind: z.literal('money'), ...shared, default: moneySchema }),
]);

export type ValueSpec = z.infer<typeof valueSpecSchema>;

/** A text of one line or of several, with placeholders and expressions. */
export type TextSpec = Extract<ValueSpec, { readonly kind: 'text' | 'line' }>;

export function isText(spec: ValueSpec): spec is TextSpec {
  return spec.kind === 'text' || spec.kind === 'line';
}

/** Keys of a value, to guess what a wrong one was meant to be. */
export const VALUE_KEYS: readonly string[] = ['kind', 'label', 'hint', 'default', 'min', 'max', 'words'];

const MAX_TEXT = 5_000;
const MAX_LINE = 200;
const DEFAULT_MAX_DAYS = 3_650;

/** What the operator may set the value to. Messages are whole sentences, since the form shows them beside the field. */
export function settableSchema(spec: ValueSpec): z.ZodType<Json> {
  switch (spec.kind) {
    case 'text':
      return textSchema(MAX_TEXT);
    case 'line':
      return textSchema(MAX_LINE).refine((text) => !/[\r\n]/.test(text), { error: 'Write it on one line.' });
    case 'days':
      return countSchema({ max: DEFAULT_MAX_DAYS, ...spec }, 'days');
    case 'number':
      return countSchema({ max: 100_000, ...spec }, '');
    case 'time':
      return z
        .string({ error: 'Write a time, such as 8:30.' })
        .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/, { error: 'Write a time, such as 8:30.' })
        .transform((time) => time.replace(/^0(?=\d:)/, ''));
    case 'money':
      return moneySchema.refine(({ minor }) => minor >= 0, { error: 'Write an amount of zero or more.' });
  }
}

function textSchema(max: number) {
  return z
    .string({ error: 'Write a text.' })
    .transform((text) => text.replaceAll('\r\n', '\n').trimEnd())
    .pipe(
      z
        .string()
        .min(1, { error: 'Write a text; it cannot be empty.' })
        .max(max, { error: `Write at most ${max} characters.` }),
    );
}

function countSchema({ min = 0, max }: { readonly min?: number; readonly max: number }, unit: string) {
  const error = `Write a whole number${unit === '' ? '' : ` of ${unit}`} from ${min} to ${max}.`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** What the value is inside expressions. */
export function typeOfValue({ kind }: ValueSpec): string {
  if (kind === 'money') return 'Money';
  return kind === 'days' || kind === 'number' ? 'int' : 'string';
}
