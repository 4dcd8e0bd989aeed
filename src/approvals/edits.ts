import { type Command, canonicalJson, type Json, type JsonObject } from '../kernel/index.ts';

/** What was changed from one input to the other; null for what was taken out. */
export function editsBetween(before: readonly Command[], after: readonly Command[]): readonly JsonObject[] {
  return after.map(({ input }, position) => {
    const changed = changedFields(before[position]?.input, input);
    return Object.fromEntries(changed.map((field) => [field, valueOf(input, field)]));
  });
}

/** The fields in which two inputs differ; null and absent are the same. */
export function changedFields(before: JsonObject = {}, after: JsonObject): readonly string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter(
    (field) => canonicalJson(valueOf(before, field)) !== canonicalJson(valueOf(after, field)),
  );
}

/** Null where it is absent, also where the field is called as what every object has: `constructor`. */
export function valueOf(input: JsonObject, field: string): Json {
  return Object.hasOwn(input, field) ? (input[field] ?? null) : null;
}

/** The input with these changes. */
export function withEdits(input: JsonObject, edits: JsonObject = {}): JsonObject {
  return Object.fromEntries(Object.entries({ ...input, ...edits }).filter(([, value]) => value !== null));
}
