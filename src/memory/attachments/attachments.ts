import type { CollectionSpec, NewDocument, Staging, Store } from '../../ports/index.ts';

/** Files: their body is the raw bytes, what is known of them stands in the index. */
export const attachments = {
  name: 'attachments',
  schemaVersion: 1,
  indexes: [{ fields: ['owner'], sparse: true }],
} as const satisfies CollectionSpec;

export interface StoredFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly pages?: number;
}

/** The document that keeps a file; `owner` is the record, suggestion or message it belongs to. */
export function fileDocument(id: string, owner: string, file: StoredFile): NewDocument {
  const { name, contentType, pages } = file;
  return { id, index: { owner, name, contentType, pages: pages ?? null }, body: file.bytes };
}

export async function readFile(
  source: Pick<Staging, 'get'> | Store,
  id: string,
): Promise<StoredFile | undefined> {
  const document = await source.get(attachments.name, id);
  if (!document) return undefined;
  const { name, contentType, pages } = document.index;
  return {
    name: String(name),
    contentType: String(contentType),
    bytes: document.body,
    ...(typeof pages === 'number' ? { pages } : {}),
  };
}
