const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The text in at most `max` characters: cut after a whole word, or in the middle of one that fills it, with “…”. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = text.slice(0, max);
  const space = room.search(/\s\S*$/);
  const kept = space >= max / 2 ? room.slice(0, space) : wholeCharacters(text, max - 1);
  return `${kept.replace(/[\s,;:–-]+$/, '')}…`;
}

/** As many characters, as a reader counts them, as fit: no accent and no half of an emoji is lost. */
function wholeCharacters(text: string, max: number): string {
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, max + 50))) {
    if (index + segment.length > max) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** A name as it is compared: two of one such form are the same in whatever letters, widths and spaces they were typed. */
export function foldedName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
