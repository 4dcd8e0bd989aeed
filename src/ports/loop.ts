import type { Json, JsonObject } from '../kernel/index.ts';

/** What the operator's own work may ask of the agent: it has tools and may propose. */
export interface OperatorRequest {
  readonly plane: 'operator';
  readonly skill: string;
  readonly goal: string;
  readonly tier: string;
  /** The run's inputs and the outputs of its earlier steps. */
  readonly context: JsonObject;
}

/** What a customer's words may reach: a drafter without tools, and only that customer's own memory. */
export interface CustomerRequest {
  readonly plane: 'customer';
  readonly customer: string;
  readonly goal: string;
  readonly tier: string;
  readonly text: string;
}

export type LoopRequest = OperatorRequest | CustomerRequest;

/** The agent's loop. Absent without a model; a step then uses its `otherwise` template. */
export interface AgentLoop {
  /** Throws a MainstayError where no answer came; the step may then be retried. */
  run(request: LoopRequest): Promise<{ readonly text: string; readonly outputs: Json }>;
}
