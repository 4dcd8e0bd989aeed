import { describe, expect, it } from 'vitest';
import { type Condition, checkRule, type PolicyFacts } from './check.ts';
import { policySchema, type Rule, ruleFor } from './rules.ts';

const FACTS: PolicyFacts = {
  command: {
    type: 'email.send',
    version: 1,
    input: { to: 'ana@example.com' },
  },
  amount: { minor: 5000, currency: 'USD' },
  now: Date.UTC(2026, 10, 23, 9),
  zone: 'UTC',
  knownRecipient: true,
  automaticToday: 0,
};

const holds: Condition = () => true;

function verdict(
  rule: Rule,
  facts: Partial<PolicyFacts> = {},
  options: { approved?: boolean; condition?: Condition } = {},
) {
  const { approved = false, condition = holds } = options;
  return checkRule(rule, { ...FACTS, ...facts }, { approved, condition });
}

const NOTHING_ALLOWED = { within: { amount: { minor: 1, currency: 'USD' }, perDay: 1 } } as const;

describe('a rule', () => {
  it.each<[string, Rule, boolean, object]>([
    ['never, unasked', 'never', false, { kind: 'refused', reason: 'your rules say never' }],
    ['never, approved', 'never', true, { kind: 'refused', reason: 'your rules say never' }],
    ['suggest, unasked', 'suggest', false, { kind: 'ask', reason: 'your rules say to ask' }],
    ['suggest, approved', 'suggest', true, { kind: 'allowed', automatic: false }],
    ['always, unasked', 'always', false, { kind: 'allowed', automatic: true }],
    ['always, approved', 'always', true, { kind: 'allowed', automatic: false }],
    ['within limits, approved above them', NOTHING_ALLOWED, true, { kind: 'allowed', automatic: false }],
    ['within no limits, unasked', { within: {} }, false, { kind: 'allowed', automatic: true }],
  ])('%s', (...[, rule, approved, expected]) => {
    expect(verdict(rule, {}, { approved })).toMatchObject(expected);
  });

  it.each<[Rule, string]>([
    ['suggest', 'email.send: suggest'],
    [NOTHING_ALLOWED, 'email.send: within amount, perDay limits'],
    [{ within: {} }, 'email.send: within no limits'],
  ])('%j is called “%s”', (rule, name) => {
    expect(verdict(rule, {}, { approved: true }).rule).toBe(name);
  });
});

describe('limits', () => {
  const usd = (minor: number): Rule => ({ within: { amount: { minor, currency: 'USD' } } });

  it.each<[string, Rule, Partial<PolicyFacts>, string | undefined]>([
    ['the amount at the limit', usd(5000), {}, undefined],
    ['the amount above it', usd(4999), {}, 'the amount is above your limit'],
    [
      'an amount in another currency',
      { within: { amount: { minor: 9e9, currency: 'EUR' } } },
      {},
      'the amount is above your limit',
    ],
    ['no amount at all', usd(1), { amount: undefined }, undefined],
    ['an amount that nobody knows', usd(9e9), { amount: 'unknown' }, 'the amount is above your limit'],
    ['one less than a day’s number', { within: { perDay: 3 } }, { automaticToday: 2 }, undefined],
    ['a day’s number', { within: { perDay: 3 } }, { automaticToday: 3 }, '3 went out today already'],
    ['a customer of yours', { within: { recipients: 'known' } }, {}, undefined],
    [
      'a stranger',
      { within: { recipients: 'known' } },
      { knownRecipient: false },
      'the recipient is not a customer of yours',
    ],
    [
      'the first of several that are exceeded',
      { within: { perDay: 1, recipients: 'known' } },
      { automaticToday: 1, knownRecipient: false },
      '1 went out today already',
    ],
  ])('with %s', (...[, rule, facts, reason]) => {
    expect(verdict(rule, facts)).toMatchObject(
      reason === undefined ? { kind: 'allowed', automatic: true } : { kind: 'ask', reason },
    );
  });

  it.each([
    ['09:00', '17:00', '08:59', false],
    ['09:00', '17:00', '09:00', true],
    ['09:00', '17:00', '16:59', true],
    ['09:00', '17:00', '17:00', false],
    ['22:00', '06:00', '21:59', false],
    ['22:00', '06:00', '23:30', true],
    ['22:00', '06:00', '05:59', true],
    ['22:00', '06:00', '06:00', false],
  ])('of %s to %s hold %s: %s', (...[from, to, time, inside]) => {
    const now = Date.parse(`2026-11-23T${time}:30Z`);
    expect(verdict({ within: { hours: { from, to } } }, { now }).kind).toBe(inside ? 'allowed' : 'ask');
  });

  it('read hours where the operator is', () => {
    const rule: Rule = { within: { hours: { from: '09:00', to: '17:00' } } };
    const now = Date.UTC(2026, 10, 23, 22);
    expect([verdict(rule, { now }).kind, verdict(rule, { now, zone: 'America/Los_Angeles' }).kind]).toEqual([
      'ask',
      'allowed',
    ]);
  });

  it('ask where the condition does not hold, and show it the facts', () => {
    const seen: unknown[] = [];
    const condition: Condition = (source, facts) => {
      seen.push(source, facts.command.type);
      return false;
    };
    expect(verdict({ within: { when: 'false' } }, {}, { condition })).toMatchObject({
      kind: 'ask',
      reason: 'your condition does not hold',
    });
    expect(seen).toEqual(['false', 'email.send']);
  });

  it('fail closed where the condition fails', () => {
    const condition: Condition = () => {
      throw new RangeError('no such field');
    };
    expect(() => verdict({ within: { when: 'command.x' } }, {}, { condition })).toThrow('no such field');
  });
});

describe('without a rule', () => {
  it.each([
    ['local', 'always'],
    ['remote', 'suggest'],
  ] as const)('a %s command is “%s”', (where, rule) => {
    expect(ruleFor({}, { type: 'email.send', where })).toBe(rule);
    expect(ruleFor({}, { type: 'constructor', where })).toBe(rule);
  });

  it('what cannot be taken back is asked although it is local', () => {
    expect(ruleFor({}, { type: 'invoice.void', where: 'local', asksFirst: true })).toBe('suggest');
    const rules = { 'invoice.void': 'always' } as const;
    expect(ruleFor(rules, { type: 'invoice.void', where: 'local', asksFirst: true })).toBe('always');
  });

  it('a rule of its own comes first', () => {
    expect(ruleFor({ 'invoice.create': 'suggest' }, { type: 'invoice.create', where: 'local' })).toBe(
      'suggest',
    );
  });
});

it.each([
  [{ 'email.send': 'sometimes' }],
  [{ email: 'always' }],
  [{ 'email.send': { within: { perDay: 0 } } }],
  [{ 'email.send': { within: { amount: { minor: 1.5, currency: 'USD' } } } }],
  [{ 'email.send': { within: { recipients: 'all' } } }],
  [{ 'email.send': { within: { hours: { from: '9:00', to: '17:00' } } } }],
  [{ 'email.send': { within: {}, always: true } }],
  [{ 'email.send': { within: { perWeek: 3 } } }],
])('refuses %j as rules', (rules) => {
  expect(policySchema.safeParse(rules).success).toBe(false);
});
