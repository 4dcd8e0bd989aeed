import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Connector, LocalCommand } from '../ports/index.ts';
import { createRegistry } from './registry.ts';

function command(type: string, version = 1): LocalCommand {
  return {
    where: 'local',
    type,
    version,
    label: 'Test',
    input: z.strictObject({ to: z.email(), lines: z.array(z.strictObject({ n: z.int() })).default([]) }),
    outputs: [],
    undo: { never: 'it is a test' },
    title: ({ to }) => `Do it for ${z.string().parse(to)}`,
    preview: async () => ({}),
    apply: async () => ({}),
  };
}

function connector(name: string, commands: readonly LocalCommand[], close?: () => Promise<void>): Connector {
  return {
    name,
    commands,
    status: () => ({ ready: true, text: `${name} is ready` }),
    ...(close ? { close } : {}),
  };
}

it('finds a command by its type and version', () => {
  const [one, two] = [command('a.do'), command('a.do', 2)];
  const registry = createRegistry([connector('a', [one, two])]);
  expect(registry.handler({ type: 'a.do', version: 2 })).toBe(two);
  expect(registry.all()).toEqual([one, two]);
});

it.each([
  ['a.do', 3],
  ['a.undo', 1],
])('says that there is no %s@%d', (type, version) => {
  const registry = createRegistry([connector('a', [command('a.do')])]);
  expect(() => registry.handler({ type, version })).toThrow(
    expect.objectContaining({ code: 'COMMAND_UNKNOWN' }),
  );
});

it('refuses two connectors that offer the same command', () => {
  expect(() =>
    createRegistry([connector('a', [command('x.do')]), connector('b', [command('x.do')])]),
  ).toThrow('Two connectors offer x.do@1.');
});

it('titles a command by what is known of it', () => {
  const registry = createRegistry([connector('a', [command('a.do')])]);
  expect(registry.title({ type: 'a.do', version: 1, input: { to: { $output: 'x.address' } } })).toBe(
    'Do it for (address)',
  );
});

it('gives the input as the schema reads it', () => {
  const registry = createRegistry([connector('a', [command('a.do')])]);
  expect(registry.parseInput({ type: 'a.do', version: 1, input: { to: 'ana@example.com' } })).toEqual({
    to: 'ana@example.com',
    lines: [],
  });
});

it('names every wrong field by its place, under the place of the command', () => {
  const registry = createRegistry([connector('a', [command('a.do')])]);
  const wrong = { type: 'a.do', version: 1, input: { to: 'nowhere', lines: [{ n: 1 }, { n: 1.5 }] } };
  const refusal = (at?: string) => {
    try {
      return registry.parseInput(wrong, at);
    } catch (error) {
      return error;
    }
  };
  const fields = [{ path: 'to' }, { path: 'lines/1/n' }];
  expect(refusal()).toMatchObject({
    code: 'REQUEST_INVALID',
    message: expect.stringMatching(/^2 values cannot be used\. to: write one e-mail/),
    fields,
  });
  expect(refusal('commands/0/input')).toMatchObject({
    fields: [{ path: 'commands/0/input/to' }, { path: 'commands/0/input/lines/1/n' }],
  });
});

it('tells the status of every connector and closes each that can be', async () => {
  const closed: string[] = [];
  const registry = createRegistry([
    connector('a', [], async () => void closed.push('a')),
    connector('b', []),
    connector('c', [], async () => void closed.push('c')),
  ]);
  expect(registry.statuses().map(({ name, text }) => [name, text])).toEqual([
    ['a', 'a is ready'],
    ['b', 'b is ready'],
    ['c', 'c is ready'],
  ]);
  await registry.close();
  expect(closed).toEqual(['a', 'c']);
});
