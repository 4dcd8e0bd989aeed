import { expect, it } from 'vitest';
import type { Backup } from '../ports/index.ts';
import { backupLine } from './backup-line.ts';

const reader = { zone: 'Europe/Berlin', now: Date.parse('2026-11-23T09:12:00Z') };

function backup(given: Partial<Backup> = {}): Backup {
  const at = '2026-11-23T02:00:00.000Z';
  const about = {
    id: 'x',
    at,
    path: '/x',
    bytes: 1,
    reason: 'night',
    verified: true,
    elsewhere: false,
  } as const;
  return { ...about, ...given };
}

const older = backup({ at: '2026-11-22T02:00:00.000Z' });

it.each([
  ['No backup yet', []],
  ['Last backup 3:00, on this computer only', [backup(), older]],
  ['Last backup 3:00', [backup({ elsewhere: true })]],
  ['Last backup Sun 22 Nov, 3:00, on this computer only', [older]],
  [
    'Last backup Sun 22 Nov, 3:00, on this computer only; the newest does not hold: mainstay.db is missing',
    [backup({ verified: false, problem: 'mainstay.db is missing' }), older],
  ],
  ['No backup yet; the newest does not hold: gone', [backup({ verified: false, problem: 'gone' })]],
])('says “%s”', (line, backups) => {
  expect(backupLine(backups, reader)).toBe(line);
});
