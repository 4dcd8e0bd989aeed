import { describe, expect, it } from 'vitest';
import { createCondition } from './condition.ts';

const FACTS = {
  command: {
    type: 'email.send',
    version: 1,
    input: { to: 'ana@x.example', amount: { minor: 900, currency: 'EUR' } },
  },
  now: Date.parse('2026-11-23T23:30:00Z'),
  zone: 'Europe/Berlin',
};

describe('createCondition', () => {
  it.each([
    ['command.type == "email.send"', true],
    ['command.input.to.endsWith("@x.example")', true],
    ['command.input.amount.minor < 500', false],
    ['command.recipient == null', true],
    ['today == "2026-11-24"', true],
    ['now < "2026-11-24"', true],
    ['command.type', false],
  ])('%s is %j', (source, holds) => {
    expect(createCondition()(source, FACTS)).toBe(holds);
  });

  it('throws where it cannot be told whether it holds', () => {
    const condition = createCondition();
    expect(() => condition('command.input.missing < 5', FACTS)).toThrow('no such overload');
    expect(() => condition('commands == 1', FACTS)).toThrow('Unknown variable: commands');
  });
});
