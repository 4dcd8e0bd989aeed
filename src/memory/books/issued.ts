import type { LocalDate, Money } from '../../kernel/index.ts';
import type { Store } from '../../ports/index.ts';
import { creditSchema, invoiceSchema, quoteSchema } from '../records/kinds.ts';
import { records } from '../records/records.ts';
import { isPractised } from '../settings/numbering.ts';
import { pdfId } from './issuing.ts';

const SCHEMAS = { invoice: invoiceSchema, quote: quoteSchema, credit: creditSchema } as const;

/** A paper as it was issued; amounts as they are printed on it. */
export interface IssuedPaper {
  readonly kind: keyof typeof SCHEMAS;
  readonly number: string;
  readonly issuedOn: LocalDate;
  /** Of an invoice. */
  readonly dueOn?: LocalDate | undefined;
  readonly paidOn?: LocalDate | undefined;
  /** The name that is printed on it. */
  readonly customer: string;
  readonly net: Money;
  readonly total: Money;
  readonly status: string;
  /** The id of its PDF. */
  readonly pdf: string;
}

/** The papers of a kind that were issued on these days, oldest first, one at a time; what was only practised is none. */
export async function* issuedPapers(
  store: Store,
  {
    kind,
    from,
    to,
  }: { readonly kind: IssuedPaper['kind']; readonly from: LocalDate; readonly to: LocalDate },
): AsyncIterable<IssuedPaper> {
  const found = records.scan(store, {
    where: { kind, deleted: 0 },
    sort: { field: 'createdAt', direction: 'asc' },
  });
  for await (const { id, body } of found) {
    const paper = SCHEMAS[kind].parse(body.data);
    const { number, issuedOn, buyer, net, total, status } = paper;
    if (issuedOn < from || issuedOn > to || isPractised(paper)) continue;
    const dates = 'dueOn' in paper ? { dueOn: paper.dueOn, paidOn: paper.paidOn } : {};
    yield { kind, number, issuedOn, customer: buyer.name, net, total, status, pdf: pdfId(id), ...dates };
  }
}
