import { expect, it } from 'vitest';
import { conditionProblem } from '../orchestrator/index.ts';
import { checkPolicy, parseConfig } from './config.ts';

const FILE = 'config/mainstay.yaml';

it.each([
  ['currency: EUR\ntax: 19%', 'config/mainstay.yaml, line 2: “19%” is not a number. Write: tax: 19'],
  ['currency: EUR\n\n# VAT\n\ntaxes: 19', 'line 5: “taxes” is not a setting'],
  ['backups: disk/mainstay', 'line 1: “disk/mainstay” is no whole path'],
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
  expect(() => checkPolicy(config, ['invoice.create', 'email.send'], conditionProblem)).toThrow(
    expect.objectContaining({ message: expect.stringContaining('line 4: “email.sned” is no command') }),
  );
  expect(() => checkPolicy(config, ['invoice.create', 'email.sned'], conditionProblem)).not.toThrow();
});

it.each([
  ['command.amount >', 'cannot be read'],
  ['comand.type == "x"', 'Unknown variable: comand'],
  ['today', 'gives neither true nor false'],
])('refuses the condition %j with its line before it is ever asked', (when, problem) => {
  const config = parseConfig(`policy:\n  email.send: { within: { when: '${when}' } }`, FILE);
  expect(() => checkPolicy(config, ['email.send'], conditionProblem)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(problem) }),
  );
  expect(() => checkPolicy(config, ['email.send'], conditionProblem)).toThrow('line 2');
});
