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

/**
 * What there is to ask for: a story whose workflow is shipped has that workflow’s own examples, the others those in
 * examples.json until they are.
 */
export function readIntents(examples: readonly Intent[]): readonly Intent[] {
  const shipped = new Map(shippedIntents().map((intent) => [intent.name, intent]));
  const stories = new Set(examples.map(({ name }) => name));
  return [
    ...examples.map((intent) => shipped.get(intent.name) ?? intent),
    ...[...shipped.values()].filter(({ name }) => !stories.has(name)),
  ];
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
