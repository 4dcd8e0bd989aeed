import { Agenda, type JobId, toJobId } from 'agenda';
import type { Scheduler, Store } from '../../../src/ports/index.ts';
import { createChannel } from './channel.ts';
import { createJobRepository } from './repository.ts';
import { clearJobs, createShelf } from './shelf.ts';

export { jobs } from './jobs.ts';

/** How often what is due is looked for: after a machine's sleep, what passed meanwhile fires within this. */
const LOOK_EVERY_MS = 1_000;
/** How long a change may wait until it is written; jobs that come and go within it never are. */
const WRITE_EVERY_MS = 10_000;
/** A job only starts its task, which takes no time; one held for longer was left behind, by a sleep say. */
const LOCK_LIFETIME_MS = 10_000;
/** So many wake-ups at a time that none waits for another. */
const CONCURRENCY = 1_000;
const WAKE = 'wake';

interface Scheduled {
  readonly job: string;
  readonly task: () => Promise<void>;
}

/**
 * The scheduler port on Agenda, over our own store and with a notification channel within the process. A job wakes
 * its task and is over; what the task writes is fenced by its own documents, and it is made anew from them at start.
 */
export async function createAgendaScheduler(
  store: Store,
  onError: (error: unknown, key: string) => void,
): Promise<Scheduler> {
  const scheduled = new Map<string, Scheduled>();
  const keys = new Map<string, string>();
  const underWay = new Set<Promise<void>>();
  let made = 0;
  let stopped = false;
  const newId = () => toJobId(`job_${(made += 1)}`);
  const report = (error: unknown, key: string) => {
    if (!stopped) onError(error, key);
  };
  const { agenda, close } = await startAgenda(store, { newId, wake, report });

  /** A job that was replaced or cancelled while Agenda held it already wakes nobody. */
  function wake(job: string): void {
    const key = keys.get(job);
    const found = key === undefined ? undefined : scheduled.get(key);
    keys.delete(job);
    if (key === undefined || found?.job !== job || stopped) return;
    scheduled.delete(key);
    const work: Promise<void> = found
      .task()
      .catch((error: unknown) => onError(error, key))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  function cancel(key: string): void {
    const found = scheduled.get(key);
    if (!found) return;
    scheduled.delete(key);
    keys.delete(found.job);
    agenda.cancel({ id: found.job }).catch((error: unknown) => report(error, key));
  }

  return {
    cancel,
    at: (key, epochMs, task) => {
      if (stopped) return;
      cancel(key);
      const job = agenda.create(WAKE, { key }).schedule(new Date(epochMs));
      const id = newId();
      job.attrs._id = id;
      scheduled.set(key, { job: id, task });
      keys.set(id, key);
      job.save().catch((error: unknown) => report(error, key));
    },
    stop: async () => {
      stopped = true;
      await close();
      scheduled.clear();
      keys.clear();
      await Promise.all(underWay);
    },
  };
}

interface Waking {
  newId(): JobId;
  wake(job: string): void;
  report(error: unknown, about: string): void;
}

async function startAgenda(store: Store, { newId, wake, report }: Waking) {
  await clearJobs(store);
  const shelf = createShelf(store);
  const channel = createChannel((error) => report(error, 'agenda'));
  const alarm = createAlarm(() =>
    channel.publish({
      jobId: toJobId('due'),
      jobName: WAKE,
      nextRunAt: null,
      priority: 0,
      timestamp: new Date(),
    }),
  );
  const agenda = new Agenda({
    backend: {
      name: 'mainstay',
      repository: createJobRepository(shelf, { newId, soon: alarm.set }),
      ownsConnection: false,
      connect: async () => {},
      disconnect: async () => {},
    },
    notificationChannel: channel,
    processEvery: LOOK_EVERY_MS,
    defaultLockLifetime: LOCK_LIFETIME_MS,
    defaultConcurrency: CONCURRENCY,
    maxConcurrency: CONCURRENCY,
    // Without a limit: short jobs are then taken as they come due.
    lockLimit: 0,
    defaultLockLimit: 0,
    removeOnComplete: true,
  });
  agenda.on('error', (error: unknown) => report(error, 'agenda'));
  agenda.define(WAKE, async ({ attrs }) => wake(String(attrs._id)));
  await agenda.start();
  const writing = setInterval(() => {
    shelf.flush().catch((error: unknown) => report(error, 'jobs'));
  }, WRITE_EVERY_MS).unref();
  const close = async () => {
    clearInterval(writing);
    alarm.clear();
    await agenda.stop();
  };
  return { agenda, close };
}

/** Rings at the soonest time that it was set to. */
function createAlarm(ring: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let set = Number.POSITIVE_INFINITY;
  return {
    set: (epochMs: number) => {
      if (epochMs >= set) return;
      clearTimeout(timer);
      set = epochMs;
      timer = setTimeout(() => {
        set = Number.POSITIVE_INFINITY;
        void ring();
      }, epochMs - Date.now()).unref();
    },
    clear: () => clearTimeout(timer),
  };
}
