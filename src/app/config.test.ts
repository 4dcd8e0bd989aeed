import { expect, it } from 'vitest';
import { checkPolicy, parseConfig } from './config.ts';

const FILE = 'config/mainstay.yaml';

it.each([
  ['currency: EUR\ntax: 19%', 'config/mainstay.yaml, line 2: “19%” is not a number. Write: tax: 19'],
  ['currency: EUR\n\n# VAT\n\ntaxes: 19', 'line 5: “taxes” is not a setting'],
  [
    'policy:\n  email.send: sometimes',
    'line 2: “sometimes” must be never, suggest, always, or within limits',
  ],
])('refuses %j with its line', (text, message) => {
  expect(() => parseConfig(text, FILE)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) }),
  );
});

it('refuses a rule for a command that there is not, so that a mistyped never forbids something', () => {
  const config = parseConfig('tax: 7\npolicy:\n  invoice.create: suggest\n  email.sned: never', FILE);
  expect(() => checkPolicy(config, ['invoice.create', 'email.send'])).toThrow(
    expect.objectContaining({ message: expect.stringContaining('line 4: “email.sned” is no command') }),
  );
  expect(() => checkPolicy(config, ['invoice.create', 'email.sned'])).not.toThrow();
});
