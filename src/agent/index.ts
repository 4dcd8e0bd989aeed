export { type InputSpec, inputSpecSchema } from './input-spec.ts';
export type { Answered, Filled, Understanding, Understood } from './understanding.ts';
export { createUnderstanding } from './understanding.ts';
