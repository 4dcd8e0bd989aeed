import { distance } from 'fastest-levenshtein';
import { scanTemplate } from '../scan.ts';
import type { TextSpec } from './spec.ts';

/** A placeholder, perhaps at the end of a letter, where what is empty takes its comma and its line along. */
const PLACEHOLDER = /(,[ \t]*\n)?\{([^{}\n]{1,60})\}/gu;
const LINE_END = /^[ \t]*(?:\n|$)/u;

/** What is wrong with a placeholder, and how to mend it. */
export interface PlaceholderProblem {
  readonly problem: string;
  readonly mend: string;
}

/**
 * The text as a template: each placeholder, such as {first name}, becomes the expression that it stands for. One that
 * ends a letter (“Thank you,” and below it {your name}) leaves no comma behind where it is empty.
 */
export function expandText(text: string, { words }: TextSpec): string {
  const pieces = scanTemplate(text);
  if (!pieces || Object.keys(words).length === 0) return text;
  return pieces
    .map((piece) => (piece.kind === 'expression' ? `\${{${piece.source}}}` : expandPlain(piece.text, words)))
    .join('');
}

function expandPlain(text: string, words: TextSpec['words']): string {
  let expanded = '';
  let at = 0;
  for (const found of text.matchAll(PLACEHOLDER)) {
    const end = found.index + found[0].length;
    expanded += text.slice(at, found.index) + standingFor(found, { words, rest: text.slice(end) });
    at = end;
  }
  return expanded + text.slice(at);
}

function standingFor(
  [whole, before = '', name = '']: RegExpExecArray,
  { words, rest }: { readonly words: TextSpec['words']; readonly rest: string },
): string {
  const meant = words[nameIn(words, name) ?? ''];
  if (meant === undefined) return whole;
  const lone = loneExpression(meant);
  if (before === '' || lone === undefined || !LINE_END.test(rest)) return `${before}${meant}`;
  return `\${{ default(${lone}, '') == '' ? '' : ',\\n' + string(${lone}) }}`;
}

/** The expression that a placeholder is and nothing more; one that waits for a command's output cannot be tested. */
function loneExpression(meant: string): string | undefined {
  const [piece, ...others] = scanTemplate(meant.trim()) ?? [];
  const isLone = piece?.kind === 'expression' && others.length === 0;
  return isLone && !/\bcommands\./.test(piece.source) ? piece.source.trim() : undefined;
}

/** Placeholders that stand for nothing. A text without any placeholders of its own may hold braces as it likes. */
export function placeholderProblems(text: string, { words }: TextSpec): readonly PlaceholderProblem[] {
  const known = Object.keys(words);
  if (known.length === 0) return [];
  const plain = (scanTemplate(text) ?? []).flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []));
  const found = plain.flatMap((piece) => [...piece.matchAll(PLACEHOLDER)].map(([, , name = '']) => name));
  return [...new Set(found)]
    .filter((name) => nameIn(words, name) === undefined)
    .map((name) => ({ problem: `there is no {${name.trim()}}`, mend: nearest(name, known) }));
}

/** Case and spaces around it do not make another placeholder. */
function nameIn(words: TextSpec['words'], name: string): string | undefined {
  const wanted = name.trim().toLowerCase();
  return Object.keys(words).find((known) => known.toLowerCase() === wanted);
}

function nearest(name: string, known: readonly string[]): string {
  const [best = ''] = known.toSorted((one, other) => distance(name, one) - distance(name, other));
  return distance(name.trim().toLowerCase(), best.toLowerCase()) <= Math.max(2, name.length / 3)
    ? `Did you mean {${best}}?`
    : `There are: ${known.map((one) => `{${one}}`).join(', ')}.`;
}
