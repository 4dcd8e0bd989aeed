import type { Money } from '../kernel/index.ts';

/** One side of a paper. Missing parts are left out of the page, never invented. */
export interface PaperParty {
  readonly name: string;
  /** Lines separated by `\n`. */
  readonly address?: string;
  readonly taxNumber?: string;
  readonly email?: string;
}

export interface PaperLine {
  readonly description: string;
  /** Net. */
  readonly amount: Money;
  /** Percent, such as 19 or 7.7. */
  readonly taxRate: number;
}

/** Everything that a paper shows; the renderer computes nothing. Dates are local dates, `YYYY-MM-DD`. */
export interface PaperDocument {
  readonly kind: 'invoice' | 'quote' | 'credit';
  /** A draft has no number yet; what is void says so across the page. */
  readonly state: 'final' | 'draft' | 'void';
  readonly number: string;
  readonly issuedOn: string;
  /** Of an invoice. */
  readonly suppliedOn?: string;
  readonly dueOn?: string;
  /** Of a quote. */
  readonly validUntil?: string;
  /** Of a credit note: the invoice from which it takes. */
  readonly invoiceNumber?: string;
  readonly seller: PaperParty & { readonly bank?: string };
  readonly buyer: PaperParty;
  readonly lines: readonly PaperLine[];
  readonly net: Money;
  readonly taxes: readonly { readonly rate: number; readonly net: Money; readonly tax: Money }[];
  readonly total: Money;
  readonly paper: 'A4' | 'Letter';
}

/** Makes documents that people keep. The same input gives the same bytes. */
export interface DocumentRenderer {
  paper(document: PaperDocument): Promise<{ readonly bytes: Uint8Array; readonly pages: number }>;
}
