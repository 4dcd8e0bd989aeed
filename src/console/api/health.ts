import { z } from 'zod';
import { connectorsSchema } from './settings.ts';

export const aliveSchema = z.strictObject({ status: z.literal('alive') });

export const readySchema = z.strictObject({
  status: z.literal('ready'),
  paused: z.boolean(),
  connectors: connectorsSchema,
});
