import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { moneySchema } from '../../kernel/index.ts';
import type { WorkflowEnvironment } from './checking.ts';

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
