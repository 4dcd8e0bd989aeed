import { styleText } from 'node:util';

/** Emphasis, which leaves the text as it is where the stream shows no colours. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  /** What went well, and what did not. */
  good(text: string): string;
  bad(text: string): string;
}

/**
 * Colours only on a terminal, and as NO_COLOR, FORCE_COLOR and TERM say. Only weight and the terminal's own green and
 * red are used, which every theme, light or dark, keeps readable.
 */
export function createStyle(stream: NodeJS.WritableStream): Style {
  const colours = 'hasColors' in stream && (stream as NodeJS.WriteStream).hasColors(16);
  const as = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    colours && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return { bold: as('bold'), dim: as('dim'), good: as('green'), bad: as('red') };
}
