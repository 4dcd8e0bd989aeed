/** Any value of a command's input, as JSON carries it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One page of a list; `next` is the cursor of the following one, null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Message {
  readonly id: string;
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly author: { readonly kind: 'operator' | 'customer' | 'assistant'; readonly name: string };
  readonly text: string;
  readonly suggestionId?: string;
  /** Answers the operator may pick; a button puts one into the field. */
  readonly choices?: readonly string[];
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly pages?: number;
}

/** Exactly what will happen, as the card shows it. */
export interface Preview {
  readonly to: readonly string[];
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly subject?: string;
  readonly text?: string;
  readonly attachments: readonly Attachment[];
  readonly notes: readonly { readonly text: string; readonly mend?: 'business' }[];
  readonly changes: readonly { readonly label: string; readonly from: string; readonly to: string }[];
}

export type SuggestionStatus = 'pending' | 'approved' | 'rejected' | 'expired' | 'superseded' | 'stale';

export interface Suggestion {
  readonly id: string;
  readonly status: SuggestionStatus;
  readonly title: string;
  readonly preview: Preview;
  readonly reason: string;
  readonly hash: string;
  readonly undo: string;
  readonly cost: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly supersedes?: string;
  readonly supersededBy?: string;
  /** The line that replaces the buttons. */
  readonly outcome?: string;
}

export type Decision =
  | { readonly decision: 'approve'; readonly hash: string }
  | { readonly decision: 'reject'; readonly hash: string; readonly reason?: string }
  | { readonly decision: 'edit'; readonly hash: string; readonly inputs: readonly Json[] };

/** The part of JSON Schema 2020-12 that command inputs use, plus `kind`, which says how a value is typed in. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly kind?: string;
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly Json[];
  /** Names for values that are ids. */
  readonly oneOf?: readonly { readonly const: Json; readonly title: string }[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly readOnly?: boolean;
}

export interface SuggestionForm {
  readonly commands: readonly {
    readonly title: string;
    readonly command: string;
    readonly schema: Schema;
    readonly input: Readonly<Record<string, Json>>;
  }[];
}

export type EffectStatus =
  | 'planned'
  | 'sending'
  | 'done'
  | 'saved'
  | 'failed'
  | 'unknown'
  | 'refused'
  | 'cancelled'
  | 'undone';

export interface Effect {
  readonly id: string;
  readonly suggestionId?: string;
  readonly command: string;
  readonly title: string;
  readonly status: EffectStatus;
  readonly at: string;
  readonly attempts: number;
  readonly error?: { readonly code: string; readonly message: string };
  readonly recipient?: string;
  readonly note?: string;
  readonly undoable?: boolean;
}

export type Resolution = 'done' | 'failed' | 'retry';

/** The card that asks for it, or the effect where it is undone, or stopped, at once. */
export type UndoResult = Suggestion | Effect;

export type WhyKind =
  | 'trigger'
  | 'workflow'
  | 'question'
  | 'record'
  | 'card'
  | 'decision'
  | 'rule'
  | 'effect'
  | 'outcome';

export interface Why {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly {
    readonly id: string;
    readonly kind: WhyKind;
    readonly text: string;
    readonly href?: string;
  }[];
}

export interface Settings {
  readonly zone: { readonly home: string | null; readonly here: string | null };
  readonly paused: boolean;
  readonly practice: boolean;
  readonly business: Business;
  readonly connectors: readonly { readonly name: string; readonly ready: boolean; readonly text: string }[];
}

/** What stands on invoices. */
export interface Business {
  readonly name?: string;
  readonly address?: string;
  readonly taxNumber?: string;
  readonly bank?: string;
  readonly nextInvoiceNumber?: string;
}

/** New values; null forgets one. */
export type BusinessChange = { readonly [K in keyof Business]?: string | null };

export type SettingsChange =
  | { readonly zone: { readonly home: string; readonly here: string } }
  | { readonly business: BusinessChange };

export interface Receipt {
  readonly eventId: string;
  readonly conversation: string;
  readonly duplicate: boolean;
}

/** RFC 9457, with our stable code. `status` 0: no answer came, so nothing is known about what was done. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
}

/** What is wrong with one value; `path` like `inputs/0/due`. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** What an answer gave, or why there is none. Nothing of the API throws. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };
