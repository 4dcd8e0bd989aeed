import { Command } from 'commander';
import { addCompletion } from './completion.ts';
import { version } from './root.ts';

/** `mainstay` with everything that it can be told; nothing is run. */
export function createProgram(): Command {
  const program = new Command('mainstay')
    .description('Prepares the work of a business of one; you say yes or no.')
    .version(version())
    .configureHelp({ sortSubcommands: true })
    .showHelpAfterError('Try: mainstay --help')
    .addHelpText('after', examples('mainstay init', 'mainstay start', 'mainstay chat'));
  addServer(program);
  addToken(program);
  addConversation(program);
  addHistory(program);
  addBackups(program);
  addWorkflows(program);
  addCompletion(
    program,
    examples(
      'source <(mainstay completion bash)      # in ~/.bashrc',
      'source <(mainstay completion zsh)       # in ~/.zshrc',
      'mainstay completion fish > ~/.config/fish/completions/mainstay.fish',
    ),
  );
  return program;
}

/** The command is read when it is asked for, so that none waits for what only the others need. */
function late<Given extends readonly unknown[]>(
  read: () => Promise<(...given: Given) => unknown>,
): (...given: Given) => Promise<void> {
  return async (...given) => {
    await (await read())(...given);
  };
}

/** `Examples:` as each help ends. */
function examples(...lines: readonly string[]): string {
  return `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

const JSON_OPTION = ['--json', 'print as JSON'] as const;

function addServer(program: Command): void {
  program
    .command('start', { isDefault: true })
    .description('start the server and print the link to the console')
    .option('--json', 'print the link as JSON')
    .allowExcessArguments()
    .addHelpText('after', examples('mainstay start', 'MAINSTAY_PORT=4000 mainstay start'))
    .action(async (options: { json?: boolean }, start: Command) => {
      const [unknown] = start.args;
      if (unknown === undefined) return (await import('./commands/start.ts')).startCommand(options);
      const known = program.commands.map((command) => command.name()).join(', ');
      return program.error(`There is no command “${unknown}”. Commands are: ${known}.`);
    });
  program
    .command('init')
    .description('ask the few things that are needed, show what changes, and write it; safe to repeat')
    .option('--business <name>', 'what your business is called')
    .option('--zone <zone>', 'your time zone, such as Europe/Berlin')
    .option('--currency <code>', 'what you write invoices in, such as EUR')
    .option('--tax <percent>', 'the tax on them')
    .option('--mail-from <address>', 'the sender of mail, where the account does not name it')
    .option('--hold <seconds>', 'how long approved mail waits, so that you can stop it')
    .option('--smtp-from-stdin', 'read the mail account, smtps://user:password@host:465, from the input')
    .option('--again', 'ask everything again, also what is known')
    .option('-y, --yes', 'ask nothing')
    .option('--json', 'ask nothing, and print what changed as JSON')
    .addHelpText(
      'after',
      examples(
        'mainstay init',
        'mainstay init --yes --business "Olga Design" --zone Europe/Berlin --currency EUR --tax 19',
        'mainstay init --yes --smtp-from-stdin < smtp-url.txt',
      ),
    )
    .action(late(async () => (await import('./commands/init.ts')).initCommand));
  program
    .command('doctor')
    .description('say what works, what is missing and how to mend it')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('mainstay doctor'))
    .action(late(async () => (await import('./commands/doctor.ts')).doctorCommand));
}

function addToken(program: Command): void {
  program
    .command('token')
    .description(
      'print the link that signs in; with --new, a new one, and the old one is worth nothing any more',
    )
    .option('--new', 'make another token, because somebody else has seen this one')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('mainstay token', 'mainstay token --new'))
    .action(late(async () => (await import('./commands/token.ts')).tokenCommand));
}

function addConversation(program: Command): void {
  program
    .command('chat')
    .description('talk to the running server, and decide its cards; in a pipe, a message a line')
    .option('--json', 'answer in JSON lines; lines are read as in a pipe')
    .option('--conversation <id>', 'which conversation', 'main')
    .addHelpText(
      'after',
      examples(
        'mainstay chat',
        'echo "What is waiting?" | mainstay chat',
        "printf 'Invoice Ana $300 for the logo\\n/approve\\n' | mainstay chat --json",
      ),
    )
    .action(late(async () => (await import('./commands/chat.ts')).chatCommand));
}

function addHistory(program: Command): void {
  program
    .command('verify')
    .description('check that no entry of the log was changed, removed or reordered')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('mainstay verify'))
    .action(late(async () => (await import('./commands/verify.ts')).verifyCommand));
  program
    .command('why')
    .argument('<id>', 'of a message, card, effect, run or event')
    .description('explain where something comes from')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('mainstay why sug_0198c2f4d3e87d0a9f2b6c1e5a7d4b3c'))
    .action(late(async () => (await import('./commands/why.ts')).whyCommand));
  program
    .command('digest')
    .description('what came in, what became of it, and what left, on one day')
    .option('--date <date>', 'the day as 2026-12-07; today where none is given')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('mainstay digest', 'mainstay digest --date 2026-12-07'))
    .action(late(async () => (await import('./commands/digest.ts')).digestCommand));
  program
    .command('replay')
    .argument('<run>', 'the id of a run, as `mainstay workflows list` shows it')
    .description('show step by step what a run got, decided and gave; nothing is carried out')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('mainstay replay run_9e0272ea924cd02ea2eb640c63625944'))
    .action(late(async () => (await import('./commands/replay.ts')).replayCommand));
}

function addBackups(program: Command): void {
  program
    .command('backup')
    .description('make a copy of everything, opened and checked')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `${examples('mainstay backup')}\n\nOne is made by itself every night. See docs/backups.md.`,
    )
    .action(late(async () => (await import('./commands/backup.ts')).backupCommand));
  program
    .command('restore')
    .argument('<backup>', 'the folder of one, or latest')
    .description('put a backup in place of the store, which is kept beside it')
    .option('--key <key>', 'the recovery key, for a backup of another computer; - reads it from stdin')
    .option('--without-key', 'restore a backup whose recovery key is lost')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `${examples('mainstay restore latest')}\n\nStop the server first. See docs/backups.md.`,
    )
    .action(late(async () => (await import('./commands/restore.ts')).restoreCommand));
}

function addWorkflows(program: Command): void {
  const workflows = program
    .command('workflows')
    .description('check, list and compare workflows')
    .addHelpText('after', examples('mainstay workflows check', 'mainstay workflows list'));
  workflows
    .command('check')
    .argument('[files...]', 'workflow files; all that are installed where none is named')
    .description('name what is wrong in workflow files, with line and mend; needs no server')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples('mainstay workflows check', 'mainstay workflows check config/workflows/thank.yaml'),
    )
    .action(late(async () => (await import('./commands/workflows/check.ts')).checkCommand));
  workflows
    .command('list')
    .description('what the running server can do, in which version, with its last runs')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('mainstay workflows list'))
    .action(late(async () => (await import('./commands/workflows/list.ts')).listCommand));
  workflows
    .command('diff')
    .argument('<name>', 'of the workflow')
    .argument('[versions...]', 'old and new, by the first digits of their hash, or “file”')
    .description('compare the running version with the file, or two versions')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples('mainstay workflows diff invoice', 'mainstay workflows diff invoice f05af2 file'),
    )
    .action(late(async () => (await import('./commands/workflows/diff.ts')).diffCommand));
}
