import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from './program.ts';

const program = createProgram();

/** The command with all below it that help shows. */
function withAllBelow(command: Command): Command[] {
  const shown = command.createHelp().visibleCommands(command);
  return [command, ...shown.filter((one) => one.name() !== 'help').flatMap(withAllBelow)];
}

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

describe('help', () => {
  it('ends in an example for every command that there is', () => {
    const commands = withAllBelow(program);
    expect(commands.length).toBeGreaterThan(10);
    const without = commands.filter((command) => !/Examples?:\n {2}\S.*\n$/s.test(helpOf(command)));
    expect(without.map((command) => command.name())).toEqual([]);
  });

  it('describes every command, argument and option', () => {
    for (const command of withAllBelow(program)) {
      expect([command.name(), command.description()]).toEqual([command.name(), expect.stringMatching(/\S/)]);
      for (const { description } of [...command.options, ...command.registeredArguments])
        expect(description).toMatch(/\S/);
    }
  });

  it('offers --json wherever something is told', () => {
    const telling = withAllBelow(program).filter(
      (command) => command.commands.length === 0 && command.name() !== 'completion',
    );
    const without = telling.filter(({ options }) => !options.some(({ long }) => long === '--json'));
    expect(without.map((command) => command.name())).toEqual([]);
  });
});
