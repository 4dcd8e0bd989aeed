import addTab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** Adds `mainstay completion SHELL`, made from the program's own commands, which have to be there already. */
export function addCompletion(program: Command, examples: string): void {
  addTab(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('print the script with which a shell completes commands and options')
    .addHelpText('after', examples);
}
