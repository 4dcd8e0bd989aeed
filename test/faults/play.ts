import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { type FaultRow, messageOf, type Outcome } from './row.ts';

const HOUR_MS = 60 * 60 * 1000;
const SHORT_MS = 2 * 60 * 1000;

/** What `scripts/faults.ts` asks for; in `npm test`, a short run of each row from one seed. */
const asked = {
  isFull: process.env['FAULTS'] === 'full',
  rows: process.env['FAULTS_ROWS']?.split(',').map(Number),
  seed: Number(process.env['FAULTS_SEED'] ?? 1),
  /** Where each row leaves its result. */
  out: process.env['FAULTS_OUT'],
};

/** A test for each row. */
export function playRows(rows: readonly FaultRow[]): void {
  const chosen = rows.filter((one) => asked.rows?.includes(one.row) ?? true);
  for (const row of chosen) {
    it(`${row.row}. ${row.fault}: ${row.must}`, { timeout: asked.isFull ? HOUR_MS : SHORT_MS }, async () => {
      const times = asked.isFull ? row.times.full : row.times.short;
      const started = performance.now();
      const random = createRandom(asked.seed + row.row);
      // A row that breaks is a row of the table as well.
      const { breaches, figures = {} } = await row
        .play({ times, random })
        .catch((error: unknown): Outcome => ({ breaches: [`it broke: ${messageOf(error)}`] }));
      const seconds = (performance.now() - started) / 1000;
      const { row: number, part, fault, must } = row;
      const named = { row: number, fault, must, ...(part === undefined ? {} : { part }) };
      await keep({ ...named, times, seed: asked.seed, seconds, figures, breaches });
      expect(breaches).toEqual([]);
    });
  }
}

/** What a row came to, as it is kept for the table. */
export interface RowResult {
  readonly row: number;
  readonly part?: string;
  readonly fault: string;
  readonly must: string;
  readonly times: number;
  readonly seed: number;
  readonly seconds: number;
  readonly figures: Readonly<Record<string, number>>;
  readonly breaches: readonly string[];
}

async function keep(result: RowResult): Promise<void> {
  if (asked.out === undefined) return;
  await mkdir(asked.out, { recursive: true });
  await writeFile(join(asked.out, `${result.row}${result.part ?? ''}.json`), JSON.stringify(result));
}
