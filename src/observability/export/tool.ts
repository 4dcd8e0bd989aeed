import { z } from 'zod';
import { dateAt } from '../../kernel/index.ts';
import type { Tool } from '../../ports/index.ts';
import { counted } from '../words.ts';
import { exportFile } from './archive.ts';
import { type ExportDeps, FOLDERS, filesOf } from './contents.ts';
import { stretchWords, yearOf } from './stretch.ts';

const WORDS: readonly (readonly [keyof typeof FOLDERS, string, string])[] = [
  ['invoice', 'invoice', 'invoices'],
  ['credit', 'credit note', 'credit notes'],
  ['quote', 'quote', 'quotes'],
  ['done', 'sent mail', 'sent mails'],
  ['saved', 'saved mail', 'saved mails'],
];

/** What an export holds, and the file to fetch it; nothing is made before it is fetched. */
export function exportTool(deps: ExportDeps): Tool {
  const input = z.strictObject({
    /** This year, where none is given. */
    period: z.object({ from: z.iso.date(), to: z.iso.date() }).optional(),
  });
  return {
    name: 'export.days',
    input,
    run: async (given, { now, zone }) => {
      const today = dateAt(now, zone);
      const { from, to } = input.parse(given).period ?? yearOf(Number(today.slice(0, 4)));
      const words = stretchWords({ from, to }, today);
      const counts = new Map<string, number>();
      for await (const { path } of filesOf(deps, { from, to })) {
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
          text: `There is nothing of ${words}: no invoice, no quote and no mail.`,
          files: [],
        };
      const list = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts);
      return {
        count: parts.length,
        text: `Everything of ${words}, in one file: ${list}, and a table of the invoices.`,
        files: [exportFile({ from, to })],
      };
    },
  };
}
