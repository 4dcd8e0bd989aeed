import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createEmailConnector } from '../../adapters/connector/email/index.ts';
import { createPdfRenderer } from '../../adapters/document/pdf/index.ts';
import { reapplyAll } from '../../src/app/carried.ts';
import { collections } from '../../src/app/collections.ts';
import { parseConfig } from '../../src/app/config.ts';
import { createParts, type Parts } from '../../src/app/parts.ts';
import { type Clock, createIdSource, type IdSource } from '../../src/kernel/index.ts';
import type { AgentLoop, AnchoredHead, Connector, Embedder, Scheduler } from '../../src/ports/index.ts';
import { createMemoryStore, type MemoryStore } from '../fakes/memory-store.ts';
import { sharedShelf } from '../fakes/shelf.ts';

/** The rooms wired as the app wires them, on a store in memory, with time in the test's hand. */
export interface Harness extends Parts {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly outbox: string;
  /** Errors that no caller handled; a test that expects none asserts it. */
  readonly errors: unknown[];
  /** Says something and waits until its turn is over and nothing is under way. */
  say(text: string, id?: string): Promise<{ replies: string[]; cards: string[]; eventId: string }>;
  idle(): Promise<void>;
  /** Moves the clock and runs what is due then. */
  pass(ms: number): Promise<void>;
  /** Lets time pass, and runs each thing that is due at its own time. */
  live(ms: number): Promise<void>;
  /** Moves the clock as if the machine slept: what is due runs at once, and only then is the sleep noticed. */
  sleep(ms: number): Promise<void>;
  /** The same store under new rooms, as after a restart. */
  restart(
    changed?: Pick<HarnessOptions, 'config' | 'restored' | 'workflows'> & { readonly offMs?: number },
  ): Promise<Harness>;
}

export interface HarnessOptions {
  readonly store?: MemoryStore;
  readonly now?: number;
  readonly config?: string;
  /** Beside mail. */
  readonly connectors?: readonly Connector[];
  readonly outbox?: string;
  /** Whether the store came from a backup. */
  readonly restored?: boolean;
  /** For how long nothing ran before; its cards get the time back. */
  readonly offMs?: number;
  /** What tells meaning; words alone decide without it. */
  readonly embedder?: Embedder;
  /** What answers an agent's steps. */
  readonly loop?: AgentLoop;
  /** Where the operator is at home (IANA name); UTC without it. */
  readonly zone?: string;
  /** Workflows beside the shipped ones, as YAML. */
  readonly workflows?: readonly string[];
}

/** Monday 23 November 2026, 9:12 in UTC. */
const START = Date.UTC(2026, 10, 23, 9, 12);

