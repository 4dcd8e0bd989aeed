import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Scheduler } from '../../../src/ports/index.ts';
import { schedulerContract } from '../../../test/contracts/scheduler.ts';
import { createMemoryStore, type MemoryStore } from '../../../test/fakes/memory-store.ts';
import { createAgendaScheduler, jobs } from './index.ts';

const WHILE_MS = 180_000;
const WRITTEN_MS = 11_000;

schedulerContract('agenda', async () => {
  const errors: { error: unknown; key: string }[] = [];
  const store = createMemoryStore([jobs]);
  const scheduler = await createAgendaScheduler(store, (error, key) => errors.push({ error, key }));
  return { scheduler, errors, destroy: () => store.close() };
});

describe('what agenda keeps in the store', () => {
  let store: MemoryStore;
  let scheduler: Scheduler;
  const errors: unknown[] = [];
  const nothing = async () => {};

  beforeEach(async () => {
    vi.useFakeTimers({
      now: Date.UTC(2026, 10, 23),
      toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    });
    store = createMemoryStore([jobs]);
    scheduler = await createAgendaScheduler(store, (error) => errors.push(error));
  });

  afterEach(async () => {
    await scheduler.stop();
    await store.close();
    vi.useRealTimers();
  });

  it('is written behind, many jobs with one sync, so that nobody who schedules waits for the disk', async () => {
    for (let n = 0; n < 50; n += 1) scheduler.at(`job${n}`, Date.now() + WHILE_MS + n, nothing);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.stats().syncs).toBe(0);
    await vi.advanceTimersByTimeAsync(WRITTEN_MS);
    expect(store.stats().syncs).toBe(1);
    expect(store.all('jobs')).toHaveLength(50);
  });

  it('is never what came and went in between', async () => {
    scheduler.at('cancelled', Date.now() + WHILE_MS, nothing);
    scheduler.cancel('cancelled');
    scheduler.at('ran', Date.now() + 1_000, nothing);
    await vi.advanceTimersByTimeAsync(WRITTEN_MS);
    expect(store.stats().syncs).toBe(0);
  });

  it('is found by when it is due, and removed once it has run or was cancelled', async () => {
    const dueMs = Date.now() + WHILE_MS;
    scheduler.at('runs', dueMs, nothing);
    scheduler.at('cancelled', dueMs, nothing);
    await vi.advanceTimersByTimeAsync(WRITTEN_MS);
    const found = await store.find('jobs', { where: { name: 'wake', due: { lte: dueMs } } });
    expect(found.items.map(({ index }) => index)).toEqual([
      { name: 'wake', due: dueMs, lock: null },
      { name: 'wake', due: dueMs, lock: null },
    ]);
    scheduler.cancel('cancelled');
    await vi.advanceTimersByTimeAsync(WHILE_MS + WRITTEN_MS);
    expect(store.all('jobs')).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('is gone after a restart, since every job is made anew from its owner’s document', async () => {
    scheduler.at('old', Date.now() + WHILE_MS, nothing);
    await vi.advanceTimersByTimeAsync(WRITTEN_MS);
    await scheduler.stop();
    scheduler = await createAgendaScheduler(store, (error) => errors.push(error));
    expect(store.all('jobs')).toEqual([]);
  });
});
