import { fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MainstayProcess, startMainstay, temporaryHome } from '../test/process/process.ts';
import { quantile, report } from './report.ts';
import { measureUnderstanding } from './understanding/run.ts';

/**
 * `npm run bench`: measures the compiled product as its users meet it, over HTTP, and the disk it stands on, in one
 * run; then how well messages are understood. `npm run bench -- understanding` measures one part. Prints a JSON line for
 * each figure; times are in milliseconds.
 */
const TARGETS = {
  'cold start to ready': 800,
  'idle memory (MB)': 130,
  'message to stored reply, p50': 5,
  'message to stored reply, p99': 30,
  'click to effect started, p50': 20,
} as const;

const TURNS_PER_SECOND = 100;
const WARM_UP_TURNS = 200;
const TURNS = 2_000;
const CLICKS = 100;
const STARTS = 9;

/** Reports a figure with its target, where it has one. */
function tell(name: string, value: number, more: Readonly<Record<string, number>> = {}): void {
  const target = Object.hasOwn(TARGETS, name) ? TARGETS[name as keyof typeof TARGETS] : undefined;
  report(name, value, { ...more, ...(target === undefined ? {} : { target }) });
}

function reportTimes(name: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  tell(`${name}, p50`, quantile(sorted, 0.5), { samples: times.length });
  tell(`${name}, p99`, quantile(sorted, 0.99), { samples: times.length });
}

/** What the disk itself takes to make 4 KB durable: no commit can be faster. */
async function measureFsync(): Promise<void> {
  const file = openSync(join(await mkdtemp(join(tmpdir(), 'mainstay-bench-')), 'fsync'), 'w');
  const block = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 500 }, () => {
    const started = performance.now();
    writeSync(file, block);
    fsyncSync(file);
    return performance.now() - started;
  });
  reportTimes('bare fsync of 4 KB', times);
}

async function measureStarts(): Promise<void> {
  const home = await temporaryHome();
  const times: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const started = performance.now();
    const mainstay = await startMainstay({ home });
    await mainstay.call('GET', '/readyz');
    times.push(performance.now() - started);
    await mainstay.stop();
  }
  tell(
    'cold start to ready',
    quantile(
      times.toSorted((a, b) => a - b),
      0.5,
    ),
    { samples: STARTS },
  );
}

async function residentMegabytes({ child }: MainstayProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** An arrival each 10 ms whatever the answers take, so that a slow one shows in those behind it. */
async function measureTurns(mainstay: MainstayProcess): Promise<void> {
  const times: number[] = [];
  const underWay: Promise<void>[] = [];
  const agent = new Agent({ keepAlive: true });
  const started = performance.now();
  for (let turn = 0; turn < WARM_UP_TURNS + TURNS; turn += 1) {
    const due = started + (turn * 1000) / TURNS_PER_SECOND;
    await until(due);
    const message = { text: `Add customer ${nameOf(turn)}`, conversation: `bench-${turn % 50}` };
    underWay.push(
      post(mainstay, agent, message).then(() => {
        if (turn >= WARM_UP_TURNS) times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(underWay);
  agent.destroy();
  reportTimes('message to stored reply', times);
}

/** Timers are late by up to two milliseconds, so the rest is waited for by looking. */
async function until(due: number): Promise<void> {
  const early = due - performance.now() - 2;
  if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
  while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
}

/** Node's own client rather than fetch, which takes a millisecond of the two cores that both sides share. */
function post({ address, token }: MainstayProcess, agent: Agent, body: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(
      `${address}/api/v1/messages?wait=10000`,
      { method: 'POST', agent, headers },
      (answer) => answer.resume().once('end', resolve),
    );
    sent.once('error', reject).end(JSON.stringify(body));
  });
}

/** As many different names as there are turns. */
function nameOf(turn: number): string {
  const syllables = ['Ka', 'Lo', 'Mi', 'Ne', 'Ru', 'Sa', 'To', 'Va', 'We', 'Zi'];
  return Array.from(String(turn).padStart(4, '0'))
    .map((digit) => syllables[Number(digit)]?.toLowerCase())
    .join('')
    .replace(/^./, (first) => first.toUpperCase());
}

async function measureClicks(mainstay: MainstayProcess): Promise<void> {
  await mainstay.call('POST', '/api/v1/messages?wait=10000', {
    body: { text: 'Add customer Ana Torres, ana@torres.example' },
  });
  const times: number[] = [];
  for (let click = 0; click < CLICKS; click += 1) {
    const { body } = await mainstay.call('POST', '/api/v1/messages?wait=10000', {
      body: { text: 'Invoice Ana Torres $80 for hosting' },
    });
    const [card] = body.suggestions;
    if (!card) throw new Error(`There is no card in ${JSON.stringify(body)}.`);
    const started = performance.now();
    await mainstay.call('POST', `/api/v1/suggestions/${card.id}/decision`, {
      body: { decision: 'approve', hash: card.hash },
    });
    times.push(performance.now() - started);
  }
  reportTimes('click to effect started', times);
}

/** The same HTTP call with nothing to store behind it. */
async function measureEcho(mainstay: MainstayProcess): Promise<void> {
  const times: number[] = [];
  for (let call = 0; call < 500; call += 1) {
    const started = performance.now();
    await mainstay.call('GET', '/healthz');
    times.push(performance.now() - started);
  }
  reportTimes('bare HTTP answer', times.slice(100));
}

async function measureProcess(): Promise<void> {
  await measureFsync();
  await measureStarts();
  const mainstay = await startMainstay();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  tell('idle memory (MB)', await residentMegabytes(mainstay));
  await measureEcho(mainstay);
  await measureTurns(mainstay);
  await measureClicks(mainstay);
  tell('memory after the load (MB)', await residentMegabytes(mainstay));
  await mainstay.stop();
}

const PARTS: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  process: measureProcess,
  understanding: (options) => measureUnderstanding({ wrong: options.includes('--wrong') }),
};

const asked = process.argv.slice(2);
const names = asked.filter((name) => !name.startsWith('--'));
const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join(', ')}. There are ${Object.keys(PARTS).join(', ')}.`);
for (const [name, measure] of Object.entries(PARTS))
  if (names.length === 0 || names.includes(name)) await measure(asked);
