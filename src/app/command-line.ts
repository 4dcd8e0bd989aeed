import { Command } from 'commander';
import { isMainstayError } from '../kernel/index.ts';
import { backupCommand } from './commands/backup.ts';
import { doctorCommand } from './commands/doctor.ts';
import { restoreCommand } from './commands/restore.ts';
import { startCommand } from './commands/start.ts';
import { verifyCommand } from './commands/verify.ts';
import { whyCommand } from './commands/why.ts';
import { version } from './root.ts';

/** Runs `mainstay …`. Prints what failed and what to do, and sets the exit code; 0 only on success. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const program = new Command('mainstay')
    .description('Prepares the work of a business of one; you say yes or no.')
    .version(version())
    .configureHelp({ sortSubcommands: true })
    .showHelpAfterError('Try: mainstay --help');
  program
    .command('start', { isDefault: true })
    .description('start the server and print the link to the console')
    .option('--json', 'print the link as JSON')
    .allowExcessArguments()
    .action(async (options: { json?: boolean }, start: Command) => {
      const [unknown] = start.args;
      if (unknown === undefined) return startCommand(options);
      const known = program.commands.map((command) => command.name()).join(', ');
      return program.error(`There is no command “${unknown}”. Commands are: ${known}.`);
    });
  program
    .command('doctor')
    .description('say what works, what is missing and how to mend it')
    .option('--json', 'print as JSON')
    .action(doctorCommand);
  program
    .command('backup')
    .description('make a copy of everything, opened and checked')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nOne is made by itself every night. See docs/backups.md.')
    .action(backupCommand);
  program
    .command('restore')
    .argument('<backup>', 'the folder of one, or latest')
    .description('put a backup in place of the store, which is kept beside it')
    .option('--key <key>', 'the recovery key, for a backup of another computer; - reads it from stdin')
    .option('--without-key', 'restore a backup whose recovery key is lost')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample: mainstay restore latest\nStop the server first. See docs/backups.md.')
    .action(restoreCommand);
  program
    .command('verify')
    .description('check that no entry of the log was changed, removed or reordered')
    .option('--json', 'print as JSON')
    .action(verifyCommand);
  program
    .command('why')
    .argument('<id>', 'of a message, card, effect, run or event')
    .description('explain where something comes from')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample: mainstay why sug_0198c2f4d3e87d0a9f2b6c1e5a7d4b3c')
    .action(whyCommand);
  let running = 'start';
  program.hook('preAction', (_program, command) => {
    running = command.name();
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    printFailure(error, running);
    process.exitCode = 1;
  }
}

/** A known error is two lines; anything else is ours, and its trace is what we need. */
function printFailure(error: unknown, command: string): void {
  if (!isMainstayError(error)) {
    console.error('Something broke inside Mainstay.', error);
    return;
  }
  console.error(`${command === 'start' ? 'Not started. ' : ''}${error.message}`);
  for (const { path, message } of error.fields.slice(1)) console.error(`  ${path}: ${message}`);
  console.error(`(${error.code})`);
}
