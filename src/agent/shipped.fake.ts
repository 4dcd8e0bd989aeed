import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const SKILLS = new URL('../../skills/', import.meta.url);
const workflowSchema = z.object({
  name: z.string(),
  on: z.object({
    message: z
      .object({ examples: z.array(z.string()).default([]), exact: z.array(z.string()).optional() })
      .optional(),
  }),
});

/** What the workflows that Mainstay comes with are asked for by. */
export const SHIPPED = readdirSync(SKILLS).flatMap((skill) => {
  const { name, on } = workflowSchema.parse(yamlOf(skill, 'workflow.yaml'));
  if (!on.message) return [];
  const { examples, exact = [] } = on.message;
  return [
    { name, examples, exact, phrasings: z.array(z.string()).parse(yamlOf(skill, 'phrasings.yaml') ?? []) },
  ];
});

/** The same with their phrasings as examples, as the matcher has them. */
export const SHIPPED_INTENTS = SHIPPED.map(({ name, examples, phrasings }) => ({
  name,
  examples: [...examples, ...phrasings],
})).filter(({ examples }) => examples.length > 0);

function yamlOf(skill: string, file: string): unknown {
  const path = new URL(`${skill}/${file}`, SKILLS);
  return existsSync(path) ? parse(readFileSync(path, 'utf8')) : undefined;
}
