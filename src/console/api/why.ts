import { z } from 'zod';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

const lineSchema = z.strictObject({
  id: z.string(),
  kind: z.enum([
    'trigger',
    'workflow',
    'question',
    'record',
    'card',
    'decision',
    'rule',
    'effect',
    'outcome',
  ]),
  text: z.string(),
  /** Where the API gives what the line rests on. */
  href: z.string(),
});

/** Where something comes from, in order. */
export const whySchema = named(
  'Why',
  z.strictObject({ id: z.string(), title: z.string(), lines: z.array(lineSchema) }),
);

export type Why = Shown<typeof whySchema>;
export type WhyKind = Why['lines'][number]['kind'];
