import type { Money } from '../kernel/index.ts';

/** One side of an invoice. Missing parts are left out of the page, never invented. */
export interface InvoiceParty {
  readonly name: string;
  /** Lines separated by `\n`. */
  readonly address?: string;
  readonly taxNumber?: string;
  readonly email?: string;
}

export interface InvoiceLine {
  readonly description: string;
  /** Net. */
  readonly amount: Money;
  /** Percent, such as 19 or 7.7. */
  readonly taxRate: number;
}

/** Everything that an invoice shows; the renderer computes nothing. Dates are local dates, `YYYY-MM-DD`. */
export interface InvoiceDocument {
  readonly kind: 'invoice' | 'draft' | 'void';
  readonly number: string;
  readonly issuedOn: string;
  readonly suppliedOn: string;
  readonly dueOn: string;
  readonly seller: InvoiceParty & { readonly bank?: string };
  readonly buyer: InvoiceParty;
  readonly lines: readonly InvoiceLine[];
  readonly net: Money;
  readonly taxes: readonly { readonly rate: number; readonly net: Money; readonly tax: Money }[];
  readonly total: Money;
  readonly paper: 'A4' | 'Letter';
}

/** Makes documents that people keep. The same input gives the same bytes. */
export interface DocumentRenderer {
  invoice(document: InvoiceDocument): Promise<{ readonly bytes: Uint8Array; readonly pages: number }>;
}
