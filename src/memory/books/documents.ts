import { MainstayError } from '../../kernel/index.ts';
import type { Attachments, DocumentRenderer, Store } from '../../ports/index.ts';
import { attachments, fileDocument, readFile, type StoredFile } from '../attachments/attachments.ts';
import { creditSchema, invoiceSchema, quoteSchema } from '../records/kinds.ts';
import { readRecord } from '../records/records.ts';
import { printable } from './paper.ts';

const PAPER_PDF = /^pdf_((inv|quo|crd)_[0-9a-f]+)$/;

const PAPERS = {
  inv: { kind: 'invoice', name: 'invoice', schema: invoiceSchema },
  quo: { kind: 'quote', name: 'quote', schema: quoteSchema },
  crd: { kind: 'credit', name: 'credit-note', schema: creditSchema },
} as const;

/**
 * Files by id. A paper's PDF is rendered from its record when it is first asked for and stored then, so that
 * everyone later sees the same bytes; a voided one is rendered anew with its stamp.
 */
export function createAttachments(store: Store, renderer: DocumentRenderer): Attachments {
  return {
    read: async (id, { asIssued = false } = {}) => {
      const issued = asIssued ? await readFile(store, id) : undefined;
      const file = issued ?? (await paperPdf(store, renderer, id)) ?? (await readFile(store, id));
      if (!file) throw new MainstayError('NOT_FOUND', { values: { kind: 'file', id } });
      return file;
    },
  };
}

async function paperPdf(
  store: Store,
  renderer: DocumentRenderer,
  id: string,
): Promise<StoredFile | undefined> {
  const [, recordId = '', prefix = ''] = PAPER_PDF.exec(id) ?? [];
  const { kind, name, schema } = PAPERS[prefix as keyof typeof PAPERS] ?? {};
  const record = kind && (await readRecord(store, kind, recordId));
  if (!record || !schema) return undefined;
  const paper = schema.parse(record.body.data);
  const voided = paper.status === 'void' || paper.status === 'withdrawn';
  const storedId = voided ? `${id}_void` : id;
  const stored = await readFile(store, storedId);
  if (stored) return stored;
  const { bytes, pages } = await renderer.paper(printable(paper, voided ? 'void' : 'final'));
  const file = {
    name: `${name}-${paper.number.replaceAll(/[^\w.-]+/g, '-')}.pdf`,
    contentType: 'application/pdf',
    bytes,
    pages,
  };
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
