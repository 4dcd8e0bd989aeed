import type { z } from 'zod';
import { type FieldError, MainstayError } from './error.ts';
import { plainWords } from './plain-words.ts';

/**
 * REQUEST_INVALID for these fields: the first is told in the message, all of them in `fields`. Each message is a
 * whole sentence that says what to do, since forms show it beside the field.
 */
export function invalidRequest(fields: readonly FieldError[], cause?: unknown): MainstayError {
  const [first] = fields;
  const values = {
    count: fields.length === 1 ? '1 value' : `${fields.length} values`,
    first: first === undefined ? '' : told(first),
  };
  return new MainstayError('REQUEST_INVALID', { values, fields, cause });
}

/** The value as the schema reads it. Throws REQUEST_INVALID, with the paths of wrong fields under `at`. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown, at = ''): z.output<S> {
  const result = schema.safeParse(value, { error: plainWords });
  if (result.success) return result.data;
  throw invalidRequest(result.error.issues.flatMap((issue) => fieldsOf(issue, at)));
}

/** A name that nothing has is wrong at that name, not around it. */
function fieldsOf(issue: z.core.$ZodIssue, at: string): readonly FieldError[] {
  const names = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
  return names.map((name) => ({
    path: [at, ...issue.path.map(String), ...(name === undefined ? [] : [name])]
      .filter((part) => part !== '')
      .join('/'),
    message: issue.message,
  }));
}

function told({ path, message }: FieldError): string {
  return path === '' ? message : `${path}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}
