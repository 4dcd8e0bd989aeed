import {
  type Command,
  commandName,
  inWords,
  type JsonObject,
  MainstayError,
  parsed,
} from '../kernel/index.ts';
import type { CommandHandler, Connector } from '../ports/index.ts';

/** Every command that can be proposed, by its name and version. */
export interface Registry {
  /** Throws COMMAND_UNKNOWN. */
  handler(command: Pick<Command, 'type' | 'version'>): CommandHandler;
  /** The command in a few words; `outputs` are what it gave so far. A reference reads as “(number)”. */
  title(command: Pick<Command, 'type' | 'version' | 'input'>, outputs?: JsonObject): string;
  /** The input as the command's schema reads it. Throws REQUEST_INVALID with one error for each wrong field. */
  parseInput(command: Command, at?: string): JsonObject;
  all(): readonly CommandHandler[];
  statuses(): readonly { readonly name: string; readonly ready: boolean; readonly text: string }[];
  close(): Promise<void>;
}

/** Throws where two connectors offer the same command: that is a mistake in the wiring. */
export function createRegistry(connectors: readonly Connector[]): Registry {
  const handlers = new Map<string, CommandHandler>();
  for (const handler of connectors.flatMap((connector) => connector.commands)) {
    const name = commandName(handler);
    if (handlers.has(name)) throw new TypeError(`Two connectors offer ${name}.`);
    handlers.set(name, handler);
  }

  function handlerOf(command: Pick<Command, 'type' | 'version'>): CommandHandler {
    const found = handlers.get(commandName(command));
    if (!found) throw new MainstayError('COMMAND_UNKNOWN', { values: { command: commandName(command) } });
    return found;
  }

  return {
    handler: handlerOf,
    title: ({ input, ...command }, outputs = {}) => handlerOf(command).title(inWords(input), outputs),
    parseInput: (command, at = '') => {
      const { input } = handlerOf(command);
      return parsed(input, command.input, at) as JsonObject;
    },
    all: () => [...handlers.values()],
    statuses: () => connectors.map((connector) => ({ name: connector.name, ...connector.status() })),
    close: async () => {
      for (const connector of connectors) await connector.close?.();
    },
  };
}
