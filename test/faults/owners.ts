import { setImmediate } from 'node:timers/promises';
import type { Batch, CommitResult, Operation } from '../../src/ports/index.ts';
import type { MemoryStore } from '../fakes/memory-store.ts';

/** Of the event loop; whatever is worked on between two calls takes fewer. */
const QUIET_TURNS = 500;

/** What a batch wrote, in its order: its own operations, then the events that it linked. */
export type Written = readonly Operation[];

/** The store as one process has it, which may die or stand still; the documents outlive it in the store beneath. */
export interface OwnedStore {
  readonly store: MemoryStore;
  /** Every batch that this process wrote so far. */
  readonly batches: readonly Written[];
  /** Resolves once it has died or stands still. From then on no call comes back, until `thaw`. */
  readonly stopped: Promise<'stopped'>;
  /** Goes on as if no time had passed. One that has died does not. */
  thaw(): void;
  /** Resolves while it does not stand still. */
  awake(): Promise<void>;
  /** Resolves once it has asked nothing of the store for a while. */
  quiet(): Promise<void>;
}

export interface Stop {
  /** At which batch, from 0. */
  readonly batch: number;
  /** How many of its operations are written before; the rest is lost, or follows after the thaw. */
  readonly kept: (written: Written) => number;
  readonly dies: boolean;
}

/** One process's view of the store: as it is, until it stops at one of its batches. */
export function ownedStore(under: MemoryStore, stop?: Stop): OwnedStore {
  const batches: Written[] = [];
  let calls = 0;
  let hasStopped = false;
  let gate: Promise<void> | undefined;
  let thaw = () => undefined as void;
  let tell: (word: 'stopped') => void = () => undefined;
  const stopped = new Promise<'stopped'>((resolve) => {
    tell = resolve;
  });

  function standStill(): void {
    hasStopped = true;
    gate = new Promise((resolve) => {
      thaw = () => {
        gate = undefined;
        resolve();
      };
    });
    tell('stopped');
  }

  const awake = async () => {
    await gate;
  };
  const whileAwake =
    <A extends unknown[], R>(work: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      calls += 1;
      await awake();
      const result = await work(...given);
      await awake();
      return result;
    };

  async function whole(batch: Batch): Promise<CommitResult> {
    const { tail, operations } = batch;
    let linked: Written = [];
    const link = () => (linked = tail?.link() ?? []);
    const result = await under.commit(tail ? { ...batch, tail: { ...tail, link } } : batch);
    if (result.ok) batches.push([...operations, ...linked]);
    return result;
  }

  async function commit(batch: Batch): Promise<CommitResult> {
    if (!stop || hasStopped || batches.length !== stop.batch) return whole(batch);
    const { operations, tail } = batch;
    if (!stop.dies) {
      const isBefore = stop.kept(operations) === 0;
      const result = isBefore ? undefined : await whole(batch);
      standStill();
      await awake();
      return result ?? whole(batch);
    }
    let written: Written = operations;
    const link = () => {
      written = [...operations, ...(tail?.link() ?? [])];
      return written.slice(operations.length, Math.max(operations.length, stop.kept(written)));
    };
    // Where none of its events survive, only the beginning of its own operations does.
    const kept = stop.kept(operations);
    const result = await under.commit(
      kept < operations.length
        ? { operations: operations.slice(0, kept) }
        : { operations, ...(tail ? { tail: { ...tail, link } } : {}) },
    );
    if (!result.ok) return result;
    batches.push(written);
    standStill();
    return new Promise<never>(() => undefined);
  }

  return {
    batches,
    stopped,
    awake,
    quiet: async () => {
      for (let still = 0, before = calls; still < QUIET_TURNS; still += 1) {
        await setImmediate();
        if (calls !== before) still = 0;
        before = calls;
      }
    },
    thaw: () => (stop?.dies ? undefined : thaw()),
    store: {
      ...under,
      get: whileAwake(under.get),
      find: whileAwake(under.find),
      commit: async (batch) => {
        calls += 1;
        await awake();
        return commit(batch);
      },
    },
  };
}
