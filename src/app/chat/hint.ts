import fastStringWidth from 'fast-string-width';
import type { Style } from '../terminal/style.ts';
import { visible } from '../terminal/text.ts';
import { type Focus, focused, titleOf, type Waiting } from './focus.ts';
import { words } from './words.ts';

/** What stands above the field: what has the keys, and which they are; nothing where nothing waits. */
export function hintOf(
  focus: Focus,
  { style, width }: { readonly style: Style; readonly width: number },
): string {
  const count = focus.waiting.length;
  const waiting = focused(focus);
  if (!waiting) return count === 0 ? '' : style.dim(words.keys.choose(count));
  const place = count > 1 ? ` (${focus.waiting.indexOf(waiting) + 1} of ${count})` : '';
  const title = shortened(visible(titleOf(waiting)), width - place.length - 2);
  const keys = [keysOf(waiting), ...(count > 1 ? [words.keys.next] : [])].join(' · ');
  return `${style.bold(`▸ ${title}`)}${place}\n${style.dim(shortened(`  ${keys}`, width))}`;
}

function keysOf(waiting: Waiting): string {
  if (waiting.kind === 'uncertain') return words.keys.uncertain;
  return waiting.card.preview.attachments.length > 0
    ? `${words.keys.card} · ${words.keys.files}`
    : words.keys.card;
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most so many columns, cut between characters. */
function shortened(text: string, width: number): string {
  const line = text.replaceAll('\n', ' ');
  if (fastStringWidth(line) <= width) return line;
  let kept = '';
  for (const { segment } of characters.segment(line)) {
    if (fastStringWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
