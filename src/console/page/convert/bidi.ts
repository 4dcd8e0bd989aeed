/** A stretch of text, and whether it is written from right to left. */
export interface Run {
  readonly text: string;
  readonly isolated: boolean;
}

/** Hebrew, Arabic and the other scripts that run from right to left, with their marks. */
const RIGHT_TO_LEFT =
  '\\u0590-\\u08FF\\uFB1D-\\uFDFF\\uFE70-\\uFEFC\\u{10800}-\\u{10FFF}\\u{1E800}-\\u{1EFFF}';

/** What may stand inside a name; a comma, a colon or a bracket ends it. */
const WITHIN = '\\s\\p{N}.\'’"&_-';

const PATTERN = new RegExp(`[${RIGHT_TO_LEFT}](?:[${WITHIN}]*[${RIGHT_TO_LEFT}])*`, 'gu');

/**
 * Cuts a line of ours where names in other scripts stand in it. Shown apart from what surrounds them, they no longer
 * draw an amount, a date or an id beside them into their own direction: `$1,200.00` stays `$1,200.00`.
 */
export function runsOf(text: string): readonly Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const { 0: name, index } of text.matchAll(PATTERN)) {
    if (index > end) runs.push({ text: text.slice(end, index), isolated: false });
    runs.push({ text: name, isolated: true });
    end = index + name.length;
  }
  if (end < text.length) runs.push({ text: text.slice(end), isolated: false });
  return runs;
}
