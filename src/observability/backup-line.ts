import type { Backup } from '../ports/index.ts';
import { shownTime } from './words.ts';

/**
 * `Last backup 3:00, on this computer only`: the newest that holds, and where one that is newer does not. `backups` are
 * newest first.
 */
export function backupLine(
  backups: readonly Backup[],
  reader: { readonly zone: string; readonly now: number },
): string {
  const newest = backups.find(({ verified }) => verified);
  const broken = backups[0]?.verified === false ? `; the newest does not hold: ${backups[0].problem}` : '';
  if (!newest) return `No backup yet${broken}`;
  return `Last backup ${shownTime(newest.at, reader)}${newest.elsewhere ? '' : ', on this computer only'}${broken}`;
}
