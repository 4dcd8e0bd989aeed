import type { Backup } from '../../ports/index.ts';

/** Every word about backups that a user reads outside an error of the catalogue. */
export const words = {
  /** Why a file or folder could not be written or read, by Node's error code. */
  faults: {
    ENOENT: 'the folder is not there',
    ENOTDIR: 'it is not a folder',
    EEXIST: 'it is not a folder',
    EACCES: 'the folder cannot be written',
    EPERM: 'the folder cannot be written',
    EROFS: 'the folder cannot be written',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk is full',
    EIO: 'the disk reports an error',
  } as Readonly<Record<string, string>>,
  mends: {
    room: 'Free some room there',
    folder: 'Connect its disk, or set `backups` in config/mainstay.yaml to another folder',
    writable: 'Make it writable, or set `backups` in config/mainstay.yaml to another folder',
    verify: 'Run `mainstay verify` to see where the store itself is damaged',
    log: 'Look at the log of the server',
    start: 'Start Mainstay first, or set MAINSTAY_HOME to where its store lies',
  },
  nothing: (home: string) => `there is no store in ${home}`,
  room: (freeBytes: number, neededBytes: number) =>
    `the copy needs ${megabytes(neededBytes)} and the disk has ${megabytes(freeBytes)} left`,
  again: 'I try again every hour.',
  copying: 'Copying and checking …',
  made: ({ path, bytes }: Pick<Backup, 'path' | 'bytes'>) =>
    `✓ ${path}, ${megabytes(bytes)}, opened and checked.`,
  hereOnly:
    'It is on this computer only. Set `backups` in config/mainstay.yaml to a folder on another disk; see docs/backups.md.',
  unsound: {
    manifest: 'its backup.json cannot be read',
    signature: 'its backup.json was changed, or was not written by this Mainstay',
    missing: (file: string) => `${file} is missing`,
    noFile: (file: string) => `${file} is no plain file`,
    size: (file: string) => `${file} has another size than when it was made`,
    changed: (file: string) => `${file} was changed, or is damaged`,
    log: (sequence: number, reason: string) => `entry ${sequence} of its log: ${reason}`,
    unreadable: 'its store cannot be read',
  },
} as const;

function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
