export { type InputSpec, inputSpecSchema } from './input-spec.ts';
export type { Relayed } from './relayed/read.ts';
export { createRelayTools } from './relayed/tools.ts';
export type { Choice } from './slots/types.ts';
export { rhythmOf } from './slots/when.ts';
export {
  type Answered,
  createUnderstanding,
  type Filled,
  type Request,
  type Understanding,
  type UnderstandingOptions,
  type Understood,
} from './understanding.ts';
