/** What a filter can compare: text, a whole number, or nothing. Booleans are stored as 0 and 1. */
export type Scalar = string | number | null;

/**
 * The searchable part of a document: its declared fields, flat. A list holds several values for one field (the
 * subjects a document concerns) and is found by `has`.
 */
export type IndexValues = Readonly<Record<string, Scalar | readonly string[]>>;

export interface NewDocument {
  readonly id: string;
  readonly index: IndexValues;
  /** Canonical JSON bytes, or an attachment's raw bytes; the store never looks inside. */
  readonly body: Uint8Array;
}

export interface Document extends NewDocument {
  /** 1 when inserted, one more at each replace. */
  readonly revision: number;
}

/** An index over declared fields, in this order. */
export interface IndexSpec {
  readonly fields: readonly string[];
  /** No two documents share this value, but for null. Only with one field: a compound key is one derived string. */
  readonly unique?: boolean;
  /** Only documents whose first field is not null are indexed: right for "what is due". */
  readonly sparse?: boolean;
}

/** What a room declares about a collection it keeps. */
export interface CollectionSpec {
  readonly name: string;
  /** Version of the body's schema; a store that holds a higher one is refused. */
  readonly schemaVersion: number;
  readonly indexes: readonly IndexSpec[];
}

/** One step of a collection from a schema version to the next. */
export interface Migration {
  readonly collection: string;
  /** The version that the collection has once every document went through. */
  readonly to: number;
  /**
   * What the document becomes; nothing where it may stay. Pure. Each document goes through exactly once, even if
   * the process is killed in between. Its revision stays.
   */
  change(document: Document): Pick<NewDocument, 'index' | 'body'> | undefined;
}

export type Condition =
  | Scalar
  | { readonly in: readonly Scalar[] }
  | { readonly has: string }
  | { readonly not: Scalar }
  | {
      readonly gt?: string | number;
      readonly gte?: string | number;
      readonly lt?: string | number;
      readonly lte?: string | number;
    };

export interface Query {
  /** All conditions must hold; a field that a document lacks counts as null. */
  readonly where?: Readonly<Record<string, Condition>>;
  /** Without it, by id ascending; with it, ties are settled by id ascending. Nulls come first. */
  readonly sort?: { readonly field: string; readonly direction: 'asc' | 'desc' };
  /** At most this many; 100 unless told, 1,000 at most. */
  readonly limit?: number;
  /** The `next` of the page before, with the same query. */
  readonly after?: string;
}

export interface Page {
  readonly items: readonly Document[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
}

export type Operation =
  | {
      readonly kind: 'insert';
      readonly collection: string;
      readonly document: NewDocument;
      /** A document with this id that is already there is left as it is, and that is no failure. */
      readonly ifAbsent?: boolean;
    }
  | {
      readonly kind: 'replace';
      readonly collection: string;
      readonly document: NewDocument;
      /** The revision that was read; another one there is a conflict. */
      readonly expected: number;
    }
  | { readonly kind: 'delete'; readonly collection: string; readonly id: string };

/**
 * Operations applied in order up to the first that fails. An engine may be atomic (none of them then stays) or
 * not (any prefix may survive a crash); callers must be right under both.
 */
export interface Batch {
  readonly operations: readonly Operation[];
  /**
   * Called synchronously, in the order in which batches commit, once all operations have succeeded. What it
   * returns is written with the batch. `undo` is called if the batch, or the group it was synced with, rolls back.
   */
  readonly tail?: { link(): readonly Operation[]; undo(): void };
}

export type CommitResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** `exists`: the id is taken; `unique`: a unique index's values are; `revision`: not the expected one. */
      readonly reason: 'exists' | 'unique' | 'revision';
      readonly collection: string;
      readonly id: string;
    };

export interface StoreStats {
  /** Times the disk was asked to sync since the store was opened. */
  readonly syncs: number;
}

/**
 * Documents in collections, found by id or declared index, written in batches.
 * Every call may throw STORE_UNAVAILABLE or STORE_FULL; a commit that threw has stored nothing that later
 * reads show, and may be repeated.
 */
export interface Store {
  /** Whether a crash leaves a batch whole or not at all, rather than any beginning of it. */
  readonly isAtomic: boolean;
  get(collection: string, id: string): Promise<Document | undefined>;
  find(collection: string, query: Query): Promise<Page>;
  /** Resolves once the batch is on disk. A conflict is a result, not an error. */
  commit(batch: Batch): Promise<CommitResult>;
  /**
   * Writes everything into an empty folder, as one moment of it that opens as a store of this engine: each batch is in
   * it whole or not at all, and all that were confirmed before the call are. Goes on taking commits meanwhile. When it
   * throws, the folder may hold a part. Throws the signal's reason where that ends it, and STOPPING where `close` does.
   */
  copyTo(folder: string, options?: { readonly signal?: AbortSignal }): Promise<void>;
  stats(): StoreStats;
  /** Waits for commits under way, and ends copies; further calls throw STOPPING. May be repeated. */
  close(): Promise<void>;
}
