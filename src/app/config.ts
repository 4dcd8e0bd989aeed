import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { currencySchema, MainstayError } from '../kernel/index.ts';
import { policySchema } from '../policy/index.ts';
import { CONFIG_FILE, configFolder } from './root.ts';

const configSchema = z.strictObject({
  /** What an amount without a currency is in. */
  currency: z
    .string()
    .refine((code) => currencySchema.safeParse(code).success, {
      error: 'is not a currency code such as USD or EUR',
    })
    .default('USD'),
  /** Percent on invoices unless a line says otherwise. */
  tax: z.number({ error: 'is not a number' }).min(0).max(100).default(0),
  paper: z.enum(['A4', 'Letter']).default('A4'),
  /** How dates such as 7.12. and 12/7 are read. */
  dayFirst: z.boolean().default(true),
  /** The sender of mail, where SMTP_URL does not name an address. */
  mailFrom: z.email().optional(),
  /** When the morning digest comes, where the operator is; `off` for never. */
  digest: z
    .union([z.literal('off'), z.string().regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/)], {
      error: 'is no time of day',
    })
    .default('8:00'),
  /** The folder into which backups go, where not into the home folder. */
  backups: z
    .string()
    .transform((path) => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path))
    .refine(isAbsolute, { error: 'is no whole path, such as /media/disk/mainstay or ~/Dropbox/mainstay' })
    .exactOptional(),
  policy: policySchema.default({}),
});

/** config/mainstay.yaml, checked. */
export type Config = z.infer<typeof configSchema> & {
  /** The file as messages name it, and the line of each rule in it. */
  readonly shownAs: string;
  readonly ruleLines: Readonly<Record<string, number>>;
};

/**
 * Refuses rules for commands that there are not, since a mistyped `never` would forbid nothing, and conditions that
 * cannot be used. Throws CONFIG_INVALID.
 */
export function checkPolicy(
  { policy, ruleLines, shownAs }: Config,
  known: readonly string[],
  conditionProblem: (source: string) => string | undefined,
): void {
  for (const [type, rule] of Object.entries(policy)) {
    const line = ruleLines[type] ?? 1;
    if (!known.includes(type)) {
      const mend = `Commands are: ${known.join(', ')}.`;
      throw invalid(shownAs, { line, problem: `“${type}” is no command`, mend });
    }
    const when = typeof rule === 'string' ? undefined : rule.within.when;
    const wrong = when === undefined ? undefined : conditionProblem(when);
    if (wrong === undefined) continue;
    const mend =
      'Write a condition over command, now, today and zone, such as: command.input.to.endsWith("@x.example")';
    throw invalid(shownAs, { line, problem: `the condition “${when}” ${wrong}`, mend });
  }
}

/** A missing file means the defaults. Throws CONFIG_INVALID with file, line and mend. */
async function readConfig(file: string, shownAs: string): Promise<Config> {
  return parseConfig(await textOf(file), shownAs);
}

/** The configuration in force where this command runs. Throws as `readConfig`. */
export function readAppConfig(): Promise<Config> {
  return readConfig(join(configFolder(), CONFIG_FILE), 'config/mainstay.yaml');
}

export function parseConfig(text: string, shownAs: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true });
  const broken = document.errors[0];
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    throw invalid(shownAs, {
      line,
      problem: broken.message.split('\n')[0] ?? 'it is no YAML',
      mend: 'Correct the YAML there.',
    });
  }
  const parsed = configSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) {
    const rules = Object.keys(parsed.data.policy);
    const ruleLines = Object.fromEntries(
      rules.map((type) => [type, lineOf(document, lines, ['policy', type])]),
    );
    return { ...parsed.data, shownAs, ruleLines };
  }
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const line = lineOf(document, lines, [...path, ...key]);
  throw invalid(shownAs, { line, ...problemOf(issue, { path, value: document.getIn(path) }) });
}

function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number {
  const node: unknown = document.getIn(path, true);
  return hasRange(node) ? lines.linePos(node.range[0]).line : 1;
}

function problemOf(
  issue: z.core.$ZodIssue | undefined,
  { path, value }: { path: readonly string[]; value: unknown },
) {
  const key = path.join('.');
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(configSchema.shape).join(', ');
    return { problem: `“${issue.keys.join(', ')}” is not a setting`, mend: `Settings are: ${known}.` };
  }
  const shown = typeof value === 'string' || typeof value === 'number' ? String(value) : key;
  return { problem: `“${shown}” ${issue?.message ?? 'cannot be used'}`, mend: mendFor(key, value) };
}

/** “19%” for a number most likely means 19. */
function mendFor(key: string, value: unknown): string {
  const number = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(value)?.[1] : undefined;
  return number === undefined ? `Correct ${key || 'the file'}.` : `Write: ${key}: ${number}`;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function invalid(file: string, found: { line: number; problem: string; mend: string }): MainstayError {
  return new MainstayError('CONFIG_INVALID', { values: { file, ...found } });
}
