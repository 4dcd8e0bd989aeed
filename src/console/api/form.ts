import { z } from 'zod';
import { type Json, jsonObjectSchema, jsonSchema } from './json.ts';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

/** The part of JSON Schema 2020-12 that a form is made from, plus `kind`, which says how a value is typed in. */
export interface InputSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, InputSchema>>;
  readonly type?: string;
  readonly kind?: string;
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly Json[];
  /** Names for values that are ids. */
  readonly oneOf?: readonly { readonly const: Json; readonly title: string }[];
  readonly anyOf?: readonly InputSchema[];
  readonly properties?: Readonly<Record<string, InputSchema>>;
  readonly required?: readonly string[];
  readonly items?: InputSchema;
  readonly readOnly?: boolean;
  /** May lack in other inputs, but not in this one, unless others take its place: an amount, or else lines. */
  readonly needed?: boolean;
  /** Fields that have no place beside it: with lines there is no single amount. */
  readonly replaces?: readonly string[];
}

const inputSchema: z.ZodType<InputSchema> = z.looseObject({
  $ref: z.string().exactOptional(),
  get $defs() {
    return z.record(z.string(), inputSchema).exactOptional();
  },
  type: z.string().exactOptional(),
  kind: z.string().exactOptional(),
  title: z.string().exactOptional(),
  description: z.string().exactOptional(),
  format: z.string().exactOptional(),
  enum: z.array(jsonSchema).exactOptional(),
  oneOf: z.array(z.strictObject({ const: jsonSchema, title: z.string() })).exactOptional(),
  get anyOf() {
    return z.array(inputSchema).exactOptional();
  },
  get properties() {
    return z.record(z.string(), inputSchema).exactOptional();
  },
  required: z.array(z.string()).exactOptional(),
  get items() {
    return inputSchema.exactOptional();
  },
  readOnly: z.boolean().exactOptional(),
  needed: z.boolean().exactOptional(),
  replaces: z.array(z.string()).exactOptional(),
});

/** The form for Edit: each command's input with its JSON Schema, where `oneOf` names the records behind ids. */
export const formSchema = named(
  'Form',
  z.strictObject({
    commands: z.array(
      z.strictObject({
        title: z.string(),
        command: z.string(),
        schema: named('InputSchema', inputSchema),
        input: jsonObjectSchema,
      }),
    ),
  }),
);

export type Form = Shown<typeof formSchema>;
