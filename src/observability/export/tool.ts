import { z } from 'zod';
import { dateAt } from '../../kernel/index.ts';
import type { Tool } from '../../ports/index.ts';
import { counted } from '../words.ts';
import { exportFile } from './archive.ts';
import { type ExportDeps, FOLDERS, filesOf } from './contents.ts';

const WORDS: readonly (readonly [keyof typeof FOLDERS, string, string])[] = [
  ['invoice', 'invoice', 'invoices'],
  ['credit', 'credit note', 'credit notes'],
  ['quote', 'quote', 'quotes'],
  ['done', 'sent mail', 'sent mails'],
  ['saved', 'saved mail', 'saved mails'],
];

/** What a year's export holds, and the file to fetch it; nothing is made before it is fetched. */
export function exportTool(deps: ExportDeps): Tool {
  const input = z.strictObject({
    year: z.int().min(1000).max(9999).optional(),
    last: z.string().optional(),
  });
  return {
    name: 'export.year',
    input,
    run: async (given, { now, zone }) => {
      const { year: named, last } = input.parse(given);
      const thisYear = Number(dateAt(now, zone).slice(0, 4));
      const year = named ?? (last === undefined ? thisYear : thisYear - 1);
      const counts = new Map<string, number>();
      for await (const { path } of filesOf(deps, year)) {
        const [folder = ''] = path.split('/');
        counts.set(folder, (counts.get(folder) ?? 0) + 1);
      }
      const parts = WORDS.flatMap(([key, one, many]) => {
        const count = counts.get(FOLDERS[key]) ?? 0;
        return count === 0 ? [] : [counted(count, one, many)];
      });
      if (parts.length === 0)
        return {
          count: 0,
          text: `There is nothing of ${year}: no invoice, no quote and no mail.`,
          files: [],
        };
      const list = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts);
      return {
        count: parts.length,
        text: `Everything of ${year}, in one file: ${list}, and a table of the invoices.`,
        files: [exportFile(year)],
      };
    },
  };
}
