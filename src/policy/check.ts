import { DateTime } from 'luxon';
import type { Command, Money } from '../kernel/index.ts';
import { type Limits, type Rule, ruleText } from './rules.ts';

/** What a rule is checked against; everything that it may look at, gathered beforehand. */
export interface PolicyFacts {
  readonly command: Command;
  /** What it moves, as its handler says. */
  readonly amount: Money | 'unknown' | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The zone where the operator is: hours are theirs. */
  readonly zone: string;
  readonly knownRecipient: boolean;
  /** How many of this type went out today without being asked. */
  readonly automaticToday: number;
}

export type Verdict =
  | { readonly kind: 'allowed'; readonly rule: string; readonly automatic: boolean }
  | { readonly kind: 'ask'; readonly rule: string; readonly reason: string }
  | { readonly kind: 'refused'; readonly rule: string; readonly reason: string };

export type Condition = (source: string, facts: PolicyFacts) => boolean;

/**
 * What the rule says of the command. With the operator's approval everything but `never` is allowed; without it,
 * only `always` and what stays within the limits.
 */
export function checkRule(
  rule: Rule,
  facts: PolicyFacts,
  options: { approved: boolean; condition: Condition },
): Verdict {
  const name = ruleText(facts.command.type, rule);
  if (rule === 'never') return { kind: 'refused', rule: name, reason: 'your rules say never' };
  if (options.approved) return { kind: 'allowed', rule: name, automatic: false };
  if (rule === 'always') return { kind: 'allowed', rule: name, automatic: true };
  if (rule === 'suggest') return { kind: 'ask', rule: name, reason: 'your rules say to ask' };
  const exceeded = firstExceeded(rule.within, facts, options.condition);
  return exceeded
    ? { kind: 'ask', rule: name, reason: exceeded }
    : { kind: 'allowed', rule: name, automatic: true };
}

function firstExceeded(limits: Limits, facts: PolicyFacts, condition: Condition): string | undefined {
  const { amount, perDay, recipients, hours, when } = limits;
  if (amount && isAbove(facts.amount, amount)) return 'the amount is above your limit';
  if (perDay !== undefined && facts.automaticToday >= perDay) return `${perDay} went out today already`;
  if (recipients === 'known' && !facts.knownRecipient) return 'the recipient is not a customer of yours';
  if (hours && !withinHours(hours, facts)) return 'it is outside your hours';
  if (when !== undefined && !condition(when, facts)) return 'your condition does not hold';
  return undefined;
}

/** Hours may pass midnight: 22:00 to 06:00. The first minute is in, the last is not. */
function withinHours({ from, to }: { from: string; to: string }, { now, zone }: PolicyFacts): boolean {
  const time = DateTime.fromMillis(now, { zone }).toFormat('HH:mm');
  return from <= to ? from <= time && time < to : from <= time || time < to;
}

/** Another currency cannot be compared, so it counts as above. */
function isAbove(moved: PolicyFacts['amount'], limit: Money): boolean {
  if (moved === undefined) return false;
  return moved === 'unknown' || moved.currency !== limit.currency || moved.minor > limit.minor;
}
