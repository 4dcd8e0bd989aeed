import { sameSecret } from '../kernel/index.ts';
import type { AnchoredHead, Document, Store } from '../ports/index.ts';
import { commitTo, EMPTY_HEAD, type Head, linkHash } from './chain.ts';
import { type Entry, events } from './entry.ts';
import { headMac } from './log.ts';

/** Something in the log that does not hold: at which entry, and what. */
export interface ChainFault {
  readonly sequence: number;
  readonly reason: string;
}

export interface Verification {
  readonly entries: number;
  readonly head: Head;
  /** Payloads that are not there. No event permits that yet, so each is a fault as well. */
  readonly erased: number;
  readonly faults: readonly ChainFault[];
}

export interface VerifyOptions {
  readonly store: Store;
  readonly anchored: AnchoredHead | undefined;
  /** The key that signed the anchored head. */
  readonly key: string;
  readonly onProgress?: (entries: number) => void;
}

const MAX_FAULTS = 100;
const PAGE = 500;

/** Walks the whole log and reports every entry that was changed, removed or reordered, up to 100 of them. */
export async function verifyLog(options: VerifyOptions): Promise<Verification> {
  const faults: ChainFault[] = [];
  let head = EMPTY_HEAD;
  let erased = 0;
  let anchoredHash: string | undefined;
  for await (const document of documentsOf(options.store)) {
    const entry = events.fromDocument(document).body;
    const found = [...checkEntry(head, entry), ...checkIndex(document, entry)];
    faults.push(...found.map((reason) => ({ sequence: entry.envelope.sequence, reason })));
    if (entry.data === null) erased += 1;
    head = { sequence: entry.envelope.sequence, hash: entry.hash };
    if (head.sequence === options.anchored?.sequence) anchoredHash = head.hash;
    if (head.sequence % PAGE === 0) options.onProgress?.(head.sequence);
    if (faults.length >= MAX_FAULTS) break;
  }
  // A walk that was broken off says nothing about the end of the log.
  if (faults.length < MAX_FAULTS) faults.push(...checkAnchor(options, { head, anchoredHash }));
  return { entries: head.sequence, head, erased, faults: faults.slice(0, MAX_FAULTS) };
}

function checkEntry(previous: Head, entry: Entry): string[] {
  const { envelope, commitment, hash, salt, data } = entry;
  const reasons: string[] = [];
  if (envelope.sequence !== previous.sequence + 1) {
    reasons.push(`entry ${previous.sequence + 1} is missing or out of order`);
  }
  if (hash !== linkHash(previous.hash, envelope, commitment))
    reasons.push('its envelope or its link was changed');
  if (salt !== null && data !== null && commitment !== commitTo(salt, data))
    reasons.push('its payload was changed');
  // No event type of ours erases payloads yet, so one that is missing was taken away.
  if (salt === null || data === null) reasons.push('its payload is missing without an erasure');
  return reasons;
}

/** By its id and its index it is found, and a repeat is known: both have to say what the entry says. */
function checkIndex({ id, index }: Document, entry: Entry): string[] {
  const written = events.toDocument(entry.envelope.id, entry);
  const fields = new Set([...Object.keys(index), ...Object.keys(written.index)]);
  // What is absent and what is null are one to a store.
  const isSame = [...fields].every((field) => (index[field] ?? null) === (written.index[field] ?? null));
  return isSame && id === written.id ? [] : ['what it is found by was changed'];
}

function checkAnchor(
  { anchored, key }: VerifyOptions,
  { head, anchoredHash }: { head: Head; anchoredHash: string | undefined },
): ChainFault[] {
  if (!anchored) return [];
  const { sequence, hash } = anchored;
  if (!sameSecret(anchored.mac, headMac(key, anchored)))
    return [{ sequence, reason: 'the head kept outside the store was forged' }];
  if (sequence > head.sequence) {
    return [
      {
        sequence: head.sequence,
        reason: `the log once reached entry ${sequence}; its tail was cut or an old backup is in place`,
      },
    ];
  }
  if (sequence > 0 && anchoredHash !== hash)
    return [{ sequence, reason: 'it differs from the head kept outside the store' }];
  return [];
}

async function* documentsOf(store: Store): AsyncIterable<Document> {
  const query = {
    where: { sequence: { gt: 0 } },
    sort: { field: 'sequence', direction: 'asc' },
    limit: PAGE,
  } as const;
  for (let after: string | null | undefined; after !== null; ) {
    const page = await store.find(events.name, after === undefined ? query : { ...query, after });
    yield* page.items;
    after = page.next;
  }
}
