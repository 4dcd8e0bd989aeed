import type { Effect } from '../../api/effect.ts';
import type { Json } from '../../api/json.ts';
import type { Problem as AnsweredProblem } from '../../api/problem.ts';
import type { Business } from '../../api/settings.ts';
import type { Suggestion } from '../../api/suggestion.ts';

export type { Digest } from '../../api/digest.ts';
export type { Effect, EffectStatus } from '../../api/effect.ts';
export type { Entry, Filter, Item } from '../../api/everything.ts';
export type { Form as SuggestionForm, InputSchema as Schema } from '../../api/form.ts';
export type { Json } from '../../api/json.ts';
export type { Message, Receipt } from '../../api/message.ts';
export type { Page } from '../../api/page.ts';
export type { Business, Settings } from '../../api/settings.ts';
export type { Change } from '../../api/stream.ts';
export type { Attachment, Preview, Suggestion, SuggestionStatus } from '../../api/suggestion.ts';
export type { Why, WhyKind } from '../../api/why.ts';
export type {
  Workflow,
  WorkflowChange,
  WorkflowHistory,
  WorkflowPreview,
  WorkflowValue,
} from '../../api/workflow.ts';

/** New values of a workflow by their names; null goes back to that of the file. */
export type WorkflowValues = Readonly<Record<string, Json>>;

/** What the page asks; the API takes more. */
export type Decision =
  | { readonly decision: 'approve'; readonly hash: string }
  | { readonly decision: 'reject'; readonly hash: string; readonly reason?: string }
  | { readonly decision: 'edit'; readonly hash: string; readonly inputs: readonly Json[] };

export type Resolution = 'done' | 'failed' | 'retry';

/** The card that asks for it, or the effect where it is undone, or stopped, at once. */
export type UndoResult = Suggestion | Effect;

/** New values; null forgets one. */
export type BusinessChange = { readonly [K in keyof Business]?: string | null };

export type SettingsChange =
  | { readonly zone: { readonly home: string; readonly here: string } }
  | { readonly business: BusinessChange }
  | { readonly practice: boolean }
  | { readonly hold: number }
  | { readonly quietHours: { readonly from: string; readonly to: string } };

/** What the API answered, or `status` 0: no answer came, so nothing is known about what was done. */
export type Problem = Omit<AnsweredProblem, 'type'>;

/** What is wrong with one value; `path` like `inputs/0/due`. */
export type FieldProblem = NonNullable<Problem['errors']>[number];

/** What an answer gave, or why there is none. Nothing of the API throws. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };
