import { z } from 'zod';
import { moneySchema } from '../kernel/index.ts';
import type { CommandHandler } from '../ports/index.ts';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'is not a time such as 09:00' });

export const limitsSchema = z.strictObject({
  /** The most that one command may move; a command without an amount is not limited by it. */
  amount: moneySchema.optional(),
  perDay: z.int().positive().optional(),
  /** `known`: only to customers on record. */
  recipients: z.literal('known').optional(),
  hours: z.strictObject({ from: clockTime, to: clockTime }).optional(),
  /** A CEL condition over `command`, `now` and `today`; false means that it is asked. */
  when: z.string().optional(),
});

/** What may happen without asking, for one command type. */
export const ruleSchema = z.union(
  [z.enum(['never', 'suggest', 'always']), z.strictObject({ within: limitsSchema })],
  { error: 'must be never, suggest, always, or within limits' },
);

export const policySchema = z.record(z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/), ruleSchema);

export type Limits = z.infer<typeof limitsSchema>;
export type Rule = z.infer<typeof ruleSchema>;
export type PolicyRules = z.infer<typeof policySchema>;

/** Without a rule: what leaves the machine or cannot be taken back is asked, our own books are written. */
export function ruleFor(
  rules: PolicyRules,
  { type, where, asksFirst }: { type: string } & Pick<CommandHandler, 'where' | 'asksFirst'>,
): Rule {
  const own = Object.hasOwn(rules, type) ? rules[type] : undefined;
  return own ?? (where === 'local' && !asksFirst ? 'always' : 'suggest');
}

/** The rule as one stable line: `email.send: within limits (3 per day)`. */
export function ruleText(type: string, rule: Rule): string {
  if (typeof rule === 'string') return `${type}: ${rule}`;
  return `${type}: within ${Object.keys(rule.within).join(', ') || 'no'} limits`;
}
