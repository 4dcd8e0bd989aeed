import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createUnderstanding } from './understanding.ts';

const SKILLS = new URL('../../skills/', import.meta.url);
const phrases = z.array(z.string()).default([]);
const workflowSchema = z.object({
  name: z.string(),
  on: z.object({ message: z.object({ examples: phrases, exact: phrases }).optional() }),
});

/** The workflows that Mainstay comes with. */
const intents = readdirSync(SKILLS)
  .map((skill) =>
    workflowSchema.parse(parse(readFileSync(new URL(`${skill}/workflow.yaml`, SKILLS), 'utf8'))),
  )
  .map(({ name, on }) => ({ name, examples: on.message?.examples ?? [], exact: on.message?.exact ?? [] }));

const understanding = createUnderstanding({
  intents,
  context: (now) => ({ now, zone: 'UTC', currency: 'USD', dayFirst: true, records: () => [] }),
});

const all = intents.flatMap(({ name, examples, exact }) =>
  [...examples, ...exact].map((text) => [text, name] as const),
);

describe('what is shipped', () => {
  it.each(all)('“%s” means %s', async (text, name) => {
    expect(await understanding.match(text)).toMatchObject({ kind: 'act', name });
  });
});
