import { z } from 'zod';

/** The shapes that the OpenAPI document names; all others stand where they are used. */
export const names = z.registry<{ readonly id: string; readonly description?: string }>();

/** Gives a shape its name in the document. */
export function named<S extends z.ZodType>(id: string, schema: S, description?: string): S {
  names.add(schema, { id, ...(description === undefined ? {} : { description }) });
  return schema;
}
