import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Intent } from '../../src/ports/index.ts';

const phrasesSchema = z.record(z.string(), z.array(z.string()));
const labelledSchema = z.object({ stories: phrasesSchema, none: z.array(z.string()) });

const SKILLS = new URL('../../skills/', import.meta.url);

/** Messages and the story that each asks for; `undefined` where it asks for none. */
export type Labelled = readonly { readonly text: string; readonly story: string | undefined }[];

/** The examples of the stories that may not be a workflow yet. */
export function readExamples(): readonly Intent[] {
  const stories = phrasesSchema.parse(JSON.parse(textOf('examples.json')));
  return Object.entries(stories).map(([name, examples]) => ({ name, examples }));
}

const workflowSchema = z.object({
  name: z.string(),
  on: z.object({ message: z.object({ examples: z.array(z.string()) }).optional() }),
});

/** Where the examples are taken from. */
export type Source = 'examples' | 'workflows';

/**
 * What there is to ask for: the shipped workflows with their own examples, once every story is one; until then, the
 * examples that wait for their workflows. A story that is none yet has its examples from examples.json either way.
 */
export function readIntents(asked?: Source): {
  readonly source: Source;
  readonly intents: readonly Intent[];
} {
  const examples = readExamples();
  const shipped = shippedIntents();
  const waiting = examples.filter(({ name }) => !shipped.some((intent) => intent.name === name));
  const source = asked ?? (waiting.length === 0 ? 'workflows' : 'examples');
  return { source, intents: source === 'workflows' ? [...shipped, ...waiting] : examples };
}

function shippedIntents(): readonly Intent[] {
  return readdirSync(SKILLS)
    .map((skill) => new URL(`${skill}/workflow.yaml`, SKILLS))
    .filter((file) => existsSync(file))
    .map((file) => workflowSchema.parse(parse(readFileSync(file, 'utf8'))))
    .flatMap(({ name, on }) => (on.message ? [{ name, examples: on.message.examples }] : []));
}

/** A set of labelled messages, or nothing where the file is not there. */
export function readLabelled(file: string): Labelled | undefined {
  if (!existsSync(new URL(file, import.meta.url))) return undefined;
  const { stories, none } = labelledSchema.parse(JSON.parse(textOf(file)));
  return [
    ...Object.entries(stories).flatMap(([story, texts]) => texts.map((text) => ({ text, story }))),
    ...none.map((text) => ({ text, story: undefined })),
  ];
}

function textOf(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}
