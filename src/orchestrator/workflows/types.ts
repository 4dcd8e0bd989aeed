import type { InputSpec } from '../../agent/index.ts';
import type { Json, JsonObject } from '../../kernel/index.ts';
import type { ValueSpec } from './values/spec.ts';

export type { InputSpec };

/** A text with `${{ … }}` in it, compiled. */
export interface Template {
  readonly source: string;
  readonly parts: readonly TemplatePart[];
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly source: string; readonly evaluate: (scope: JsonObject) => Json }
  /** A reference to what an earlier command of the same suggestion will give. */
  | { readonly kind: 'output'; readonly path: string };

/** JSON with templates in the place of strings, at any depth. */
export type TemplateTree =
  | Template
  | { readonly list: readonly TemplateTree[] }
  | { readonly fields: Readonly<Record<string, TemplateTree>> }
  | { readonly value: Json };

export interface Trigger {
  readonly message?: {
    readonly plane: 'operator' | 'customer';
    readonly examples: readonly string[];
    readonly exact?: readonly string[];
    /** Words with which a message of this kind begins: “note:”. */
    readonly leads?: readonly string[];
  };
  /** A customer's message that the operator passes on; “help” shows the example. */
  readonly relayed?: { readonly example: string };
  /** An event of this type for which `when` holds; `with` gives inputs from it. */
  readonly event?: { readonly type: string; readonly when?: Template; readonly with: TemplateTree };
  /** Words or a cron pattern; in the zone `here`, `home` or an IANA zone. */
  readonly schedule?: { readonly when: string; readonly zone: string; readonly daily: boolean };
}

interface StepCommon {
  readonly id: string;
  /** Steps that must have succeeded before. */
  readonly needs: readonly string[];
  readonly if?: Template;
  readonly forEach?: Template;
  readonly retry?: { readonly attempts: number; readonly delaySeconds: number };
  readonly timeoutSeconds?: number;
  /** The step that runs if this one fails. */
  readonly onFailure?: string;
}

export type Step = StepCommon &
  (
    | { readonly kind: 'call'; readonly call: string; readonly with: TemplateTree }
    | {
        readonly kind: 'agent';
        readonly agent: {
          readonly skill: string;
          readonly goal: string;
          readonly tier: string;
          readonly otherwise: string;
          readonly template: Template;
        };
      }
    | {
        readonly kind: 'suggest';
        readonly title: Template;
        readonly reason?: Template;
        readonly facts: readonly { readonly label: Template; readonly text: Template }[];
        readonly notes: readonly Template[];
        readonly commands: readonly {
          readonly as?: string;
          readonly do: string;
          readonly with: TemplateTree;
        }[];
        readonly expiresInDays?: number;
        readonly insteadOf?: TemplateTree;
      }
    | { readonly kind: 'ask'; readonly question: Template; readonly answer: InputSpec }
    | {
        readonly kind: 'wait';
        readonly event?: string;
        readonly subject?: Template;
        readonly until?: Template;
      }
    | { readonly kind: 'workflow'; readonly workflow: string; readonly with: TemplateTree }
    | {
        readonly kind: 'reply';
        readonly text: Template;
        readonly choices?: TemplateTree;
        readonly cards?: TemplateTree;
        readonly files?: TemplateTree;
      }
  );

/** One version of a workflow, ready to run. */
export interface WorkflowDefinition {
  readonly name: string;
  readonly version: number;
  /** SHA-256 over its source with its `otherwise` texts: the version's identity. */
  readonly hash: string;
  readonly title: string;
  /** Where it was read, for errors. */
  readonly file: string;
  readonly on: Trigger;
  readonly input: Readonly<Record<string, InputSpec & { readonly defaultValue?: TemplateTree }>>;
  /** What the operator may change of it, as its file has it, and what they set instead. */
  readonly values: Readonly<Record<string, ValueSpec>>;
  readonly set: JsonObject;
  readonly steps: readonly Step[];
  /** Plain data, from which the same definition is compiled again when its file is gone. */
  readonly source: JsonObject;
}
