import type { z } from 'zod';
import type { Json, JsonObject } from '../kernel/index.ts';

export interface ToolContext {
  /** Epoch milliseconds: the step's journaled time. */
  readonly now: number;
  readonly zone: string;
  readonly conversation: string;
  /** The incoming event that is being answered. */
  readonly turn: string;
  /** Names every record version that the answer rests on, so that a card can go stale. */
  rested(record: { readonly kind: string; readonly id: string; readonly version: number }): void;
}

/** Something that reads and answers, and changes nothing outside. */
export interface Tool {
  /** `pending.list` */
  readonly name: string;
  readonly input: z.ZodType<Record<string, unknown>>;
  run(input: JsonObject, context: ToolContext): Promise<Json>;
}
