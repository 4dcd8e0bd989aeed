import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Intent } from '../../src/ports/index.ts';

const phrasesSchema = z.record(z.string(), z.array(z.string()));
const labelledSchema = z.object({ stories: phrasesSchema, none: z.array(z.string()) });

const SKILLS = new URL('../../skills/', import.meta.url);

/** Messages and the story that each asks for; `undefined` where it asks for none. */
export type Labelled = readonly { readonly text: string; readonly story: string | undefined }[];

const workflowSchema = z.object({
  name: z.string(),
  on: z.object({ message: z.object({ examples: z.array(z.string()).default([]) }).optional() }),
});

/** The shipped workflows that messages start, with their examples and phrasings. */
export function readIntents(): readonly Intent[] {
  return readdirSync(SKILLS).flatMap((skill) => {
    const folder = new URL(`${skill}/`, SKILLS);
    const workflow = yamlOf(new URL('workflow.yaml', folder));
    if (workflow === undefined) return [];
    const { name, on } = workflowSchema.parse(workflow);
    const phrasings = z.array(z.string()).parse(yamlOf(new URL('phrasings.yaml', folder)) ?? []);
    const examples = [...(on.message?.examples ?? []), ...phrasings];
    return examples.length > 0 ? [{ name, examples }] : [];
  });
}

function yamlOf(file: URL): unknown {
  return existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
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

/** Stories of which a part became a workflow of its own after the sets were written. */
const SPLIT: ReadonlyMap<string, string> = new Map([
  ['reminder-delete', 'reminder-done'],
  ['travel-end', 'travel'],
  ['digest', 'today'],
]);

/** Whether this workflow is what was asked for: the story’s own, or one that was split from it. */
export function isRight(workflow: string | undefined, story: string | undefined): boolean {
  const storyOf = (name: string) => SPLIT.get(name) ?? name;
  return workflow === undefined || story === undefined
    ? workflow === story
    : storyOf(workflow) === storyOf(story);
}
