export { type InputSpec, inputSpecSchema } from './input-spec.ts';
export { decideIntent, type IntentDecision } from './matching/decide.ts';
export { createLexicalMatcher } from './matching/lexical.ts';
export { parseAnswer } from './slots/answer.ts';
export { fillSlots } from './slots/fill.ts';
export type { AnswerContext, Choice, NamedRecord, SlotContext } from './slots/types.ts';
export {
  type Answered,
  createUnderstanding,
  type Filled,
  type Understanding,
  type UnderstandingOptions,
  type Understood,
} from './understanding.ts';
