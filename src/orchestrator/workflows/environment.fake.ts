import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { isMainstayError, moneySchema } from '../../kernel/index.ts';
import type { WorkflowEnvironment } from './checking.ts';
import { loadWorkflows } from './load.ts';

/** The workflows of test/fixtures: skills, and what an operator wrote. */
const FIXTURES = fileURLToPath(new URL('../../../test/fixtures/workflows/', import.meta.url));

export const FIXTURE_FOLDERS = [join(FIXTURES, 'skills'), join(FIXTURES, 'own')] as const;

/** What the fixtures use, with the shapes of the real commands. */
export const ENVIRONMENT: WorkflowEnvironment = {
  commands: [
    {
      type: 'invoice.create',
      version: 1,
      where: 'local',
      outputs: ['id', 'number', 'pdf', 'due'],
      input: z.strictObject({
        customer: z.string(),
        amount: moneySchema,
        what: z.string(),
        due: z.string().exactOptional(),
        copies: z.int().exactOptional(),
      }),
    },
    {
      type: 'email.send',
      version: 1,
      where: 'remote',
      outputs: ['messageId'],
      input: z.strictObject({
        to: z.string(),
        subject: z.string(),
        body: z.string(),
        attach: z.union([z.string(), z.array(z.string())]).exactOptional(),
      }),
    },
  ],
  tools: [{ name: 'invoices.list', input: z.strictObject({ status: z.string() }) }],
  events: ['invoice.paid'],
};

/** The beginning of a workflow, in five lines, so that what a test adds begins in line 6. */
export const HEAD = `name: test
version: 1
title: Test
on: {}
input: { customer: { type: record, kind: customer }, amount: { type: money }, what: { type: string }, due: { type: days } }
`;

/** A step that says something; `more` is further lines of it, which then stand before what it says. */
export function reply(text: string, more = ''): string {
  return `steps:\n  - id: tell\n${more}    reply: { text: ${text} }`;
}

/** Every problem of the workflow, as `line:column problem. mend`. */
export async function problemsOf(workflow: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'workflows-'));
  try {
    await writeFile(join(folder, 'test.yaml'), workflow);
    await loadWorkflows([folder], ENVIRONMENT);
  } catch (error) {
    if (!isMainstayError(error, 'WORKFLOW_INVALID')) throw error;
    return error.fields.map(({ path, message }) => `${path.split('yaml:')[1]} ${message}`);
  } finally {
    await rm(folder, { recursive: true });
  }
  return [];
}
