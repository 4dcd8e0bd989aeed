import { expect } from 'vitest';
import type { MainstayProcess } from '../../process/process.ts';
import { type Fuzzing, remember, type Schema, type Seen, valueOf } from '../fuzz.ts';
import { shuffled } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';
import { approve, say } from '../say.ts';
import { megabytes, startWeighed, type Weight, weigh } from '../weigh.ts';

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
/** What succeeds only where something has failed first, or where the token is known. */
const SELDOM = /retry|resolve|session/;
const KINDS = ['customer', 'invoice', 'task', 'note', 'quote', 'contract'] as const;

/** From here on each call that there is has to succeed now and then, or the fuzzing does not reach it. */
const ENOUGH = 20_000;

export const fuzzedCalls: FaultRow = {
  row: 23,
  part: 'api',
  fault:
    'every call of the API with wrong types, boundaries, strange signs, about things that there are, in any order',
  must: 'no 5xx, no hang, no growth; each call succeeds now and then',
  times: { short: 600, full: 100_000 },
  play: async (trial) => {
    const mainstay = await startWeighed();
    const document = (await mainstay.call('GET', '/api/v1/openapi.json')).body as Document;
    const operations = operationsOf(document);
    const reached = new Set<string>();
    const answered: Record<string, number> = {};
    const shared = { ids: ['main'], objects: [] as Seen[], schemas: document.components.schemas };
    let early: Weight | undefined;
    let order: Operation[] = [];
    const outcome = await repeated(trial, async (random, index) => {
      const fuzzing = { ...shared, random };
      if (index % 1_000 === 0) await fill(mainstay, fuzzing, index);
      if (index === Math.floor(trial.times / 2)) early = await weigh(mainstay);
      if (order.length === 0) order = shuffled(random, operations);
      const operation = order.pop();
      if (!operation) return;
      const status = await callOnce(mainstay, fuzzing, operation);
      const key = `${Math.floor(status / 100)}xx`;
      answered[key] = (answered[key] ?? 0) + 1;
      if (status < 300) reached.add(`${operation.method} ${operation.path}`);
    });
    const last = await weigh(mainstay);
    expect((await mainstay.call('GET', '/healthz')).status).toBe(200);
    await mainstay.stop();
    const never = operations
      .map(({ method, path }) => `${method} ${path}`)
      .filter((name) => !reached.has(name) && !SELDOM.test(name));
    return {
      breaches: [
        ...outcome.breaches,
        ...grownBeyond(early ?? last, last, trial.times / 2),
        ...(trial.times >= ENOUGH ? never.map((name) => `${name} never succeeded`) : []),
      ],
      figures: {
        calls: operations.length,
        'calls that succeeded': reached.size,
        ...answered,
        'memory halfway (MB)': megabytes(early?.bytes ?? 0),
        'memory at the end (MB)': megabytes(last.bytes),
      },
    };
  },
};

/** Something of everything, also in what calls have undone meanwhile. */
async function fill(
  mainstay: MainstayProcess,
  fuzzing: Omit<Fuzzing, 'about'>,
  index: number,
): Promise<void> {
  await mainstay.call('POST', '/api/v1/resume');
  const customer = `Ana Torres ${index}`;
  await say(mainstay, `Add customer ${customer}, ana${index}@torres.example`);
  const { suggestions } = await say(mainstay, `Invoice ${customer} $80 for hosting`);
  if (suggestions?.[0]) await approve(mainstay, suggestions[0]);
  await say(mainstay, `Invoice ${customer} $90 for hosting`);
  await say(mainstay, `Invoice ${customer} for hosting`);
  await say(mainstay, 'cancel');
  await say(mainstay, `add task call ${customer}`);
  await say(mainstay, `remind me tomorrow at 9 to call ${customer}`);
  for (const name of ['digest', 'overdue', 'follow-up'])
    remember(fuzzing, (await mainstay.call('GET', `/api/v1/workflows/${name}`)).body);
  for (const list of [
    'suggestions',
    'effects',
    'runs',
    'schedules',
    'events',
    'workflows',
    ...KINDS.map((kind) => `records/${kind}`),
  ])
    remember(
      fuzzing,
      (await mainstay.call('GET', `/api/v1/${list}?limit=20`.replace('workflows?limit=20', 'workflows')))
        .body,
    );
}

