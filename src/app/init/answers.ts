import { z } from 'zod';
import { currencySchema, MainstayError, Secret } from '../../kernel/index.ts';
import { settingsPatchSchema } from '../../memory/index.ts';

/** What the operator said; what is absent stays as it is. */
export interface Answers {
  readonly business?: string;
  /** IANA. */
  readonly zone?: string;
  readonly currency?: string;
  /** Percent. */
  readonly tax?: number;
  readonly smtpUrl?: Secret;
  /** The sender's address, where the account's user is none. */
  readonly mailFrom?: string;
  /** Seconds. */
  readonly hold?: number;
}

/** How things are before anything is asked. */
export interface Known {
  readonly business: string | undefined;
  readonly zone: string | undefined;
  readonly currency: string;
  readonly tax: number;
  readonly mail: boolean;
  readonly hold: number;
  /** It was gone through before: what has a default then is no longer asked. */
  readonly before: boolean;
}

/** The seconds that are offered between a yes and what leaves. */
export const OFFERED_HOLD = 10;

/** Options of the command line, as text. */
export interface GivenOptions {
  readonly business?: string;
  readonly zone?: string;
  readonly currency?: string;
  readonly tax?: string;
  readonly mailFrom?: string;
  readonly hold?: string;
}

/** Reads what a script gives. Throws REQUEST_INVALID with the option that cannot be used. */
export function answersFrom(given: GivenOptions): Answers {
  const entries = Object.entries(given).flatMap(([name, text]) => {
    if (text === undefined || !isQuestion(name)) return [];
    const problem = problemOf(name, text);
    if (problem !== undefined) throw invalidOption(name, problem);
    return [[name, valueOf(name, text)]];
  });
  return Object.fromEntries(entries) as Answers;
}

export type Question = keyof typeof SCHEMAS;

const SCHEMAS = {
  business: z.string().trim().min(1, { error: 'Write the name that stands on your invoices.' }).max(200),
  zone: z.string().refine((zone) => settingsPatchSchema.safeParse({ zone: { home: zone } }).success, {
    error: 'Write a time zone such as Europe/Berlin.',
  }),
  currency: currencySchema,
  tax: z.coerce
    .number({ error: 'Write a number, such as 19.' })
    .min(0, { error: 'Write 0 or more.' })
    .max(100, { error: 'Write at most 100.' }),
  mailFrom: z.email({ error: 'Write an address such as you@studio.example.' }),
  hold: z.coerce.number({ error: 'Write seconds, such as 10.' }).int().min(0).max(3600),
} as const;

function isQuestion(name: string): name is Question {
  return name in SCHEMAS;
}

/** What is wrong with an answer; nothing where it can be used. */
export function problemOf(question: Question, text: string): string | undefined {
  const { error } = SCHEMAS[question].safeParse(cleaned(question, text));
  const message = error?.issues[0]?.message;
  return message?.startsWith('is ') ? `This ${message}.` : message;
}

/** A usable answer as the value that it means. */
export function valueOf(question: Question, text: string): string | number {
  return SCHEMAS[question].parse(cleaned(question, text));
}

/** “19 %”, “eur” and a decimal comma mean what they look like. */
function cleaned(question: Question, text: string): string {
  const trimmed = text.trim();
  if (question === 'currency') return trimmed.toUpperCase();
  if (question === 'tax') return trimmed === '' ? 'none' : trimmed.replace(/\s*%$/, '').replace(',', '.');
  return trimmed;
}

function invalidOption(name: string, message: string): MainstayError {
  const path = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return new MainstayError('REQUEST_INVALID', {
    values: { count: 1, first: `${path}: ${message.replace(/\.$/, '')}` },
    fields: [{ path, message }],
  });
}

/** `smtps://user:password@host:465` from its parts; STARTTLS where the port is not 465. */
export function smtpUrlOf(account: {
  readonly host: string;
  readonly user: string;
  readonly password: string;
}): Secret {
  const [host = '', port = '465'] = account.host.trim().split(/:(?=\d+$)/);
  const scheme = port === '465' ? 'smtps' : 'smtp';
  const encode = (text: string) =>
    encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16)}`,
    );
  return new Secret(`${scheme}://${encode(account.user.trim())}:${encode(account.password)}@${host}:${port}`);
}
