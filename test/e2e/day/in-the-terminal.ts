import { setTimeout as pause } from 'node:timers/promises';
import { environmentOf } from '../../process/command.ts';
import { noTerminal, openTerminal } from '../../process/terminal.ts';
import type { Place } from './hand.ts';

/** A key counts once its card was there long enough to be read. */
const READING_MS = 600;

/** In `mainstay chat`, in a real terminal. */
export const inTheTerminal: Place = {
  name: 'in the terminal',
  missing: noTerminal,
  open: async (server) => {
    const terminal = openTerminal(['chat'], environmentOf(server));
    await terminal.shows('Write what you need');
    const press = async (title: string, keys: string) => {
      await terminal.shows(new RegExp(`^▸ .*${escaped(title)}`));
      await pause(READING_MS);
      terminal.type(keys);
    };
    return {
      say: async (text) => terminal.type(`${text}\r`),
      approve: (title) => press(title, 'a\r'),
      reject: async (title) => {
        await press(title, 'r\r');
        await terminal.shows('Why not?');
        terminal.type('\r');
      },
      sight: async () =>
        terminal
          .lines()
          .join(' ')
          .replaceAll(/[│\s]+/g, ' '),
      complaints: () => [],
      close: async () => terminal.kill(),
    };
  },
};

/** For a pattern; in practice mode more stands before a title. */
function escaped(text: string): string {
  return text.replaceAll(/[$.()?+*]/g, String.raw`\$&`);
}
