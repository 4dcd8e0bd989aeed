/** A stretch of plain text: a paragraph with its lines, or a simple list. */
export type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly string[] }
  | { readonly kind: 'bullets'; readonly items: readonly string[] }
  | { readonly kind: 'numbers'; readonly start: number; readonly items: readonly string[] };

/**
 * Splits plain text into paragraphs and simple lists (lines that begin with `- `, `• ` or `1. `). Nothing else is
 * markup: every other character is shown as it came.
 */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open = false;
  for (const line of text.replaceAll('\r\n', '\n').trim().split('\n')) {
    if (line.trim() === '') {
      open = false;
      continue;
    }
    const last = open ? blocks.at(-1) : undefined;
    const grown = last && extended(last, line);
    if (grown) blocks[blocks.length - 1] = grown;
    else blocks.push(started(line));
    open = true;
  }
  return blocks;
}

function started(line: string): Block {
  const bullet = /^\s*[-•]\s+(\S.*)$/.exec(line)?.[1];
  if (bullet !== undefined) return { kind: 'bullets', items: [bullet] };
  const [, number, item] = /^\s*(\d{1,3})\.\s+(\S.*)$/.exec(line) ?? [];
  if (item !== undefined) return { kind: 'numbers', start: Number(number), items: [item] };
  return { kind: 'paragraph', lines: [line] };
}

function extended(block: Block, line: string): Block | undefined {
  const next = started(line);
  if (block.kind === 'paragraph' && next.kind === 'paragraph')
    return { ...block, lines: [...block.lines, line] };
  if (block.kind === 'bullets' && next.kind === 'bullets')
    return { ...block, items: [...block.items, ...next.items] };
  const follows =
    block.kind === 'numbers' && next.kind === 'numbers' && next.start === block.start + block.items.length;
  return follows ? { ...block, items: [...block.items, ...next.items] } : undefined;
}
