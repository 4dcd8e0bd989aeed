/** One copy of everything, as it lies in the folder of backups. */
export interface Backup {
  /** The name of its folder: `mainstay-20261123T020000Z`. */
  readonly id: string;
  /** When it was made; ISO 8601 in UTC. */
  readonly at: string;
  /** Where it lies, as a whole path. */
  readonly path: string;
  readonly bytes: number;
  /** Made by the clock, or because someone asked. */
  readonly reason: 'night' | 'asked';
  /** Opened and checked when it was made, and all of its files still there as they were signed. */
  readonly verified: boolean;
  /** What is wrong, where it is not verified. */
  readonly problem?: string;
  /** Whether it lies on another file system than what it is a copy of. */
  readonly elsewhere: boolean;
}

/** Copies of everything that can be restored. */
export interface Backups {
  /** Makes one, checks it, and then removes the oldest. Throws BACKUP_FAILED; the earlier ones are then as they were. */
  make(): Promise<Backup>;
  /** Newest first. A folder that cannot be read holds none. */
  list(): Promise<readonly Backup[]>;
}
