import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Environment } from './environment.ts';

/** Structured JSON on stdout; lines for reading where stdout is a terminal. Secrets print as `[secret]`. */
export function createLogger(level: Environment['logLevel']): Logger {
  if (!process.stdout.isTTY) return pino({ level, base: null });
  return pino(
    { level, base: null },
    pretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' }),
  );
}
