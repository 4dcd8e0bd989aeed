import type { Message, Suggestion } from '../../console/index.ts';
import { cardLines, outcomeText } from '../terminal/card.ts';
import { createStyle } from '../terminal/style.ts';
import { prefixed, visible, widthOf, wrapped } from '../terminal/text.ts';
import { words } from './words.ts';

/** What went wrong with a line, with its stable code. */
export interface LineProblem {
  readonly code: string;
  readonly message: string;
}

/** Tells what a line of a pipe gave. */
export interface Teller {
  message(message: Message): void;
  card(card: Suggestion): void;
  /** A card as it is after its decision. */
  outcome(card: Suggestion): void;
  note(text: string): void;
  problem(problem: LineProblem): void;
}

export interface Outputs {
  readonly output: NodeJS.WritableStream;
  readonly errors: NodeJS.WritableStream;
}

/** For people and for text tools; problems go to the error stream. */
export function createTextTeller(
  { output, errors }: Outputs,
  reader: { zone(): string; now(): number },
): Teller {
  const style = createStyle(output);
  const print = (lines: readonly string[]) => void output.write(`${lines.join('\n')}\n`);
  const say = (text: string) => print(wrapped(text, widthOf(output)));
  return {
    // A card says by itself what its message says.
    message: ({ text, suggestionId, choices = [], attachments = [] }) => {
      if (suggestionId === undefined) say(visible(text));
      for (const { id, name } of attachments) say(words.attached(visible(name), id));
      if (choices.length > 0) say(words.answers(choices.map(visible)));
    },
    card: (card) => {
      const drawing = { style, width: widthOf(output), zone: reader.zone(), now: reader.now() };
      print([...cardLines(card, drawing), ...prefixed([card.id], '  ')]);
    },
    outcome: (card) => say(outcomeText(card, style)),
    note: say,
    problem: ({ message }) => void errors.write(`✕ ${visible(message)}\n`),
  };
}

/** One JSON object a line: `type` names what it is, and it has the shape of the API. */
export function createJsonTeller({ output }: Pick<Outputs, 'output'>): Teller {
  const tell = (type: string, value: object) => void output.write(`${JSON.stringify({ type, ...value })}\n`);
  return {
    message: (message) => tell('message', message),
    card: (card) => tell('card', card),
    outcome: (card) => tell('outcome', card),
    note: (text) => tell('note', { text }),
    problem: ({ code, message }) => tell('problem', { code, message }),
  };
}