export async function createHarness(options: HarnessOptions = {}): Promise<Harness> {
  const store = options.store ?? createMemoryStore(collections);
  let now = options.now ?? START;
  const clock = { now: () => now };
  const outbox = options.outbox ?? (await mkdtemp(join(tmpdir(), 'mainstay-outbox-')));
  const errors: unknown[] = [];
  let slept = 0;
  const scheduler = createTestScheduler();
  let anchored: AnchoredHead | undefined;
  const ids = createIdSource(clock, seededBytes(String(store.all('events').length)));
  const parts = await createParts({
    store,
    anchor: {
      read: async () => anchored,
      write: async (head) => {
        anchored = head;
      },
    },
    scheduler,
    clock,
    ids,
    config: parseConfig(options.config ?? '', 'config/mainstay.yaml'),
    onError: (error) => errors.push(error),
    renderer: createPdfRenderer(),
    ...(options.embedder ? { meanings: { embedder: options.embedder } } : {}),
    shelf: sharedShelf,
    build: 'sources',
    connectors: ({ attachments, settings }) => [
      createEmailConnector({
        outbox,
        attachments,
        from: async () => ({ name: settings.current().business.name ?? '', address: 'olga@olga.example' }),
      }),
      ...(options.connectors ?? []),
    ],
    salt: () => 'salt',
    random: () => 0.5,
    storePause: async () => {
      await setImmediate();
      return true;
    },
    ...(options.loop ? { loop: options.loop } : {}),
    sleptMs: () => slept,
    backups: async () => [],
    anchorKey: 'anchor',
    buttonKey: 'buttons',
    zone: options.zone ?? 'UTC',
    workflowFolders: [join(import.meta.dirname, '../../skills'), await writtenDown(options.workflows ?? [])],
  });
  parts.log.subscribe(parts.log.head().sequence, (event) => parts.apply(event));
  await reapplyAll(store, parts);
  await parts.approvals.recover(options.offMs ?? 0);
  await parts.effects.recover({ restored: options.restored ?? false });
  await parts.orchestrator.recover();
  if (options.offMs) await parts.schedules.resumed(now - options.offMs);
  await parts.schedules.recover();

  async function idle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await parts.schedules.idle();
      await parts.orchestrator.idle();
      await parts.approvals.idle();
      await parts.effects.idle();
    }
  }

  return {
    ...parts,
    store,
    clock,
    ids,
    outbox,
    errors,
    idle,
    say: async (text, id) => {
      const { eventId } = await parts.intake.message({
        text,
        via: 'test',
        ...(id === undefined ? {} : { id }),
      });
      await parts.orchestrator.settled(eventId);
      await idle();
      const page = await store.find('messages', {
        where: { turn: eventId, direction: 'out' },
        sort: { field: 'at', direction: 'asc' },
      });
      const bodies = page.items.map(
        ({ body }) => JSON.parse(Buffer.from(body).toString()) as { text: string; suggestion: string | null },
      );
      return {
        eventId,
        replies: bodies.map(({ text: reply }) => reply),
        cards: bodies.flatMap(({ suggestion }) => suggestion ?? []),
      };
    },
    pass: async (ms) => {
      now += ms;
      await scheduler.runDue(now);
      await idle();
    },
    live: async (ms) => {
      const end = now + ms;
      for (let next = scheduler.next(); next <= end; next = scheduler.next()) {
        now = Math.max(now, next);
        await scheduler.runDue(now);
        await idle();
      }
      now = end;
      await idle();
    },
    sleep: async (ms) => {
      now += ms;
      slept = ms;
      await scheduler.runDue(now);
      await idle();
      await parts.approvals.recover(ms);
      await parts.schedules.resumed(now - ms);
      slept = 0;
    },
    restart: async (changed) => {
      await idle();
      const { offMs = 0, ...others } = changed ?? {};
      return createHarness({ ...options, ...others, store, now: now + offMs, offMs, outbox });
    },
  };
}

async function writtenDown(workflows: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-workflows-'));
  for (const [index, text] of workflows.entries()) await writeFile(join(folder, `${index}.yaml`), text);
  return folder;
}

interface TestScheduler extends Scheduler {
  /** When something is due next; never, where nothing is. */
  next(): number;
  runDue(now: number): Promise<void>;
}

function createTestScheduler(): TestScheduler {
  const tasks = new Map<string, { epochMs: number; task: () => Promise<void> }>();
  return {
    at: (key, epochMs, task) => {
      tasks.set(key, { epochMs, task });
    },
    cancel: (key) => {
      tasks.delete(key);
    },
    stop: async () => tasks.clear(),
    next: () => Math.min(...[...tasks.values()].map(({ epochMs }) => epochMs)),
    runDue: async (now) => {
      for (const [key, { epochMs, task }] of [...tasks].toSorted((a, b) => a[1].epochMs - b[1].epochMs)) {
        if (epochMs > now || !tasks.delete(key)) continue;
        await task();
      }
    },
  };
}

/** Bytes that look random and are the same in every run of a test. */
function seededBytes(seed: string): (count: number) => Uint8Array {
  let counter = 0;
  return (count) => {
    counter += 1;
    return createHash('sha256').update(`${seed}:${counter}`).digest().subarray(0, count);
  };
}
