import type { Effect } from '../../effects/index.ts';
import type { Stored } from '../../events/index.ts';
import { type JsonObject, parseCommandName } from '../../kernel/index.ts';
import type { ConsoleDeps } from './deps.ts';

/**
 * Carries out a command of our own that the operator gave on the page, like any other: by their rules, in the ledger.
 * Throws COMMAND_REFUSED, and what the command itself throws.
 */
export async function carryOut(deps: ConsoleDeps, name: string, input: JsonObject): Promise<Stored<Effect>> {
  const { type = name, version = 1 } = parseCommandName(name) ?? {};
  const command = { type, version, input };
  const handler = deps.registry.handler(command);
  if (handler.where !== 'local') throw new TypeError(`${name} is not local.`);
  const cause = { at: deps.clock.now(), by: 'operator', correlationId: deps.ids('cor') };
  const key = deps.ids('eff');
  return deps.units.transact((unit) =>
    deps.effects.record(unit, { command, handler, key, run: null, cause }),
  );
}
