import { readEnvironment } from '../environment.ts';
import { createLogger } from '../logger.ts';
import { start } from '../running.ts';

/** `mainstay start`: runs until SIGINT or SIGTERM, which stop it in order. */
export async function startCommand(options: { readonly json?: boolean }): Promise<void> {
  const environment = readEnvironment(process.env);
  const logger = createLogger(environment.logLevel);
  const running = await start(environment, logger);
  if (options.json) console.log(JSON.stringify({ link: running.link, address: running.address }));
  else
    console.log(
      `\nMainstay is running. Open this link, it signs you in:\n\n  ${running.link}\n\nStop it with Ctrl+C.\n`,
    );
  const stop = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopping');
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
