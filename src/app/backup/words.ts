import { DateTime } from 'luxon';
import type { Backup } from '../../ports/index.ts';

const ELSEWHERE = 'Set `backups` in config/mainstay.yaml to a folder on another disk; see docs/backups.md.';

interface Lost {
  readonly restored: { readonly madeAt: string; readonly zone: string } | undefined;
  /** How many cards are not sure to have been carried out. */
  readonly unsure: number;
}

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
  key: {
    typing: 'it has a typing error',
    other: 'it belongs to another Mainstay than this backup',
    environment: 'MAINSTAY_MASTER_KEY is set to another key; unset it',
    /** Once, on a terminal. */
    shown: (key: string) => [
      'Your recovery key:',
      '',
      ...halves(key).map((half) => `    ${half}`),
      '',
      'Write it down and keep it away from this computer; it is not shown again.',
      'With it and a backup, another computer takes over: mainstay restore BACKUP --key KEY.',
      'It proves that a backup is yours and unchanged. It is the master key: show it to nobody.',
    ],
    unseen: 'you have not seen it yet',
    see: 'Run `mainstay init` in a terminal, which shows it once, and write it down.',
  },
  copying: 'Copying and checking …',
  checking: 'Checking …',
  restore: {
    done: (path: string, madeAt: string) => `✓ Restored as of ${shownMoment(madeAt, 'local')}, from ${path}.`,
    kept: (folder: string) => `  What was here before lies in ${folder}. Nothing was deleted.`,
    config: (names: readonly string[], folder: string) =>
      `  Settings that differ from those that were here: ${names.join(', ')}. The backup’s are in ${folder}.`,
    next: `  What happened after it is not known here, and what was being sent then is in question.
  Start with \`mainstay start\`; it begins paused. Look at what waits, then say “resume”.`,
  },
  /** What the operator reads at the first start on an older log. */
  lost: ({ restored, unsure }: Lost) =>
    [
      restored
        ? `I was restored from the backup of ${shownMoment(restored.madeAt, restored.zone)}. I know nothing of what came after it.`
        : 'My log ends before where it once was: an older copy of the store is in place, or its end was cut. I know nothing of what came after.',
      ...(unsure > 0
        ? [`Not sure it arrived: ${unsure} of what you had approved; I will not send it again by myself.`]
        : []),
      'A card that waits may have been approved and sent since, so look before you approve. If newer invoices went out, set the next invoice number first.',
      'I am paused. Nothing leaves until you say resume.',
    ].join('\n'),
  made: ({ path, bytes }: Pick<Backup, 'path' | 'bytes'>) =>
    `✓ ${path}, ${megabytes(bytes)}, opened and checked.`,
  hereOnly: `It is on this computer only. ${ELSEWHERE}`,
  elsewhere: ELSEWHERE,
  makeOne: 'Run `mainstay backup`, and keep the server on at night, when it makes one by itself.',
  makeAnother: 'Find out what changed it, and run `mainstay backup` to have one that holds.',
  noFolder: (folder: string) => `the folder ${folder} is not there`,
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

/** Two lines of seven groups, as one writes them down. */
function halves(key: string): string[] {
  const groups = key.split('-');
  const half = Math.ceil(groups.length / 2);
  return [groups.slice(0, half).join('-'), groups.slice(half).join('-')];
}

function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `Mon 23 Nov 2026, 3:00`: a backup may be old, so with its year. */
function shownMoment(iso: string, zone: string): string {
  return DateTime.fromISO(iso, { zone }).toFormat('ccc d LLL yyyy, H:mm', { locale: 'en' });
}
