import { z } from 'zod';
import type { InputSpec } from './types.ts';

/** The types that a value may have, as expressions name them; undefined where any will do. */
export type ValueTypes = readonly string[] | undefined;

export const TEXT: ValueTypes = ['string', 'int', 'double', 'bool', 'Money', 'null'];

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  double: 'a number',
  bool: 'true or false',
  list: 'a list',
  map: 'a group of fields',
  Money: 'money',
  null: 'nothing',
};

const TYPES_OF_INPUT: Readonly<Record<InputSpec['type'], ValueTypes>> = {
  string: ['string'],
  email: ['string'],
  date: ['string'],
  choice: ['string'],
  moment: ['string'],
  recurrence: ['string'],
  when: ['string'],
  zone: ['string'],
  duration: ['string'],
  price: ['map'],
  money: ['Money'],
  days: ['int'],
  integer: ['int'],
  percent: ['int', 'double'],
  lines: ['list'],
  period: ['map'],
  record: undefined,
};

/** What an input of this kind is inside expressions. */
export function typesOfInput({ type, optional }: InputSpec): ValueTypes {
  const types = TYPES_OF_INPUT[type];
  return types && optional ? [...types, 'null'] : types;
}

/** The one type that the type checker is told; `dyn` where there may be several. */
export function checkedType(spec: InputSpec): string {
  const types = typesOfInput(spec);
  return types?.length === 1 ? (types[0] ?? 'dyn') : 'dyn';
}

/** `list<int>` is a list, whatever is in it. */
export function fits(type: string, expected: ValueTypes): boolean {
  const plain = type.replace(/<.*$/, '');
  return expected === undefined || plain === 'dyn' || expected.includes(plain);
}

/** “a text or nothing” */
export function typeWords(types: readonly string[]): string {
  const words = types.map((type) => WORDS[type.replace(/<.*$/, '')] ?? `a ${type}`);
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words);
}

export interface FieldTypes {
  readonly required: boolean;
  readonly types: ValueTypes;
}

interface PropertySchema {
  readonly type?: unknown;
  readonly kind?: unknown;
  readonly $ref?: string;
  readonly anyOf?: readonly PropertySchema[];
}

/** The fields that an input takes, from its zod schema; undefined where they cannot be told. */
export function fieldsOfSchema(schema: z.ZodType): Readonly<Record<string, FieldTypes>> | undefined {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  if (json.type !== 'object' || !json.properties) return undefined;
  const required = new Set(json.required);
  const definitions = (json.$defs ?? {}) as Readonly<Record<string, PropertySchema>>;
  return Object.fromEntries(
    Object.entries(json.properties).map(([field, property]) => [
      field,
      { required: required.has(field), types: typesOfProperty(property as PropertySchema, definitions) },
    ]),
  );
}

const TYPES_OF_JSON: Readonly<Record<string, readonly string[]>> = {
  string: ['string'],
  integer: ['int'],
  number: ['int', 'double'],
  boolean: ['bool'],
  array: ['list'],
  object: ['map', 'Money'],
  null: ['null'],
};

function typesOfProperty(
  property: PropertySchema,
  definitions: Readonly<Record<string, PropertySchema>>,
): ValueTypes {
  const referred =
    property.$ref === undefined ? property : definitions[property.$ref.replace('#/$defs/', '')];
  if (!referred) return undefined;
  if (referred.kind === 'money') return ['Money'];
  if (referred.anyOf) {
    const types = referred.anyOf.map((one) => typesOfProperty(one, definitions));
    return types.every((one) => one !== undefined) ? types.flat() : undefined;
  }
  return typeof referred.type === 'string' ? TYPES_OF_JSON[referred.type] : undefined;
}
