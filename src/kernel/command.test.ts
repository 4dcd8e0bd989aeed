import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindingHash } from './binding.ts';
import { type Command, commandName, commandSchema, parseCommandName, resolveReferences } from './command.ts';

describe('a command name', () => {
  it('is split into what it was made of', () => {
    expect(parseCommandName('email.send@1')).toEqual({ type: 'email.send', version: 1 });
    expect(commandName({ type: 'tax-report.file.send', version: 12 })).toBe('tax-report.file.send@12');
    expect(parseCommandName('tax-report.file.send@12')).toEqual({
      type: 'tax-report.file.send',
      version: 12,
    });
  });

  it.each([
    'email.send',
    'email@1',
    'email.send@0',
    'email.send@01',
    'Email.send@1',
    'email..send@1',
    ' email.send@1',
    'email.send@1\n',
    'email.send@1.5',
    '',
  ])('is not %j', (name) => {
    expect(parseCommandName(name)).toBeUndefined();
  });
});

describe('references to earlier outputs', () => {
  const outputs: Record<string, string | number> = { 'invoice.number': '2026-001', 'invoice.total': 1200 };
  const lookup = (path: string) => outputs[path] ?? null;

  it('are replaced at any depth, and a lone one keeps its type', () => {
    const input = {
      total: { $output: 'invoice.total' },
      list: [{ subject: { $join: ['Invoice ', { $output: 'invoice.number' }, ' for you'] } }],
      plain: 'as it is',
    };
    expect(resolveReferences(input, lookup)).toEqual({
      total: 1200,
      list: [{ subject: 'Invoice 2026-001 for you' }],
      plain: 'as it is',
    });
  });

  it('throw what the look-up throws', () => {
    const missing = () => {
      throw new RangeError('no such output');
    };
    expect(() => resolveReferences({ a: { $output: 'x.y' } }, missing)).toThrow('no such output');
  });

  it('are asked for nowhere else: everything without one is returned as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value).replaceAll('$', ''));
        expect(resolveReferences(plain, () => 'looked up')).toEqual(plain);
      }),
    );
  });

  it('inside of a text that was looked up are not read again', () => {
    expect(resolveReferences({ $output: 'a.b' }, () => '{ $output: c.d }')).toBe('{ $output: c.d }');
  });
});

describe('the binding hash', () => {
  const command: Command = {
    type: 'email.send',
    version: 1,
    input: { to: 'ana@example.com', body: 'Hi' },
    recipient: 'Ana',
    account: 'mail',
    as: 'mail',
  };
  const other: Command = { type: 'invoice.create', version: 1, input: { amount: 3 } };
  const hash = bindingHash([command, other], 'v1');

  it('is the same for the same commands, whatever the order of their fields', () => {
    const turned = Object.fromEntries(Object.entries(command).toReversed()) as unknown as Command;
    expect(bindingHash([turned, other], 'v1')).toBe(hash);
  });

  it.each<[string, readonly Command[], string]>([
    ['type', [{ ...command, type: 'email.sent' }, other], 'v1'],
    ['version', [{ ...command, version: 2 }, other], 'v1'],
    ['input', [{ ...command, input: { to: 'ana@example.com', body: 'Hi!' } }, other], 'v1'],
    ['field of the input', [{ ...command, input: { ...command.input, cc: 'x' } }, other], 'v1'],
    ['recipient', [{ ...command, recipient: 'Bob' }, other], 'v1'],
    ['account', [{ ...command, account: 'work' }, other], 'v1'],
    ['name for references', [{ ...command, as: 'letter' }, other], 'v1'],
    ['order', [other, command], 'v1'],
    ['number of commands', [command], 'v1'],
    ['workflow version', [command, other], 'v2'],
  ])('changes with another %s', (_, commands, version) => {
    expect(bindingHash(commands, version)).not.toBe(hash);
  });

  it('covers a reference, not what it will give', () => {
    const with1: Command = { ...other, input: { number: { $output: 'a.b' } } };
    const with2: Command = { ...other, input: { number: { $output: 'a.c' } } };
    expect(bindingHash([with1], 'v1')).not.toBe(bindingHash([with2], 'v1'));
  });
});

it.each([
  [{ type: 'a.b', version: 0, input: {} }],
  [{ type: 'a.b', version: 1, input: [] }],
  [{ type: 'a.b', version: 1 }],
  [{ type: 'a.b', version: 1, input: {}, more: true }],
  [{ type: 'a.b', version: 1, input: {}, as: undefined }],
])('refuses %j as a command', (value) => {
  expect(commandSchema.safeParse(value).success).toBe(false);
});
