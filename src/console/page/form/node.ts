import type { Json, Schema } from '../api/types.ts';

/** What every field of the form has. `path` is that of the value, as problems name it: `inputs/0/due`. */
interface Base {
  readonly path: string;
  readonly label: string;
  readonly help: string;
  readonly required: boolean;
  /** May be left out only where others take its place; the server knows which. */
  readonly needed: boolean;
}

/** A value as it is being edited: what was typed, not yet what it means. */
export type FormNode = Base &
  (
    | { readonly kind: 'fixed'; readonly shown: string; readonly value: Json | undefined }
    | { readonly kind: 'text'; readonly input: TextInput; readonly draft: string; readonly nullable: boolean }
    | {
        readonly kind: 'joined';
        readonly long: boolean;
        readonly draft: string;
        readonly references: readonly string[];
      }
    | { readonly kind: 'number'; readonly whole: boolean; readonly draft: string; readonly nullable: boolean }
    | { readonly kind: 'choice'; readonly options: readonly Json[]; readonly draft: Json | undefined }
    | { readonly kind: 'flag'; readonly draft: boolean }
    | {
        readonly kind: 'money';
        readonly amount: string;
        readonly currency: string;
        readonly nullable: boolean;
      }
    | GroupPart
    | RowsPart
  );

/** Whether the value may be left out, as far as this form can tell. */
export function isOptional({ kind, required, needed }: FormNode): boolean {
  return kind !== 'fixed' && kind !== 'flag' && !required && !needed;
}

export type TextInput = 'line' | 'long' | 'date' | 'time' | 'email';

interface GroupPart {
  readonly kind: 'group';
  readonly entries: readonly { readonly name: string; readonly node: FormNode }[];
}

interface RowsPart {
  readonly kind: 'rows';
  /** `key` stays with a row when others before it go. */
  readonly rows: readonly { readonly key: number; readonly node: FormNode }[];
  /** The schema of one row, with its references resolved against `root`. */
  readonly row: Schema;
  readonly root: Schema;
}

export type NodeOf<K extends FormNode['kind']> = Extract<FormNode, { kind: K }>;
