import {
  computeJobState,
  type JobId,
  type JobParameters,
  type JobRepository,
  type JobsOverview,
  type JobsQueryOptions,
  type JobsResult,
  type JobWithState,
  type RemoveJobsOptions,
} from 'agenda';
import type { Job } from './jobs.ts';
import type { Shelf } from './shelf.ts';

export interface RepositoryDeps {
  newId(): JobId;
  /** Called with when the next job is due, in epoch milliseconds, where that is before Agenda would look again. */
  soon(epochMs: number): void;
}

/**
 * Agenda's job repository on our own store. What only changes a job's state never rejects, because Agenda does not
 * wait for all of it; a job that is gone meanwhile is left alone. Only what is due is handed out: Agenda takes minutes to
 * hold a thousand jobs that are not.
 */
export function createJobRepository(shelf: Shelf, { newId, soon }: RepositoryDeps): JobRepository {
  async function* matching(options: RemoveJobsOptions): AsyncIterable<Job> {
    for await (const job of shelf.all()) if (isMeant(job, options)) yield job;
  }

  async function changeAll(options: RemoveJobsOptions, change: (job: Job) => void): Promise<number> {
    const found: Job[] = [];
    for await (const job of matching(options)) found.push(job);
    for (const job of found) change(job);
    return found.length;
  }

  const able = (disabled: boolean) => (options: RemoveJobsOptions) =>
    changeAll(options, (job) => shelf.put({ ...job, disabled }));

  return {
    connect: async () => {},
    saveJob: async (job) => {
      if (job.unique) throw new TypeError('Unique jobs are not kept here; give the job an id instead.');
      const saved = { ...job, _id: job._id ?? newId() };
      shelf.put(saved);
      return saved;
    },
    saveJobState: async (job) => keep(shelf, job),
    lockJob: async (job) => lock(shelf, job, new Date()),
    unlockJob: async ({ lockedAt: _, ...job }) => keep(shelf, job),
    unlockJobs: async (ids) => {
      for (const id of ids) {
        const job = await shelf.get(id);
        if (job) shelf.put(withoutLock(job));
      }
    },
    getNextJobToRun: async (...[name, nextScanAt, lockDeadline, now = new Date()]) => {
      for await (const job of shelf.upTo('due', { name, epochMs: nextScanAt.getTime() })) {
        if (dueOf(job) <= now.getTime()) return lock(shelf, job, now);
        soon(dueOf(job));
        break;
      }
      // Whoever held these has not been heard of for longer than a lock lives.
      for await (const job of shelf.upTo('lock', { name, epochMs: lockDeadline.getTime() }))
        return lock(shelf, job, now);
      return undefined;
    },
    removeJobs: async (options) => {
      const only = options.id;
      if (only !== undefined) return shelf.remove(String(only)) ? 1 : 0;
      return changeAll(options, ({ _id }) => shelf.remove(_id));
    },
    purgeAllJobs: async () => changeAll({ notNames: [] }, ({ _id }) => shelf.remove(_id)),
    disableJobs: able(true),
    enableJobs: able(false),
    getJobById: async (id) => (await shelf.get(id)) ?? null,
    getQueueSize: async () => (await readJobs(shelf)).filter(isQueued).length,
    getDistinctJobNames: async () => [...new Set((await readJobs(shelf)).map(({ name }) => name))],
    getJobsOverview: async () => overviewOf(await readJobs(shelf)),
    queryJobs: async (options = {}) => query(await readJobs(shelf), options),
  };
}

function keep(shelf: Shelf, job: JobParameters): void {
  if (job._id !== undefined && shelf.has(job._id)) shelf.put(job as Job);
}

function lock(shelf: Shelf, job: JobParameters, lockedAt: Date): JobParameters {
  const locked = { ...job, lockedAt };
  keep(shelf, locked);
  return locked;
}

function withoutLock({ lockedAt: _, ...job }: Job): Job {
  return job;
}

async function readJobs(shelf: Shelf): Promise<JobWithState[]> {
  const found: JobWithState[] = [];
  for await (const job of shelf.all()) found.push({ ...job, state: computeJobState(job) });
  return found;
}

function dueOf({ nextRunAt }: JobParameters): number {
  return nextRunAt?.getTime() ?? 0;
}

function isQueued({ nextRunAt }: JobParameters): boolean {
  return nextRunAt !== null && nextRunAt.getTime() < Date.now();
}

function isMeant(job: Job, { ids, name, names, notNames, data }: RemoveJobsOptions): boolean {
  return (
    (ids === undefined || ids.map(String).includes(job._id)) &&
    (name === undefined || job.name === name) &&
    (names === undefined || names.includes(job.name)) &&
    (notNames === undefined || !notNames.includes(job.name)) &&
    (data === undefined || JSON.stringify(job.data) === JSON.stringify(data)) &&
    [ids, name, names, notNames, data].some((condition) => condition !== undefined)
  );
}

function query(all: readonly JobWithState[], options: JobsQueryOptions): JobsResult {
  const { id, ids, name, names, state, search, skip = 0, limit = Number.POSITIVE_INFINITY } = options;
  const found = all.filter(
    (job) =>
      (id === undefined || job._id === id) &&
      (ids === undefined || ids.includes(job._id)) &&
      (name === undefined || job.name === name) &&
      (names === undefined || names.includes(job.name)) &&
      (state === undefined || job.state === state) &&
      (search === undefined || job.name.includes(search)) &&
      (options.includeDisabled !== false || !job.disabled),
  );
  return { jobs: found.slice(skip, skip + limit), total: found.length };
}

function overviewOf(all: readonly JobWithState[]): JobsOverview[] {
  const byName = new Map<string, JobsOverview>();
  for (const { name, state } of all) {
    const states = { running: 0, scheduled: 0, queued: 0, completed: 0, failed: 0, repeating: 0, paused: 0 };
    const overview = byName.get(name) ?? { name, total: 0, ...states };
    overview.total += 1;
    overview[state] += 1;
    byName.set(name, overview);
  }
  return [...byName.values()];
}
