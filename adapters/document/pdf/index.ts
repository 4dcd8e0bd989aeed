import PDFDocument from 'pdfkit';
import { formatMoney } from '../../../src/kernel/index.ts';
import type { DocumentRenderer } from '../../../src/ports/index.ts';
// Provisional: replaced by the full renderer.
export function createPdfRenderer(): DocumentRenderer {
  return {
    invoice: (invoice) =>
      new Promise((resolve) => {
        const doc = new PDFDocument({ size: 'A4', info: { CreationDate: new Date(invoice.issuedOn) } });
        const chunks: Buffer[] = [];
        doc.on('data', (chunk: Buffer) => chunks.push(chunk));
        doc.on('end', () => resolve({ bytes: Buffer.concat(chunks), pages: 1 }));
        doc.text(`Invoice ${invoice.number} ${invoice.buyer.name} ${formatMoney(invoice.total)}`);
        doc.end();
      }),
  };
}
