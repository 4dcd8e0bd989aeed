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

export interface Policy {
  /** Whether the command may be carried out; `approved` says that the operator decided it. */
  check(
    unit: Pick<Staging, 'get'>,
    asked: {
      readonly command: Command;
      readonly handler: Pick<CommandHandler, 'where' | 'amount'>;
      readonly approved: boolean;
    },
  ): Promise<Verdict>;
  /** Stages one more automatic use of the command's daily limit; the same key counts once. */
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
    check: async (unit, { command, handler, approved }) => {
      const rule = ruleFor(deps.rules, { type: command.type, where: handler.where });
      const budget = await budgets.read(unit, budgetId(command.type));
      const facts = {
        command,
        amount: handler.amount?.(command.input),
        now: deps.clock.now(),
        zone: zone(),
        knownRecipient: isKnown(deps.directory, command),
        automaticToday: budget?.body.used.length ?? 0,
      };
      return checkRule(rule, facts, { approved, condition: deps.condition });
    },
    reserve: async (unit, command, key) => {
      const id = budgetId(command.type);
      const found = await budgets.read(unit, id);
      const used = found?.body.used ?? [];
      if (!used.includes(key)) budgets.put(unit, { id, body: { used: [...used, key] }, found });
    },
  };
}

function isKnown(directory: Directory, command: Command): boolean {
  const to = command.input['to'] ?? command.recipient;
  return directory.all('customer').some((customer) => customer.email !== undefined && customer.email === to);
}
