import { format, inspect } from 'node:util';
import pino from 'pino';
import { expect, it } from 'vitest';
import { canonicalJson } from './json.ts';
import { Secret } from './secret.ts';

const WORDS = 'correct horse battery staple';
const secret = new Secret(WORDS);

it('is revealed only on request', () => {
  expect(secret.reveal()).toBe(WORDS);
});

it.each<[string, () => string]>([
  ['a text', () => `token ${String(secret)}`],
  ['a joined text', () => ['token', secret].join(' ')],
  ['JSON', () => JSON.stringify({ deep: [{ secret }] })],
  ['canonical JSON', () => canonicalJson({ secret })],
  ['util.inspect', () => inspect({ deep: [{ secret }] }, { depth: null, showHidden: true })],
  ['util.format', () => format('%s %o %O %j', secret, secret, secret, secret)],
  ['an error', () => inspect(new Error(`refused ${String(secret)}`, { cause: secret }))],
  ['a spread copy', () => inspect(Object.assign({}, secret))],
  ['its own keys', () => inspect(Reflect.ownKeys(secret))],
  ['the log', () => logged()],
])('does not show in %s', (_, print) => {
  expect(print()).not.toContain('horse');
});

it('shows that something was left out', () => {
  expect([String(secret), JSON.stringify(secret), inspect(secret)]).toEqual([
    '[secret]',
    '"[secret]"',
    '[secret]',
  ]);
});

function logged(): string {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  log.info({ secret, deep: { secret }, err: new Error(String(secret)) }, 'started');
  expect(lines).toHaveLength(1);
  return lines.join('');
}
