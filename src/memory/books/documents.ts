import { MainstayError } from '../../kernel/index.ts';
import type { Attachments, DocumentRenderer, Store } from '../../ports/index.ts';
import { attachments, fileDocument, readFile, type StoredFile } from '../attachments/attachments.ts';
import { invoiceSchema } from '../records/kinds.ts';
import { readRecord } from '../records/records.ts';
import { printable } from './invoice.ts';

const INVOICE_PDF = /^pdf_(inv_[0-9a-f]+)$/;

/**
 * Files by id. An invoice's PDF is rendered from its record when it is first asked for and stored then, so that
 * everyone later sees the same bytes; a voided invoice is rendered anew with its stamp.
 */
export function createAttachments(store: Store, renderer: DocumentRenderer): Attachments {
  return {
    read: async (id) => {
      const file = (await invoicePdf(store, renderer, id)) ?? (await readFile(store, id));
      if (!file) throw new MainstayError('NOT_FOUND', { values: { kind: 'file', id } });
      return file;
    },
  };
}

async function invoicePdf(
  store: Store,
  renderer: DocumentRenderer,
  id: string,
): Promise<StoredFile | undefined> {
  const invoiceId = INVOICE_PDF.exec(id)?.[1];
  const record = invoiceId && (await readRecord(store, 'invoice', invoiceId));
  if (!record) return undefined;
  const invoice = invoiceSchema.parse(record.body.data);
  const voided = invoice.status === 'void';
  const storedId = voided ? `${id}_void` : id;
  const stored = await readFile(store, storedId);
  if (stored) return stored;
  const { bytes, pages } = await renderer.invoice(printable(invoice, voided ? 'void' : 'invoice'));
  const name = `invoice-${invoice.number.replaceAll(/[^\w.-]+/g, '-')}.pdf`;
  const file = { name, contentType: 'application/pdf', bytes, pages };
  await store.commit({
    operations: [
      {
        kind: 'insert',
        collection: attachments.name,
        document: fileDocument(storedId, record.id, file),
        ifAbsent: true,
      },
    ],
  });
  return file;
}
