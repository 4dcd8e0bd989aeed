import bidiFactory from 'bidi-js';
import LineBreaker from 'linebreak';
import { type Face, faceFor, fontBytes, MISSING, type Weight } from './fonts.ts';

const bidi = bidiFactory();

/** Characters that show nothing by themselves; fonts need not have them. */
const INVISIBLE =
  /^(?:[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u2069]|\p{Variation_Selector}|\ufeff|\u00ad)$/u;

export interface Style {
  readonly size: number;
  readonly weight: Weight;
  readonly color: string;
}

/** A stretch of one line in one font and one direction, in the order in which it is drawn. */
export interface Run {
  readonly text: string;
  readonly face: Face;
  readonly width: number;
}

export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
  /** Whether its paragraph reads from right to left. */
  readonly rightToLeft: boolean;
}

/** Draws and measures; a PDFKit document is one. */
export interface Canvas {
  /** Takes a font by its file's name; the file is read when the document first needs it. */
  font(name: string): unknown;
  registerFont(name: string, source: Buffer): unknown;
  fontSize(size: number): unknown;
  widthOfString(text: string): number;
}

/** Breaks a text into lines that fit, each as runs from left to right. A word wider than a line is cut. */
export function layOut(
  canvas: Canvas,
  text: string,
  { style, width }: { readonly style: Style; readonly width: number },
): Line[] {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .flatMap((paragraph) => breakParagraph(canvas, covered(paragraph, style.weight), { style, width }));
}

/** What no font has is shown as a replacement character, never as an empty box. */
function covered(text: string, weight: Weight): string {
  return Array.from(text)
    .flatMap((character) => {
      if (INVISIBLE.test(character)) return /[\u200c\u200d]/.test(character) ? character : [];
      if (character === '\t') return ' ';
      return faceFor(character.codePointAt(0) ?? 0, weight) ? character : MISSING;
    })
    .join('');
}

function breakParagraph(
  canvas: Canvas,
  text: string,
  { style, width }: { readonly style: Style; readonly width: number },
): Line[] {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text)) {
    if (measure(canvas, (line + word).trimEnd(), style) <= width) {
      line += word;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cutToWidth(canvas, word, { style, width });
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  lines.push(line);
  const base = bidi.getEmbeddingLevels(text).paragraphs[0]?.level ?? 0;
  return lines.map((one) => toLine(canvas, one.trimEnd(), { style, rightToLeft: base % 2 === 1 }));
}

/** Up to each place where a line may end (UAX 14). */
function wordsOf(text: string): string[] {
  const breaker = new LineBreaker(text);
  const words: string[] = [];
  let from = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    words.push(text.slice(from, next.position));
    from = next.position;
  }
  return words;
}

function cutToWidth(
  canvas: Canvas,
  word: string,
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  if (measure(canvas, word.trimEnd(), style) <= width) return [word];
  const graphemes = [...new Intl.Segmenter().segment(word)].map(({ segment }) => segment);
  const pieces: string[] = [];
  let piece = '';
  for (const grapheme of graphemes) {
    if (piece !== '' && measure(canvas, piece + grapheme, style) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += grapheme;
  }
  return [...pieces, piece];
}

function measure(canvas: Canvas, text: string, style: Style): number {
  return runsOf(canvas, text, style).reduce((sum, { width }) => sum + width, 0);
}

function toLine(
  canvas: Canvas,
  text: string,
  { style, rightToLeft }: { readonly style: Style; readonly rightToLeft: boolean },
): Line {
  const runs = visualParts(text, rightToLeft).flatMap((part) =>
    // PDFKit shapes a word at a time and sets words from left to right, so their order is ours to turn.
    part.rightToLeft
      ? part.text
          .split(/(\s+)/)
          .flatMap((word) => runsOf(canvas, word, style))
          .toReversed()
      : runsOf(canvas, part.text, style),
  );
  return { runs, width: runs.reduce((sum, { width }) => sum + width, 0), rightToLeft };
}

interface Part {
  readonly text: string;
  readonly rightToLeft: boolean;
}

/** The line's parts of one direction, from left to right (UAX 9, rule L2); inside a part the font shapes. */
function visualParts(text: string, rightToLeft: boolean): Part[] {
  if (text === '') return [];
  const { levels } = bidi.getEmbeddingLevels(text, rightToLeft ? 'rtl' : 'ltr');
  const parts: { text: string; level: number }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const level = levels[at] ?? 0;
    const last = parts.at(-1);
    if (last?.level === level) last.text += text.charAt(at);
    else parts.push({ text: text.charAt(at), level });
  }
  const highest = Math.max(...parts.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) reverseFrom(parts, level);
  return parts.map((part) => ({ text: part.text, rightToLeft: part.level % 2 === 1 }));
}

function reverseFrom(parts: { text: string; level: number }[], level: number): void {
  for (let from = 0; from < parts.length; from += 1) {
    if ((parts[from]?.level ?? 0) < level) continue;
    let to = from;
    while ((parts[to + 1]?.level ?? -1) >= level) to += 1;
    parts.splice(from, to - from + 1, ...parts.slice(from, to + 1).toReversed());
    from = to;
  }
}

/** Splits a text where the font changes; a space or joiner stays with what is before it. */
function runsOf(canvas: Canvas, text: string, style: Style): Run[] {
  const parts: { text: string; face: Face }[] = [];
  for (const character of text) {
    const last = parts.at(-1);
    const face = faceFor(character.codePointAt(0) ?? 0, style.weight);
    const stays = last && (last.face === face || !face || /[\s\u200c\u200d]/u.test(character));
    if (stays) last.text += character;
    else if (face) parts.push({ text: character, face });
  }
  return parts.map((part) => ({ ...part, width: widthOf(canvas, part, style) }));
}

function widthOf(canvas: Canvas, { text, face }: { text: string; face: Face }, { size }: Style): number {
  useFace(canvas, face);
  canvas.fontSize(size);
  return canvas.widthOfString(text);
}

const registered = new WeakMap<object, Set<string>>();

/** Makes a font the current one, embedding it in the document once. */
export function useFace(canvas: Canvas, face: Face): void {
  const known = registered.get(canvas) ?? new Set();
  if (!known.has(face.file)) canvas.registerFont(face.file, fontBytes(face));
  registered.set(canvas, known.add(face.file));
  canvas.font(face.file);
}
