import type { Json, JsonObject } from '../../kernel/index.ts';

/** What the HTTP API answers, as far as the terminal reads it; docs/api.md describes the calls. */

/** One page of a list; `next` is the cursor of the following one, null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Message {
  readonly id: string;
  readonly at: string;
  readonly conversation: string;
  readonly direction: 'in' | 'out';
  readonly author: { readonly kind: 'operator' | 'customer' | 'assistant'; readonly name: string };
  readonly text: string;
  readonly suggestionId?: string;
  readonly choices?: readonly string[];
}

/** Exactly what will happen, as the card shows it. */
export interface Preview {
  readonly to: readonly string[];
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly subject?: string;
  readonly text?: string;
  readonly attachments: readonly { readonly id: string; readonly name: string; readonly pages?: number }[];
  readonly notes: readonly { readonly text: string }[];
  readonly changes: readonly { readonly label: string; readonly from: string; readonly to: string }[];
}

export interface Suggestion {
  readonly id: string;
  readonly status: 'pending' | 'approved' | 'rejected' | 'expired' | 'superseded' | 'stale';
  readonly title: string;
  readonly preview: Preview;
  readonly reason: string;
  readonly hash: string;
  readonly undo: string;
  readonly cost: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly effectIds: readonly string[];
  readonly conversation: string;
  readonly decision?: { readonly by: string; readonly via: string; readonly at: string };
  readonly supersededBy?: string;
  /** The line that replaces the keys. */
  readonly outcome?: string;
}

export interface Effect {
  readonly id: string;
  readonly command: string;
  readonly title: string;
  readonly status:
    | 'planned'
    | 'sending'
    | 'done'
    | 'saved'
    | 'failed'
    | 'unknown'
    | 'refused'
    | 'cancelled'
    | 'undone';
  readonly suggestionId?: string;
  readonly recipient?: string;
  readonly note?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What a message gave within the time that was waited. */
export interface Answer {
  readonly eventId: string;
  readonly conversation: string;
  readonly duplicate: boolean;
  /** Whether all that the message started waits or has ended. */
  readonly done: boolean;
  readonly replies: readonly Message[];
  readonly suggestions: readonly Suggestion[];
}

export type Decision =
  | { readonly decision: 'approve'; readonly hash: string }
  | { readonly decision: 'reject'; readonly hash: string; readonly reason?: string }
  | { readonly decision: 'edit'; readonly hash: string; readonly inputs: readonly JsonObject[] };

/** The part of JSON Schema that commands' inputs use, plus `kind`, which says how a value is typed in. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly kind?: string;
  readonly title?: string;
  readonly oneOf?: readonly { readonly const: Json; readonly title: string }[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly readOnly?: boolean;
}

export interface Form {
  readonly commands: readonly {
    readonly title: string;
    readonly command: string;
    readonly schema: Schema;
    readonly input: JsonObject;
  }[];
}

export interface Why {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly { readonly id: string; readonly text: string }[];
}

export interface Settings {
  readonly zone: { readonly home: string | null; readonly here: string | null };
  readonly hold: number;
  readonly paused: boolean;
  readonly practice: boolean;
  readonly business: { readonly name?: string };
  readonly connectors: readonly { readonly name: string; readonly ready: boolean; readonly text: string }[];
}

export interface Workflow {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly title: string;
  readonly examples: readonly string[];
}

export interface WorkflowDetail extends Workflow {
  readonly source: JsonObject;
  /** The newest first. */
  readonly versions: readonly {
    readonly hash: string;
    readonly version: number;
    readonly firstUsedAt: string;
  }[];
  readonly lastRuns: readonly { readonly id: string; readonly status: string; readonly startedAt: string }[];
}
