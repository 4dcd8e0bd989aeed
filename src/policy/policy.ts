import { DateTime } from 'luxon';
import { z } from 'zod';
import { defineCollection } from '../events/index.ts';
import type { Clock, Command } from '../kernel/index.ts';
import type { Directory, SettingsKeeper } from '../memory/index.ts';
import type { CommandHandler, Staging } from '../ports/index.ts';
import { type Condition, checkRule, type Verdict } from './check.ts';
import { type PolicyRules, ruleFor } from './rules.ts';

const budgetSchema = z.strictObject({ used: z.array(z.string()) });

/** How much of a daily limit is used: the keys that used it, so that a repeat counts once. */
export const budgets = defineCollection<z.infer<typeof budgetSchema>>({
  name: 'budgets',
  schemaVersion: 1,
  indexes: [],
  schema: budgetSchema,
  index: () => ({}),
});

export interface AskedCommand {
  readonly command: Command;
  readonly handler: Pick<CommandHandler, 'where' | 'asksFirst' | 'amount'>;
  /** Under which it reserves: a try that was counted before is not counted again. */
  readonly key?: string;
}

export interface Policy {
  /** Whether each of the commands may be carried out, in this order; `approved` says that the operator decided it. */
  check(
    unit: Pick<Staging, 'get'>,
    asked: readonly AskedCommand[],
    options: { readonly approved: boolean },
  ): Promise<readonly Verdict[]>;
  /** Stages one more automatic use of the command's daily limit, where it has one; the same key counts once. */
  reserve(unit: Staging, command: Command, key: string): Promise<void>;
  /** Whether everything that leaves is stopped. */
  paused(): boolean;
}

export interface PolicyDeps {
  readonly rules: PolicyRules;
  readonly settings: SettingsKeeper;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly condition: Condition;
}

/** What a command may do: by itself, with a yes, or not at all. Reads the rules, the budgets and the kill switch. */
export function createPolicy(deps: PolicyDeps): Policy {
  const zone = () => deps.settings.current().zone.here ?? deps.settings.homeZone();
  const budgetId = (type: string) =>
    `${type}:${DateTime.fromMillis(deps.clock.now(), { zone: zone() }).toISODate()}`;

  return {
    paused: () => deps.settings.current().paused,
    check: async (unit, asked, { approved }) => {
      const verdicts: Verdict[] = [];
      for (const [position, { command, handler }] of asked.entries()) {
        const rule = ruleFor(deps.rules, { ...handler, type: command.type });
        const budget = await budgets.read(unit, budgetId(command.type));
        // Those before it will have used the day's number once its turn comes.
        const before = asked.slice(0, position).filter((other) => other.command.type === command.type);
        const used = budget?.body.used.filter((key) => asked.every((other) => other.key !== key)) ?? [];
        const facts = {
          command,
          amount: handler.amount?.(command.input),
          now: deps.clock.now(),
          zone: zone(),
          knownRecipient: isKnown(deps.directory, command),
          automaticToday: used.length + before.length,
        };
        verdicts.push(checkRule(rule, facts, { approved, condition: deps.condition }));
      }
      return verdicts;
    },
    reserve: async (unit, command, key) => {
      if (!isCounted(deps.rules, command)) return;
      const id = budgetId(command.type);
      const found = await budgets.read(unit, id);
      const used = found?.body.used ?? [];
      if (!used.includes(key)) budgets.put(unit, { id, body: { used: [...used, key] }, found });
    },
  };
}

function isCounted(rules: PolicyRules, { type }: Command): boolean {
  const rule = ruleFor(rules, { type, where: 'remote' });
  return typeof rule !== 'string' && rule.within.perDay !== undefined;
}

function isKnown(directory: Directory, command: Command): boolean {
  const to = command.input['to'] ?? command.recipient;
  return directory.all('customer').some((customer) => customer.email !== undefined && customer.email === to);
}
