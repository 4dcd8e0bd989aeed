import { wrapAnsi } from 'fast-wrap-ansi';

/** Control characters that a terminal obeys, and marks that turn the order of what is read. */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const PICTURES = 0x24_00;

/**
 * Others' words as a terminal may show them: nothing in them moves the cursor, hides text or turns its order, and
 * nothing is left out. ESC shows as `␛`, other such characters as their picture or code point.
 */
export function visible(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(OBEYED, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(PICTURES + code);
    return code === 0x7f ? '␡' : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** How wide a line may be: what the terminal has, at most what reads well. In a pipe lines stay whole. */
export function widthOf(stream: NodeJS.WritableStream): number {
  const columns = 'columns' in stream ? (stream as NodeJS.WriteStream).columns : undefined;
  return columns === undefined || columns === 0 ? PIPE_WIDTH : Math.max(20, Math.min(columns, 100));
}

const PIPE_WIDTH = 10_000;

/** The lines of a text, each line of it broken between words, a long word anywhere. */
export function wrapped(text: string, width: number): string[] {
  return text
    .replaceAll('\t', '    ')
    .split('\n')
    .flatMap((line) =>
      wrapAnsi(line, width, { hard: true, trim: false })
        .split('\n')
        .map((part) => part.trimEnd()),
    );
}

/** The lines behind a prefix; the first may have one of its own, as wide as the others. */
export function prefixed(lines: readonly string[], prefix: string, first = prefix): string[] {
  return lines.map((line, index) => `${index === 0 ? first : prefix}${line}`.trimEnd());
}
