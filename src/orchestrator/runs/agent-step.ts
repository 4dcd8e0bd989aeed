import { z } from 'zod';
import { type Json, type JsonObject, jsonSchema, MainstayError, within } from '../../kernel/index.ts';
import type { Step } from '../workflows/types.ts';
import type { RunDeps } from './advancing.ts';

/** Unless the step says otherwise, an agent has so long. */
const AGENT_SECONDS = 300;
const MAX_ANSWER = 100_000;
const answerSchema = z.object({ text: z.string().max(MAX_ANSWER), outputs: jsonSchema });

interface Asking {
  readonly step: Extract<Step, { kind: 'agent' }>;
  /** Names the execution among all. */
  readonly execution: string;
  readonly context: JsonObject;
}

/**
 * What the agent's loop gives for a step; undefined where there is none. Throws STEP_TIMED_OUT where it says nothing for
 * too long, AGENT_ANSWER_UNUSABLE where what it says is no answer, and what the loop throws.
 */
export async function askAgent(
  { loop, scheduler, clock }: Pick<RunDeps, 'loop' | 'scheduler' | 'clock'>,
  { step, execution, context }: Asking,
): Promise<{ readonly text: string; readonly outputs: Json } | undefined> {
  if (!loop) return undefined;
  const { skill, goal, tier } = step.agent;
  const seconds = step.timeoutSeconds ?? AGENT_SECONDS;
  const deadline = {
    key: `agent:${execution}`,
    at: clock.now() + seconds * 1000,
    late: () => {
      throw new MainstayError('STEP_TIMED_OUT', { values: { step: step.id, seconds } });
    },
  };
  const answering = loop.run({ plane: 'operator', skill, goal, tier, context });
  const { data, error } = answerSchema.safeParse(await within(scheduler, deadline, answering));
  if (error) throw new MainstayError('AGENT_ANSWER_UNUSABLE', { values: { reason: z.prettifyError(error) } });
  return data;
}
