import { type Command, commandName } from './command.ts';
import { hashOf } from './hash.ts';

/**
 * The hash to which an approval is bound: exactly the commands that the card showed (type, version, input,
 * recipient, account, in order) and the workflow version that proposed them. Where a command refers to an
 * earlier one's output, the reference itself is hashed.
 */
export function bindingHash(commands: readonly Command[], workflowVersion: string): string {
  const shown = commands.map((command) => ({
    command: commandName(command),
    input: command.input,
    recipient: command.recipient ?? null,
    account: command.account ?? null,
    as: command.as ?? null,
  }));
  return hashOf({ commands: shown, workflowVersion });
}
