import type { Random } from './random.ts';

/** As much of a JSON schema as is needed to make values that are nearly right. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
}

/** Something that an answer has shown: calls are made about it, and with what it holds. */
export type Seen = Readonly<Record<string, unknown>>;

export interface Fuzzing {
  readonly random: Random;
  readonly schemas: Readonly<Record<string, Schema>>;
  /** Seen in answers, to be asked for again. */
  readonly ids: string[];
  readonly objects: Seen[];
  /** What a call speaks of; what it sends is often what that holds. */
  readonly about: Seen;
}

const STRANGE: readonly [unknown, ...unknown[]] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '0',
  '\u0000',
  '\ud83d\udc69\u200d\ud83d\udcbb',
  '\u202e',
  'x'.repeat(5_000),
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '2026-02-31',
  '25:61',
  'Mars/Base',
  [],
  {},
  [[]],
  { $ne: null },
  { __proto__: 1 },
  { constructor: { prototype: 1 } },
  { toString: 'x', hasOwnProperty: 1 },
  ['x'],
  '{"a":1}',
  '💶',
  '-0',
  'NaN',
  '%00',
  '%zz',
];

/** Words that mean something somewhere. */
const WORDS = [
  'Ana',
  'Europe/Berlin',
  '2026-12-07',
  'help',
  'EUR',
  '08:30',
  'every day at 9',
  'task',
  'title',
] as const;
/** Names that every object has already. */
const INHERITED = ['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf'] as const;
const MAX_DEPTH = 5;
const MAX_SEEN = 200;

/** Keeps what an answer shows, in place of the oldest. */
export function remember({ ids, objects }: Pick<Fuzzing, 'ids' | 'objects'>, body: unknown): void {
  for (const [, id = ''] of JSON.stringify(body ?? null).matchAll(
    /"(?:id|hash|run|eventId|name)":"([^"\\]{1,80})"/g,
  )) {
    if (ids.length >= MAX_SEEN) ids.splice(1, 1);
    ids.push(id);
  }
  const items: unknown = typeof body === 'object' && body !== null && 'items' in body ? body.items : [body];
  for (const item of Array.isArray(items) ? items : []) {
    if (typeof item !== 'object' || item === null || !('id' in item || 'name' in item)) continue;
    if (objects.length >= MAX_SEEN) objects.shift();
    objects.push(item as Seen);
  }
}

/** A value that the schema asks for, or one that is strange, and within it others; often one that what it is about holds. */
export function valueOf(fuzzing: Fuzzing, schema: Schema, depth = 0): unknown {
  const { random, schemas } = fuzzing;
  if (random.below(12) === 0 || depth > MAX_DEPTH) return random.pick(STRANGE);
  const inner = (other: Schema) => valueOf(fuzzing, other, depth + 1);
  const { $ref, anyOf, oneOf, properties, additionalProperties: others, items } = schema;
  if ($ref !== undefined) return inner(schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  const choices = anyOf ?? oneOf;
  if (choices) return inner(choices[random.below(choices.length)] ?? {});
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[random.below(schema.enum.length)];
  if (properties) return objectOf(fuzzing, properties, depth);
  if (typeof others === 'object') return freeObject(fuzzing);
  if (items) return Array.from({ length: random.below(4) }, () => inner(items));
  return scalarOf(fuzzing, schema);
}

function objectOf(
  fuzzing: Fuzzing,
  properties: Readonly<Record<string, Schema>>,
  depth: number,
): Record<string, unknown> {
  const { random, about } = fuzzing;
  const known: Seen = { ...about, inputs: inputsOf(about) };
  const fields = Object.entries(properties).flatMap(([name, schema]) => {
    if (random.below(5) === 0) return [];
    const isKnown = known[name] !== undefined && random.below(4) > 0;
    return [[name, isKnown ? known[name] : valueOf(fuzzing, schema, depth + 1)] as const];
  });
  return { ...Object.fromEntries(fields), ...strangeField(random) };
}

/** The inputs of a card's commands, as an edit sends them. */
function inputsOf({ commands }: Seen): unknown {
  if (!Array.isArray(commands)) return undefined;
  return commands.map((command: Seen) => ({ ...(command['input'] as Seen), note: 'fuzzed' }));
}

/** As something that was seen is, with a field more or less. */
function freeObject({ random, objects, about }: Fuzzing): Record<string, unknown> {
  const {
    id: _,
    kind: __,
    version: ___,
    createdAt: ____,
    changedAt: _____,
    ...fields
  } = (random.below(2) === 0 ? about : (objects[random.below(objects.length)] ?? about)) as Record<
    string,
    unknown
  >;
  const kept = Object.entries(fields).filter(() => random.below(6) > 0);
  return { ...Object.fromEntries(kept), ...strangeField(random) };
}

function strangeField(random: Random): Record<string, unknown> {
  if (random.below(10) > 0) return {};
  return Object.fromEntries([[random.pick(INHERITED), random.pick(STRANGE)]]);
}

function scalarOf({ random, ids }: Fuzzing, { type, pattern }: Schema): unknown {
  const hashes = ids.filter((id) => /^[0-9a-f]{64}$/.test(id));
  if (pattern?.includes('{64}') && hashes.length > 0) return hashes[random.below(hashes.length)];
  const kind = Array.isArray(type) ? type[random.below(type.length)] : type;
  if (kind === 'boolean') return random.below(2) === 0;
  if (kind === 'integer' || kind === 'number') return random.pick([0, 1, 10, 100, 999_999]);
  if (kind === 'null') return null;
  return random.pick([...WORDS, ids[random.below(ids.length)] ?? '']);
}
