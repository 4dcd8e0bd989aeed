import {
  canonicalJson,
  type FieldError,
  invalidRequest,
  isMainstayError,
  type Json,
  type JsonObject,
  parsed,
} from '../../../kernel/index.ts';
import { checkWorkflow } from '../check.ts';
import type { Checking, WorkflowEnvironment } from '../checking.ts';
import { compileWorkflow } from '../compile.ts';
import { didYouMean, type SourceProblem } from '../problem.ts';
import { sourceSchema } from '../schema.ts';
import type { WorkflowDefinition } from '../types.ts';
import { shownValue, valueOf } from './in-force.ts';
import { settableSchema } from './spec.ts';

/** What a workflow's values are checked against. */
export interface Revising {
  readonly environment: WorkflowEnvironment;
  readonly others: Checking['others'];
}

/** One value before and after, as it is shown. */
export interface ValueChange {
  readonly field: string;
  readonly label: string;
  readonly from: Json;
  readonly to: Json;
}

/**
 * The workflow of the file with these values instead of its own; null stands for the file's. Equal values give the
 * same version. Throws REQUEST_INVALID, with one error for each value that cannot be used, as `values/NAME`.
 */
export function reviseWorkflow(
  shipped: WorkflowDefinition,
  wanted: Readonly<Record<string, Json>>,
  { environment, others }: Revising,
): WorkflowDefinition {
  const set = settable(shipped, wanted);
  if (Object.keys(set).length === 0) return shipped;
  const source = { ...shipped.source, set };
  const problems = checkWorkflow(sourceSchema.parse(source), environment, others);
  if (problems.length > 0) throw invalidRequest(problems.map(fieldOf));
  return compileWorkflow(source, shipped.file);
}

/** Every value that differs between two versions of a workflow. */
export function changesBetween(
  from: WorkflowDefinition,
  to: WorkflowDefinition,
  { times = {} }: WorkflowEnvironment,
): readonly ValueChange[] {
  return Object.entries(to.values)
    .map(([field, spec]) => ({
      field,
      label: spec.label,
      from: shownValue(spec, valueOf(from, field), times),
      to: shownValue(spec, valueOf(to, field), times),
    }))
    .filter((change) => canonicalJson(change.from) !== canonicalJson(change.to));
}

function settable({ values }: WorkflowDefinition, wanted: Readonly<Record<string, Json>>): JsonObject {
  const errors: FieldError[] = [];
  const set: Record<string, Json> = {};
  for (const [name, value] of Object.entries(wanted)) {
    if (value === null) continue;
    try {
      const taken = takenAs(values, name, value);
      if (canonicalJson(taken) !== canonicalJson(values[name]?.default ?? null)) set[name] = taken;
    } catch (error) {
      if (!isMainstayError(error, 'REQUEST_INVALID')) throw error;
      errors.push(...error.fields);
    }
  }
  if (errors.length > 0) throw invalidRequest(errors);
  return set;
}

function takenAs(values: WorkflowDefinition['values'], name: string, value: Json): Json {
  const spec = Object.hasOwn(values, name) ? values[name] : undefined;
  const path = `values/${name}`;
  if (spec) return parsed(settableSchema(spec), value, path);
  const message = `There is no value “${name}”. ${didYouMean(name, Object.keys(values))}`;
  throw invalidRequest([{ path, message }]);
}

function fieldOf({ path: [first, name], problem, mend }: SourceProblem): FieldError {
  const message = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}. ${mend}`;
  return { path: first === 'values' ? `values/${name}` : 'values', message };
}
