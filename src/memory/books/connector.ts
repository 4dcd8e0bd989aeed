import type { IdSource } from '../../kernel/index.ts';
import type { Connector } from '../../ports/index.ts';
import { businessChange, businessRestore } from './business.ts';
import { contractCommands } from './contracts.ts';
import { controlCommands } from './control.ts';
import { creditCreate } from './credits.ts';
import { customerCommands } from './customers.ts';
import { invoiceChanges, invoiceCreate } from './invoices.ts';
import type { PaperDeps } from './issuing.ts';
import { noteCommands } from './notes.ts';
import { quoteCommands } from './quotes.ts';
import { taskCommands } from './tasks.ts';
import { travelCommands } from './travel.ts';

/** Our own books and the business itself, as a connector: what changes them goes through the ledger too. */
export function createBooks(deps: PaperDeps & { readonly ids: IdSource }): Connector {
  return {
    name: 'books',
    commands: [
      ...customerCommands(deps.books, deps.store),
      invoiceCreate(deps),
      ...invoiceChanges(deps.books, deps.store),
      creditCreate(deps),
      ...quoteCommands(deps),
      ...taskCommands(deps.books),
      ...noteCommands(deps.books),
      ...contractCommands(deps.books),
      businessChange(deps.settings),
      businessRestore(deps.settings),
      ...travelCommands(deps.settings),
      ...controlCommands(deps.settings, deps.ids),
    ],
    status: () => ({ ready: true, text: 'Customers and invoices are kept on this computer.' }),
  };
}
