import { resolve } from 'node:path';
import { z } from 'zod';
import { MainstayError, Secret } from '../kernel/index.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The settings that the environment gives; API.md's table. */
export interface Environment {
  readonly home: string;
  readonly host: string;
  readonly port: number;
  readonly apiToken: Secret | undefined;
  readonly masterKey: Secret | undefined;
  readonly smtpUrl: Secret | undefined;
  readonly zone: string | undefined;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Throws ENVIRONMENT_INVALID, naming the variable, and TOKEN_REQUIRED for a host that others can reach. */
export function readEnvironment(variables: Variables): Environment {
  const host = given(variables, 'MAINSTAY_HOST') ?? '127.0.0.1';
  const apiToken = secret(variables, 'MAINSTAY_API_TOKEN');
  if (given(variables, 'MONGODB_URI') !== undefined)
    throw invalid('MONGODB_URI', '…', 'This version keeps everything in MAINSTAY_HOME. Unset it.');
  if (!isLoopback(host) && !apiToken) throw new MainstayError('TOKEN_REQUIRED', { values: { host } });
  return {
    home: resolve(given(variables, 'MAINSTAY_HOME') ?? '.mainstay'),
    host,
    port: portOf(variables),
    apiToken,
    masterKey: secret(variables, 'MAINSTAY_MASTER_KEY'),
    smtpUrl: smtpUrlOf(variables),
    zone: zoneOf(variables),
    logLevel: logLevelOf(variables),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** An empty variable counts as unset. */
function given(variables: Variables, name: string): string | undefined {
  const value = variables[name]?.trim();
  return value === '' ? undefined : value;
}

function secret(variables: Variables, name: string): Secret | undefined {
  const value = given(variables, name);
  if (value === undefined) return undefined;
  if (value.length < 16) throw invalid(name, '…', 'Use at least 16 characters.');
  return new Secret(value);
}

function portOf(variables: Variables): number {
  const value = given(variables, 'MAINSTAY_PORT');
  const port = z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .safeParse(value ?? 3210);
  if (!port.success)
    throw invalid('MAINSTAY_PORT', value ?? '', 'Use a number from 0 to 65535; 0 takes any free port.');
  return port.data;
}

/** The URL may hold a password, so no part of it is repeated. */
function smtpUrlOf(variables: Variables): Secret | undefined {
  const value = given(variables, 'SMTP_URL');
  if (value === undefined) return undefined;
  if (!/^smtps?:\/\//.test(value) || !URL.canParse(value)) {
    throw invalid(
      'SMTP_URL',
      '…',
      'Write it as smtps://user:password@mail.example:465, with special characters percent-encoded.',
    );
  }
  return new Secret(value);
}

function zoneOf(variables: Variables): string | undefined {
  const zone = given(variables, 'MAINSTAY_ZONE');
  if (zone === undefined || zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone)) return zone;
  throw invalid('MAINSTAY_ZONE', zone, 'Use an IANA time zone such as Europe/Berlin.');
}

function logLevelOf(variables: Variables): Environment['logLevel'] {
  const value = given(variables, 'LOG_LEVEL') ?? 'info';
  const level = LOG_LEVELS.find((known) => known === value);
  if (!level) throw invalid('LOG_LEVEL', value, `Use one of ${LOG_LEVELS.join(', ')}.`);
  return level;
}

function invalid(name: string, value: string, mend: string): MainstayError {
  return new MainstayError('ENVIRONMENT_INVALID', { values: { name, value, mend } });
}
