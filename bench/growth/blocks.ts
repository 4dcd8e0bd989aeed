import { deriveId, type Event, type IdSource, type NewEvent } from '../../src/kernel/index.ts';
import type { NewDocument } from '../../src/ports/index.ts';

/** A document and where it is kept. */
export interface Kept {
  readonly collection: string;
  readonly document: NewDocument;
}

/** What some turns of a real server have left in its store: a piece of which a large store is made. */
export interface Block {
  readonly events: readonly Event[];
  readonly documents: readonly Kept[];
}

/** What becomes of a block in a copy. */
export interface Copying {
  /** Epoch milliseconds at which the copy begins. */
  readonly at: number;
  readonly conversation: string;
  /** Texts and ids with what they are in the copy; ids that are not named are made anew. */
  readonly as: ReadonlyMap<string, string>;
  /** Makes ids that sort by `at`, as those of the block do. */
  ids(at: number): IdSource;
}

const ID = /[a-z]{3}_[0-9a-f]{32}/g;
const TIMES = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|(?<=")\d{4}-\d\d-\d\d(?=")|\b1[789]\d{11}\b/g;

/** The block as it would be had it been done by others at another time, and the id that each of its ids has become. */
export function copied(
  block: Block,
  copying: Copying,
): { readonly events: readonly NewEvent[]; readonly documents: readonly Kept[]; idOf(id: string): string } {
  const began = Date.parse(block.events[0]?.time ?? '');
  const shift = copying.at - began;
  const ids = freshIds(block, copying);
  const changed = (text: string) => {
    let result = text
      .replaceAll(ID, (id) => ids(id))
      .replaceAll(TIMES, (time) => shifted(time, shift))
      .replaceAll('"conversation":"main"', `"conversation":"${copying.conversation}"`);
    for (const [from, to] of copying.as) result = result.replaceAll(from, to);
    return result;
  };
  return {
    events: block.events.map((event) => stagedOf(JSON.parse(changed(JSON.stringify(event))) as Event)),
    documents: block.documents.map(({ collection, document: { id, index, body } }) => ({
      collection,
      document: {
        id: changed(id),
        index: JSON.parse(changed(JSON.stringify(index))) as NewDocument['index'],
        body: collection === 'attachments' ? body : Buffer.from(changed(Buffer.from(body).toString())),
      },
    })),
    idOf: ids,
  };
}

/** Ids that hold a time get one of the copy; those that follow from others are as good as drawn. */
function freshIds({ events, documents }: Block, { at, as, ids }: Copying): (id: string) => string {
  const source = ids(at);
  const known = new Set<string>();
  for (const { id } of events) known.add(id);
  for (const { document } of documents) for (const [id] of document.id.matchAll(ID)) known.add(id);
  const fresh = new Map<string, string>();
  for (const id of [...known].toSorted()) fresh.set(id, as.get(id) ?? anew(id));
  function anew(id: string): string {
    const prefix = id.slice(0, 3);
    return id[16] === '7' ? source(prefix) : deriveId(prefix, id, source('cpy'));
  }
  return (id) => {
    const made = fresh.get(id) ?? as.get(id) ?? anew(id);
    fresh.set(id, made);
    return made;
  };
}

/** A time, a date or epoch milliseconds, in the form in which it came. */
function shifted(time: string, byMs: number): string {
  if (!time.includes('-')) return String(Number(time) + byMs);
  return new Date(Date.parse(time) + byMs).toISOString().slice(0, time.length);
}

function stagedOf({ id, source, type, subject, time, correlationid, causationid, dedupekey, data }: Event) {
  return {
    id,
    source,
    type,
    subject,
    at: Date.parse(time),
    correlationId: correlationid,
    ...(causationid === undefined ? {} : { causationId: causationid }),
    ...(dedupekey === undefined ? {} : { dedupeKey: dedupekey }),
    data,
  } as NewEvent;
}
