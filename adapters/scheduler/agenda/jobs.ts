import type { JobParameters } from 'agenda';
import { decodeJson, encodeJson } from '../../../src/kernel/index.ts';
import type { CollectionSpec, Document, NewDocument } from '../../../src/ports/index.ts';

/**
 * Jobs as the store keeps them. `due` is when a job that nobody holds is to run, `lock` since when one is held; both
 * are null once there is nothing left to do, so that neither index grows with what is over.
 */
export const jobs: CollectionSpec = {
  name: 'jobs',
  schemaVersion: 1,
  indexes: [
    { fields: ['due', 'name'], sparse: true },
    { fields: ['lock', 'name'], sparse: true },
  ],
};

/** A job that has its id. */
export type Job = JobParameters & { readonly _id: NonNullable<JobParameters['_id']> };

const DATES = ['nextRunAt', 'lockedAt', 'lastRunAt', 'lastFinishedAt', 'failedAt'] as const;

/** When the job is to run, and since when it is held; epoch milliseconds. */
export function timesOf({ lockedAt, nextRunAt, disabled }: Job): Record<'due' | 'lock', number | null> {
  const lock = lockedAt?.getTime() ?? null;
  return { due: lock === null && !disabled ? (nextRunAt?.getTime() ?? null) : null, lock };
}

export function toDocument(job: Job): NewDocument {
  return {
    id: job._id,
    index: { name: job.name, ...timesOf(job) },
    body: encodeJson(JSON.parse(JSON.stringify(job))),
  };
}

export function fromDocument({ body }: Document): Job {
  const job = decodeJson(body) as Record<string, unknown>;
  const dates = DATES.flatMap((field) =>
    typeof job[field] === 'string' ? [[field, new Date(job[field])]] : [],
  );
  return { ...(job as unknown as Job), ...Object.fromEntries(dates) };
}
