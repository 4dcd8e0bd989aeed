import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { decimalsOf, decimalText, type Money } from '../../kernel/index.ts';
import { type IssuedPaper, issuedPapers } from '../../memory/index.ts';
import type { Store } from '../../ports/index.ts';
import type { Stretch } from './stretch.ts';

const COLUMNS = [
  'number',
  'kind',
  'date',
  'due',
  'customer',
  'net',
  'tax',
  'total',
  'currency',
  'status',
  'paid on',
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string | Money>>;

/**
 * The invoices and credit notes of these days as CSV (RFC 4180, UTF-8 with its mark, decimal points), row by row. The sums of
 * its columns, each currency apart, are those of the records: a voided invoice keeps its row and counts nothing, a credit
 * note is negative. What a spreadsheet would take for a formula is kept from being one.
 */
export function tableOf(store: Store, stretch: Stretch): Readable {
  const table = stringify({
    header: true,
    columns: [...COLUMNS],
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: {
      // Amounts may begin with a minus: they are numbers, and no formulas. The library takes any option here; its types name few.
      object: ({ minor, currency }) =>
        ({
          value: decimalText(Number(minor), decimalsOf(String(currency))),
          escape_formulas: false,
        }) as { value: string },
    },
  });
  const rows = Readable.from(rowsOf(store, stretch));
  rows.on('error', (error) => table.destroy(error));
  return rows.pipe(table);
}

async function* rowsOf(store: Store, stretch: Stretch): AsyncIterable<Row> {
  for (const kind of ['invoice', 'credit'] as const)
    for await (const paper of issuedPapers(store, { kind, ...stretch })) yield rowOf(paper);
}

function rowOf(paper: IssuedPaper): Row {
  const { kind, number, issuedOn, dueOn = '', paidOn = '', customer, status, total } = paper;
  const sign = status === 'void' ? 0 : kind === 'credit' ? -1 : 1;
  const signed = (minor: number): Money => ({
    minor: minor === 0 ? 0 : sign * minor,
    currency: total.currency,
  });
  return {
    number,
    kind: kind === 'credit' ? 'credit note' : 'invoice',
    date: issuedOn,
    due: dueOn,
    customer,
    net: signed(paper.net.minor),
    tax: signed(total.minor - paper.net.minor),
    total: signed(total.minor),
    currency: total.currency,
    status,
    'paid on': paidOn,
  };
}
