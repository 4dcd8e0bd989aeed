export type { Condition, PolicyFacts, Verdict } from './check.ts';
export { budgets, createPolicy, type Policy } from './policy.ts';
export { type PolicyRules, policySchema } from './rules.ts';
