import { expect } from 'vitest';
import type { MainstayProcess } from '../../process/process.ts';
import { type Random, shuffled } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';
import { megabytes, startWeighed, type Weight, weigh } from '../weigh.ts';

/** As much of a JSON schema as is needed to make values that are nearly right. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly body: Schema | undefined;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface DescribedOperation {
  readonly parameters?: Operation['parameters'];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** What takes long by design, or does not end: a stream, a copy of everything. */
const LEFT_OUT = /stream|backups|\/openapi/;
const MAX_DEPTH = 5;

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
  ['x'],
  '{"a":1}',
  '💶',
  '-0',
  'NaN',
  '%00',
  '%zz',
];

export const fuzzedCalls: FaultRow = {
  row: 23,
  part: 'api',
  fault: 'every call of the API with wrong types, boundaries, strange signs, in any order',
  must: 'no 5xx, no hang, no growth',
  times: { short: 400, full: 100_000 },
  play: async (trial) => {
    const mainstay = await startWeighed();
    const document = (await mainstay.call('GET', '/api/v1/openapi.json')).body as Document;
    const operations = operationsOf(document);
    const ids: string[] = ['main'];
    const answered: Record<string, number> = {};
    await mainstay.call('POST', '/api/v1/messages?wait=9000', {
      body: { text: 'Add customer Ana Torres, ana@torres.example' },
    });
    let early: Weight | undefined;
    let order: Operation[] = [];
    const outcome = await repeated(trial, async (random, index) => {
      if (index === Math.floor(trial.times / 2)) early = await weigh(mainstay);
      if (order.length === 0) order = shuffled(random, operations);
      const operation = order.pop();
      if (operation) await callOnce({ mainstay, document, random, ids, answered }, operation);
    });
    const last = await weigh(mainstay);
    expect((await mainstay.call('GET', '/healthz')).status).toBe(200);
    await mainstay.stop();
    return {
      breaches: [...outcome.breaches, ...grownBeyond(early ?? last, last, trial.times / 2)],
      figures: {
        calls: operations.length,
        ...answered,
        'memory halfway (MB)': megabytes(early?.bytes ?? 0),
        'memory at the end (MB)': megabytes(last.bytes),
      },
    };
  },
};

/** What calls have made is known by name: that, and no more, may stay in memory for each. */
const BYTES_A_CALL = 512;
/** What is compiled and cached meanwhile. */
const SPARE_BYTES = 8 * 2 ** 20;

function grownBeyond(early: Weight, last: Weight, calls: number): readonly string[] {
  const most = early.bytes + calls * BYTES_A_CALL + SPARE_BYTES;
  return [
    ...(last.bytes > most ? [`memory grew from ${early.bytes} to ${last.bytes} bytes`] : []),
    ...(last.files > early.files + 3 ? [`open files grew from ${early.files} to ${last.files}`] : []),
  ];
}

interface Fuzzing {
  readonly mainstay: MainstayProcess;
  readonly document: Document;
  readonly random: Random;
  /** Seen in answers, to be asked for again. */
  readonly ids: string[];
  /** How many answers of each class. */
  readonly answered: Record<string, number>;
}

function operationsOf({ paths }: Document): Operation[] {
  return Object.entries(paths)
    .filter(([path]) => !LEFT_OUT.test(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
        method: method.toUpperCase(),
        path,
        parameters,
        body: Object.values(requestBody?.content ?? {})[0]?.schema,
      })),
    );
}

async function callOnce(fuzzing: Fuzzing, operation: Operation): Promise<void> {
  const { mainstay, random, ids } = fuzzing;
  const { method, path, parameters, body } = operation;
  const value = (schema: Schema) =>
    random.below(2) === 0 && ids.length > 0 ? ids[random.below(ids.length)] : valueOf(fuzzing, schema, 0);
  const filled = parameters
    .filter(({ in: place }) => place === 'path')
    .reduce(
      (at, { name, schema }) => at.replace(`{${name}}`, encodeURIComponent(textOf(value(schema)) || 'x')),
      path,
    );
  const query = parameters
    .filter(({ in: place, name }) => place === 'query' && name !== 'wait' && random.below(3) === 0)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(textOf(value(schema)))}`);
  const url = query.length > 0 ? `${filled}?${query.join('&')}` : filled;
  const sent = body && random.below(20) > 0 ? { body: valueOf(fuzzing, body, 0) } : {};
  const headers = random.below(2) === 0 ? { 'if-match': random.pick(['1', '"1"', '*', 'x', '0']) } : {};
  const answer = await mainstay.call(method, url, { ...sent, headers });
  expect(
    answer.status,
    `${method} ${url} ${JSON.stringify(sent)}: ${JSON.stringify(answer.body).slice(0, 300)}`,
  ).toBeLessThan(500);
  remember(ids, answer.body);
  const key = `${Math.floor(answer.status / 100)}xx` as const;
  fuzzing.answered[key] = (fuzzing.answered[key] ?? 0) + 1;
}

function textOf(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();
}

const MAX_IDS = 200;

function remember(ids: string[], body: unknown): void {
  for (const [, id = ''] of JSON.stringify(body ?? null).matchAll(
    /"(?:id|hash|run|eventId|name)":"([^"\\]{1,80})"/g,
  )) {
    if (ids.length >= MAX_IDS) ids.splice(1, 1);
    ids.push(id);
  }
}

/** A value that the schema asks for, or one that is strange, and within it others. */
function valueOf(fuzzing: Fuzzing, schema: Schema, depth: number): unknown {
  const { random, document, ids } = fuzzing;
  if (random.below(8) === 0 || depth > MAX_DEPTH) return random.pick(STRANGE);
  const { $ref, anyOf, oneOf, properties, items, type } = schema;
  const inner = (other: Schema) => valueOf(fuzzing, other, depth + 1);
  if ($ref !== undefined) return inner(document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  const choices = anyOf ?? oneOf;
  if (choices) return inner(choices[random.below(choices.length)] ?? {});
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[random.below(schema.enum.length)];
  if (properties)
    return Object.fromEntries(
      Object.entries(properties).flatMap(([name, other]) =>
        random.below(5) === 0 ? [] : [[name, inner(other)]],
      ),
    );
  if (items) return Array.from({ length: random.below(4) }, () => inner(items));
  const kind = Array.isArray(type) ? type[random.below(type.length)] : type;
  if (kind === 'boolean') return random.below(2) === 0;
  if (kind === 'integer' || kind === 'number') return random.pick([0, 1, 10, 100, 999_999]);
  if (kind === 'null') return null;
  return random.pick([
    'Ana',
    'Europe/Berlin',
    '2026-12-07',
    'help',
    'EUR',
    '08:30',
    ids[random.below(ids.length)] ?? '',
  ]);
}
