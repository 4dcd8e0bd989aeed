import type { Json, JsonObject } from '../../../kernel/index.ts';
import { writtenOut } from '../cel-values.ts';
import { type ConfigTimes, withTimes } from '../timing.ts';
import { isText, type ValueSpec } from './spec.ts';
import { expandText } from './text.ts';

/** The values of one version of a workflow, as its expressions see them. */
export interface ValuesInForce {
  /** Days, numbers, times and money by their names. */
  readonly constants: JsonObject;
  /** Texts by their names, as templates. */
  readonly texts: Readonly<Record<string, string>>;
}

export const NO_VALUES: ValuesInForce = { constants: {}, texts: {} };

/** A workflow's values as its file has them, and what the operator set instead. */
export interface Valued {
  readonly values: Readonly<Record<string, ValueSpec>>;
  readonly set: Readonly<Record<string, Json>>;
}

/** What the value is: as the operator set it, else as the file has it. */
export function valueOf({ values, set }: Valued, name: string): Json {
  return set[name] ?? (values[name]?.default as Json | undefined) ?? null;
}

/** Every value as it is now. */
export function valuesInForce(workflow: Valued): ValuesInForce {
  const constants: Record<string, Json> = {};
  const texts: Record<string, string> = {};
  for (const [name, spec] of Object.entries(workflow.values)) {
    const value = valueOf(workflow, name);
    if (isText(spec)) texts[name] = expandText(writtenOut(value), spec);
    else constants[name] = value;
  }
  return { constants, texts };
}

/** The time with what config/mainstay.yaml says; null where it is off there. */
export function timeOf(value: string, times: ConfigTimes): string | null {
  try {
    return withTimes(value, times);
  } catch {
    return value;
  }
}

/** A value as it is shown: a time that the configuration sets is that time, and null where it is off. */
export function shownValue(spec: ValueSpec, value: Json, times: ConfigTimes): Json {
  return spec.kind === 'time' && typeof value === 'string' ? timeOf(value, times) : value;
}
