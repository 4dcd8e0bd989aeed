import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import fastStringWidth from 'fast-string-width';

/** The terminal as the chat uses it: a field at the bottom, and what was said above it. */
export interface Screen {
  /** Puts lines above the field; what is being typed stays. */
  print(lines: readonly string[]): void;
  /** Replaces the line above the field that names the keys. */
  hint(text: string): void;
  /** Asks within the field. Rejects if the operator leaves instead. */
  ask(question: string): Promise<string>;
  /** Gives the terminal to another program, and takes it back after it. */
  lend<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

export interface ScreenEvents {
  /** The operator begins to type a line. */
  began(): void;
  /** A whole line, or several where they were pasted or continued. */
  line(text: string): void;
  /** Tab in the empty field. */
  tab(): void;
  /** Ctrl+C, Ctrl+D, or the end of the input. */
  left(): void;
}

export interface Streams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

const FIELD = '> ';
const MORE = '… ';
const PASTES = { on: '\u001b[?2004h', off: '\u001b[?2004l' };

interface Key {
  readonly name?: string;
}

/** What the field is at the moment. */
interface Field {
  readonly reader: Interface;
  readonly output: NodeJS.WriteStream;
  hint: string;
  asking: { answer(text: string): void; question: string } | undefined;
  /** Another program has the terminal; what is printed is held. */
  held: string[] | undefined;
  pasting: boolean;
  /** Lines of the message before the one that is being typed. */
  earlier: string[];
}

/** Opens the field. `completions` are what Tab completes where a line begins with a slash. */
export function openScreen(
  { input, output }: Streams,
  events: ScreenEvents,
  completions: readonly string[],
): Screen {
  const complete = (line: string): [string[], string] => {
    if (line === '' && !field.asking) events.tab();
    return [line.startsWith('/') ? completions.filter((one) => one.startsWith(line)) : [], line];
  };
  const reader = createInterface({ input, output, terminal: true, historySize: 200, completer: complete });
  const field: Field = {
    reader,
    output,
    hint: '',
    asking: undefined,
    held: undefined,
    pasting: false,
    earlier: [],
  };
  const onKey = (_text: string | undefined, { name = '' }: Key) => {
    if (name === 'paste-start') field.pasting = true;
    if (name === 'paste-end') field.pasting = false;
    if (reader.line.length <= 1 && field.earlier.length === 0 && name !== 'return') events.began();
  };
  reader.on('line', (line) => onLine(field, events, line));
  reader.on('SIGINT', () => events.left());
  reader.on('close', () => events.left());
  output.write(PASTES.on);
  input.on('keypress', onKey);
  prompt(field);
  return {
    print: (lines) => print(field, lines),
    hint: (text) => {
      if (text === field.hint) return;
      above(field, () => {
        field.hint = text;
      });
    },
    ask: (question) =>
      new Promise((answer) => {
        above(field, () => {
          field.asking = { answer, question };
        });
      }),
    lend: (work) => lend(field, input, work),
    close: () => {
      input.off('keypress', onKey);
      reader.removeAllListeners('close');
      wipe(field);
      output.write(PASTES.off);
      reader.close();
    },
  };
}

function onLine(field: Field, events: ScreenEvents, line: string): void {
  const { asking, earlier, reader } = field;
  if (asking) {
    field.asking = undefined;
    prompt(field);
    return asking.answer(line);
  }
  const more = line.endsWith('\\') && !field.pasting;
  earlier.push(more ? line.slice(0, -1) : line);
  if (field.pasting || more) {
    reader.setPrompt(MORE);
    return reader.prompt();
  }
  if (earlier.length === 1) leaveOnlyWords(field, line);
  field.earlier = [];
  prompt(field);
  events.line(earlier.join('\n'));
}

/** The line of keys above a finished line goes; the words stay where they were. */
function leaveOnlyWords({ hint, output }: Field, line: string): void {
  if (hint === '') return;
  moveCursor(output, 0, -(rowsOf(`${hint}\n${FIELD}${line}`, output.columns) + 1));
  cursorTo(output, 0);
  clearScreenDown(output);
  output.write(`${FIELD}${line}\n`);
}

function prompt({ reader, asking, earlier, hint, held }: Field): void {
  const usual = hint === '' ? FIELD : `${hint}\n${FIELD}`;
  reader.setPrompt(asking?.question ?? (earlier.length > 0 ? MORE : usual));
  if (!held) reader.prompt(true);
}

function print(field: Field, lines: readonly string[]): void {
  if (field.held) field.held.push(...lines);
  else if (lines.length > 0) above(field, () => field.output.write(`${lines.join('\n')}\n`));
}

/** Takes the field away, lets `write` put something there, and draws the field again below it. */
function above(field: Field, write: () => void): void {
  if (field.held) return write();
  wipe(field);
  write();
  // What readline remembers of the old field's height is gone with it.
  (field.reader as unknown as { prevRows: number }).prevRows = 0;
  prompt(field);
}

function wipe({ reader, output }: Field): void {
  moveCursor(output, 0, -reader.getCursorPos().rows);
  cursorTo(output, 0);
  clearScreenDown(output);
}

async function lend<T>(field: Field, input: NodeJS.ReadStream, work: () => Promise<T>): Promise<T> {
  const { reader, output } = field;
  const held: string[] = [];
  field.held = held;
  output.write(PASTES.off);
  reader.pause();
  input.setRawMode(false);
  try {
    return await work();
  } finally {
    input.setRawMode(true);
    reader.resume();
    field.held = undefined;
    output.write(PASTES.on);
    prompt(field);
    print(field, held);
  }
}

/** How many rows below its first one a text ends, as readline lays it out. */
function rowsOf(text: string, columns: number): number {
  let rows = 0;
  let column = 0;
  for (const character of stripVTControlCharacters(text)) {
    if (character === '\n') {
      rows += 1;
      column = 0;
      continue;
    }
    const width = fastStringWidth(character);
    if (column + width > columns) {
      rows += 1;
      column = 0;
    }
    column += width;
  }
  return rows;
}
