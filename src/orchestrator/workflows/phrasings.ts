import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { MainstayError } from '../../kernel/index.ts';
import type { WorkflowDefinition } from './types.ts';

const phrasingsSchema = z.array(z.string().trim().min(1));

/**
 * More ways to ask for workflows, by their names: the lists in the `phrasings.yaml` that lie beside a `workflow.yaml`.
 * They are for matching only and no part of a workflow’s version. Throws WORKFLOW_INVALID where one is no list of texts.
 */
export async function loadPhrasings(
  folders: readonly string[],
  definitions: readonly Pick<WorkflowDefinition, 'name' | 'file'>[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const files = (await Promise.all(folders.map(phrasingFiles))).flat();
  const read = await Promise.all(
    files.map(async (file) => [skillOf(file), await readPhrasings(file)] as const),
  );
  const bySkill = new Map(read);
  return new Map(
    definitions.flatMap(({ name, file }) => {
      const phrasings = bySkill.get(dirname(file));
      return phrasings && basename(file) === 'workflow.yaml' ? [[name, phrasings] as const] : [];
    }),
  );
}

async function phrasingFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name, 'phrasings.yaml'))
    .filter((file) => existsSync(file));
}

/** `skills/invoicing`, as definitions name their files. */
function skillOf(file: string): string {
  const folder = dirname(file);
  return `${basename(dirname(folder))}/${basename(folder)}`;
}

async function readPhrasings(file: string): Promise<readonly string[]> {
  const values = {
    file: `${skillOf(file)}/phrasings.yaml`,
    line: 1,
    mend: 'Write one “- …” for each phrasing.',
  };
  try {
    return phrasingsSchema.parse(parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new MainstayError('WORKFLOW_INVALID', {
      values: { ...values, problem: 'this is no list of texts' },
      cause,
    });
  }
}
