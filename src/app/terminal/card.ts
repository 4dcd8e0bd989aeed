import { diffLines } from 'diff';
import type { Effect, Suggestion } from '../../console/index.ts';
import type { Style } from './style.ts';
import { prefixed, visible, wrapped } from './text.ts';
import { type Reader, untilText } from './times.ts';

/** How a card is to be drawn. */
export interface Drawing extends Reader {
  readonly style: Style;
  /** Columns. */
  readonly width: number;
}

const EDGE = '│ ';

/** A card line by line, in the order that every platform keeps: exactly what will happen, nothing shortened. */
export function cardLines(suggestion: Suggestion, drawing: Drawing): string[] {
  const { title, preview, reason } = suggestion;
  const { style } = drawing;
  const inner = drawing.width - EDGE.length;
  const line = (label: string, text: string) => labelled({ label, text }, drawing);
  const body = [
    ...preview.changes.flatMap((change) => changeLines(change, drawing)),
    ...preview.to.flatMap((to) => line('To', to)),
    ...preview.facts.flatMap(({ label, text }) => line(label, text)),
    ...(preview.subject === undefined ? [] : line('Subject', preview.subject)),
    ...(preview.text === undefined ? [] : quoted(preview.text, inner)),
    ...preview.attachments.flatMap(({ name, pages }) => line('Attached', withPages(name, pages))),
    ...preview.notes.flatMap(({ text }) => line('Note', text)),
    ...(reason === '' ? [] : wrapped(because(visible(reason)), inner).map(style.dim)),
    ...wrapped(lastLine(suggestion, drawing), inner).map(style.dim),
  ];
  const head = wrapped(visible(title), inner).map(style.bold);
  return [...prefixed(head, EDGE, '┌ '), ...prefixed(body, EDGE), '└'];
}

/** What nobody knows the outcome of, and what only the operator can say about it. */
export function uncertainLines(effect: Effect, drawing: Drawing): string[] {
  const { title, recipient, note, error, command } = effect;
  const inner = drawing.width - EDGE.length;
  const reason = note ?? error?.message;
  const advice = command.startsWith('email.')
    ? 'I will not resend it by myself. Look into your Sent folder, or ask the recipient.'
    : 'I will not repeat it by myself. Look where it should have arrived.';
  const head = wrapped(`? Not sure it arrived: ${visible(title)}`, inner).map(drawing.style.bold);
  const body = [
    ...(recipient === undefined ? [] : labelled({ label: 'To', text: recipient }, drawing)),
    ...(reason === undefined ? [] : wrapped(visible(reason), inner)),
    ...wrapped(advice, inner),
    ...wrapped('Stays until you decide.', inner).map(drawing.style.dim),
  ];
  return [...prefixed(head, EDGE, '┌ '), ...prefixed(body, EDGE), '└'];
}

/** The line that stands where the keys were. */
export function outcomeText({ status, outcome, title }: Suggestion, style: Style): string {
  const text = visible(outcome ?? `${title}: ${status}`);
  if (text.startsWith('✓')) return style.good(text);
  return text.startsWith('✕') || text.startsWith('?') ? style.bad(text) : text;
}

function labelled(
  { label, text }: { readonly label: string; readonly text: string },
  { style, width }: Drawing,
): string[] {
  const lines = wrapped(`${visible(label)}: ${visible(text)}`, width - EDGE.length);
  const head = `${visible(label)}:`;
  return lines.map((line, index) =>
    index === 0 && line.startsWith(head) ? `${style.bold(head)}${line.slice(head.length)}` : line,
  );
}

/** Old and new of a field; of a long text only the lines that differ, since the whole follows below. */
function changeLines(change: Suggestion['preview']['changes'][number], drawing: Drawing): string[] {
  const { label, from, to } = change;
  if (!/\n/.test(from + to)) return labelled({ label, text: `${from} → ${to}` }, drawing);
  const { style } = drawing;
  const inner = drawing.width - EDGE.length - 4;
  const changed = diffLines(visible(`${from}\n`), visible(`${to}\n`)).flatMap(({ added, removed, value }) => {
    if (!added && !removed) return [];
    const lines = value.trimEnd().split('\n');
    const mark = added ? '+' : '-';
    const colour = added ? style.good : style.bad;
    return lines.flatMap((line) => prefixed(wrapped(line, inner), '    ', `  ${mark} `)).map(colour);
  });
  return [`${style.bold(`${visible(label)}:`)} changed`, ...changed];
}

/** The exact words that will leave, each line marked as one of theirs. */
function quoted(text: string, inner: number): string[] {
  return visible(text)
    .split('\n')
    .flatMap((line) => prefixed(wrapped(line, inner - 2), '  ', '> '));
}

function withPages(name: string, pages: number | undefined): string {
  return pages === undefined ? name : `${name}, ${pages} ${pages === 1 ? 'page' : 'pages'}`;
}

function because(reason: string): string {
  return /^because\b/i.test(reason) ? reason : `Because ${reason}`;
}

function lastLine({ undo, cost, expiresAt }: Suggestion, reader: Reader): string {
  const parts = [visible(undo), visible(cost), `waits until ${untilText(expiresAt, reader)}`];
  return parts.filter((part) => part !== '').join(' · ');
}
