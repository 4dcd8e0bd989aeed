import type { IdSource } from '../../kernel/index.ts';
import type { Connector } from '../../ports/index.ts';
import { businessChange } from './business.ts';
import { controlCommands } from './control.ts';
import { customerChange, customerCreate, customerDelete } from './customers.ts';
import { type InvoiceDeps, invoiceCreate, invoiceVoid } from './invoices.ts';

/** Customers, invoices and the business itself, as a connector: what changes them goes through the ledger too. */
export function createBooks(deps: InvoiceDeps & { readonly ids: IdSource }): Connector {
  return {
    name: 'books',
    commands: [
      customerCreate(deps.books),
      customerChange(deps.books),
      customerDelete(deps.books),
      invoiceCreate(deps),
      invoiceVoid(deps.books),
      businessChange(deps.settings),
      ...controlCommands(deps.settings, deps.ids),
    ],
    status: () => ({ ready: true, text: 'Customers and invoices are kept on this computer.' }),
  };
}
