import { isMainstayError } from '../kernel/index.ts';
import { ServerRefusal } from './client/client.ts';
import { loadEnvironmentFile } from './environment-file.ts';
import { createProgram } from './program.ts';

/** Runs `mainstay …`. Prints what failed and what to do, and sets the exit code; 0 only on success. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const program = createProgram();
  let starting = true;
  program.hook('preAction', (_program, command) => {
    starting = command.name() === 'start';
  });
  try {
    loadEnvironmentFile();
    await program.parseAsync(argv);
  } catch (error) {
    if (argv.includes('--json')) console.log(JSON.stringify({ error: failureOf(error) }));
    else printFailure(error, starting ? 'Not started. ' : '');
    process.exitCode = 1;
  }
}

/** A known error as programs read it. */
function failureOf(error: unknown): object {
  if (!isMainstayError(error) && !(error instanceof ServerRefusal))
    return { code: 'INTERNAL', message: String(error) };
  const { code, message, fields } = error;
  return { code, message, ...(fields.length > 0 ? { errors: fields } : {}) };
}

/** A known error is two lines; anything else is ours, and its trace is what we need. */
function printFailure(error: unknown, prefix: string): void {
  if (!isMainstayError(error) && !(error instanceof ServerRefusal)) {
    console.error('Something broke inside Mainstay.', error);
    return;
  }
  console.error(`${prefix}${error.message}`);
  for (const { path, message } of error.fields.slice(1)) console.error(`  ${path}: ${message}`);
  console.error(`(${error.code})`);
}
