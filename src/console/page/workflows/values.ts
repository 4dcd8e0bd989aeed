import type { FieldProblem, Json, Schema, WorkflowValue, WorkflowValues } from '../api/types.ts';
import { formOf, shownValue } from '../form/build.ts';
import type { FormNode } from '../form/node.ts';
import { readForm } from '../form/read.ts';
import { workflowWords } from './words.ts';

/** A value of a workflow as it is being edited; the path of its field is `values/NAME`, as problems name it. */
export interface ValueDraft {
  readonly value: WorkflowValue;
  /** As it was read. */
  readonly first: FormNode;
  readonly node: FormNode;
}

export function draftsOf(values: readonly WorkflowValue[]): readonly ValueDraft[] {
  return values.map((value) => {
    const node = nodeOf(value, value.value);
    return { value, first: node, node };
  });
}

/** The draft with what is shipped in its field. */
export function asShipped({ value, first }: ValueDraft): ValueDraft {
  return { value, first, node: nodeOf(value, value.shipped) };
}

export function isChanged({ first, node }: ValueDraft): boolean {
  return JSON.stringify(node) !== JSON.stringify(first);
}

/** Whether the field holds what is shipped. */
export function isShipped({ value, node }: ValueDraft): boolean {
  return JSON.stringify(node) === JSON.stringify(nodeOf(value, value.shipped));
}

/** Only what differs from what was read; what is shipped is null, so that later versions of it count. */
export function changesIn(drafts: readonly ValueDraft[]): {
  readonly values: WorkflowValues;
  readonly problems: readonly FieldProblem[];
} {
  const read = drafts.filter(isChanged).map((draft) => ({ draft, ...readForm(draft.node) }));
  const values = read.map(({ draft, value = null }) => [draft.value.name, isShipped(draft) ? null : value]);
  return { values: Object.fromEntries(values), problems: read.flatMap(({ problems }) => problems) };
}

/** A value in words: a text as it is, days with their unit, a time that is off as such. */
export function valueWords(value: Json, kind?: WorkflowValue['kind']): string {
  if (value === null) return workflowWords.diff.empty;
  return kind === 'days' ? workflowWords.days(Number(value)) : shownValue(value);
}

function nodeOf(value: WorkflowValue, content: Json): FormNode {
  const { name } = value;
  const schema: Schema = { type: 'object', properties: { [name]: schemaOf(value) }, required: [name] };
  const form = formOf(schema, content === null ? {} : { [name]: inField(value, content) }, 'values');
  return (form.kind === 'group' ? form.entries[0]?.node : undefined) ?? form;
}

function schemaOf({ kind, label, hint }: WorkflowValue): Schema {
  const shared = { title: label, ...(hint === undefined ? {} : { description: hint }) };
  switch (kind) {
    case 'text':
      return { ...shared, type: 'string', kind: 'longtext' };
    case 'line':
      return { ...shared, type: 'string' };
    case 'time':
      return { ...shared, type: 'string', format: 'time' };
    case 'money':
      return { ...shared, kind: 'money' };
    case 'days':
      return { ...shared, title: workflowWords.inDays(label), type: 'integer' };
    case 'number':
      return { ...shared, type: 'integer' };
  }
}

/** A field for times takes two digits for the hour. */
function inField({ kind }: WorkflowValue, content: Json): Json {
  return kind === 'time' && typeof content === 'string' ? content.padStart(5, '0') : content;
}
