import type { Stored } from '../../events/index.ts';
import type { Store } from '../../ports/index.ts';
import { type Invoice, invoiceSchema } from '../records/kinds.ts';
import { type BusinessRecord, records } from '../records/records.ts';

type StoredInvoice = Stored<BusinessRecord> & { readonly invoice: Invoice };

/** Invoices, the newest first; those of one customer, or only those that are open. */
export async function invoicesOf(
  store: Store,
  { customer, unpaid = false }: { readonly customer?: string | undefined; readonly unpaid?: boolean },
): Promise<readonly StoredInvoice[]> {
  const found = await records.all(store, {
    where: {
      kind: 'invoice',
      deleted: 0,
      ...(customer === undefined ? {} : { customer }),
      ...(unpaid ? { status: 'open' } : {}),
    },
    sort: { field: 'createdAt', direction: 'desc' },
  });
  return found.map((record) => ({ ...record, invoice: invoiceSchema.parse(record.body.data) }));
}