/** What calls have made is known by name: that, and no more, may stay in memory for each. */
const BYTES_A_CALL = 128;
/** What is compiled and cached meanwhile. */
const SPARE_BYTES = 8 * 2 ** 20;

function grownBeyond(early: Weight, last: Weight, calls: number): readonly string[] {
  const most = early.bytes + calls * BYTES_A_CALL + SPARE_BYTES;
  return [
    ...(last.bytes > most ? [`memory grew from ${early.bytes} to ${last.bytes} bytes`] : []),
    ...(last.files > early.files + 3 ? [`open files grew from ${early.files} to ${last.files}`] : []),
  ];
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

/** Gives the status. Throws for one of ours, and where no answer comes. */
async function callOnce(
  mainstay: MainstayProcess,
  seen: Omit<Fuzzing, 'about'>,
  operation: Operation,
): Promise<number> {
  const { random, objects } = seen;
  const { method, path, parameters, body } = operation;
  const about = aboutOf(seen, path);
  const fuzzing = { ...seen, about };
  const value = (name: string, schema: Schema) =>
    random.below(4) > 0 && about[name] !== undefined ? about[name] : valueOf(fuzzing, schema);
  const filled = parameters
    .filter(({ in: place }) => place === 'path')
    .reduce(
      (at, { name, schema }) =>
        at.replace(`{${name}}`, encodeURIComponent(textOf(value(name, schema)) || 'x')),
      path,
    );
  const query = parameters
    .filter(({ in: place, name }) => place === 'query' && name !== 'wait' && random.below(3) === 0)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(textOf(value(name, schema)))}`);
  const url = query.length > 0 ? `${filled}?${query.join('&')}` : filled;
  const sent = body && random.below(20) > 0 ? { body: valueOf(fuzzing, body) } : {};
  const version = about['version'] ?? objects[random.below(objects.length)]?.['version'];
  const match = random
    .pick([String(version), `"${String(version)}"`, '1', '*', 'x'])
    .replaceAll(/[^\x21-\x7e]/g, '');
  const headers = random.below(4) > 0 ? { 'if-match': match } : {};
  const answer = await mainstay.call(method, url, { ...sent, headers });
  expect(
    answer.status,
    `${method} ${url} ${JSON.stringify(sent)}: ${JSON.stringify(answer.body).slice(0, 300)}`,
  ).toBeLessThan(500);
  remember(fuzzing, answer.body);
  return answer.status;
}

/** By its path, the things of which a call may speak. */
const ABOUT: readonly [RegExp, (one: Seen) => boolean][] = [
  [/suggestions/, ({ id }) => String(id).startsWith('sug_')],
  [/effects/, ({ id }) => String(id).startsWith('eff_')],
  [/runs/, ({ id }) => String(id).startsWith('run_')],
  [/schedules/, ({ id }) => String(id).startsWith('sch_')],
  [/events/, ({ id }) => String(id).startsWith('evt_')],
  [/\{kind\}/, ({ kind }) => KINDS.some((known) => known === kind)],
  [/workflows/, (one) => 'lastRuns' in one],
  [/attachments/, ({ preview }) => filesOf(preview).length > 0],
];

/** Something that was seen and of which such a call may speak, as the call names what it holds. */
function aboutOf({ random, objects }: Omit<Fuzzing, 'about'>, path: string): Seen {
  if (path.includes('conversations')) return { id: 'main' };
  const fits = ABOUT.find(([area]) => area.test(path))?.[1] ?? (() => true);
  const fitting = objects.filter(fits);
  const one = fitting[random.below(Math.max(1, fitting.length))] ?? {};
  if (path.includes('attachments')) return { id: filesOf(one['preview'])[0] };
  if (path.includes('workflows')) return { ...one, version: one['hash'], values: settableOf(one['values']) };
  return path.includes('{kind}') ? { kind: random.pick(KINDS), ...one } : one;
}

function filesOf(preview: unknown): readonly string[] {
  const { attachments = [] } = (preview ?? {}) as {
    readonly attachments?: readonly { readonly id: string }[];
  };
  return attachments.map(({ id }) => id);
}

function settableOf(values: unknown): Seen {
  return Object.fromEntries(
    ((values ?? []) as readonly { name: string; value: unknown }[]).map(({ name, value }) => [name, value]),
  );
}

function textOf(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();
}
