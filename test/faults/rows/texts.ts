import { expect } from 'vitest';
import { findFigureDays } from '../../../src/agent/slots/calendar.ts';
import { parseConfig } from '../../../src/app/config.ts';
import { isMainstayError, shortened } from '../../../src/kernel/index.ts';
import { readSource } from '../../../src/orchestrator/workflows/source.ts';
import { createHarness } from '../../integration/harness.ts';
import type { Random } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';

const PIECES = [
  'invoice',
  'Ana',
  '$1,200',
  '1.200,50 €',
  '   ',
  '\n',
  '\n\n```\n',
  '```',
  '“',
  '”',
  '\u202e',
  '\u200d',
  '\u0000',
  '\ud83d\udc69\u200d\ud83d\udcbb',
  '🇩🇪',
  'e\u0301',
  'ﷺ',
  '\ufeff',
  '%s',
  '${{ now }}',
  '{{',
  '}}',
  '__proto__',
  '<script>',
  "'; DROP TABLE",
  '🧡',
  '[link](http://x)',
  '@everyone',
  'on Friday',
  '31 February',
  '25:61',
  '9'.repeat(40),
  'a'.repeat(300),
  '-1',
  '1e309',
  'null',
  ': ',
  '- ',
  '&a *a',
  '!!js/function',
  '\t',
  '|',
  '>',
] as const;

function garbage(random: Random, pieces: number): string {
  return Array.from({ length: random.below(pieces) }, () =>
    random.below(4) === 0 ? String.fromCodePoint(random.below(0xd7ff)) : random.pick(PIECES),
  ).join(random.pick(['', ' ', '\n']));
}

export const longTexts: FaultRow = {
  row: 20,
  fault: 'text beyond its limit, with emoji, joined signs and accents at the cut',
  must: 'within the limit, no sign cut in two, the beginning kept',
  times: { short: 500, full: 10_000 },
  play: (trial) => {
    const signs = new Intl.Segmenter('en', { granularity: 'grapheme' });
    return repeated(trial, async (random) => {
      const text = garbage(random, 12).toWellFormed();
      const max = 8 + random.below(80);
      const cut = shortened(text, max);
      expect(cut.length).toBeLessThanOrEqual(max);
      expect(cut.isWellFormed()).toBe(true);
      if (cut === text) return;
      const kept = cut.slice(0, -1);
      expect(text.startsWith(kept)).toBe(true);
      const ends = [...signs.segment(text)].map(({ index, segment }) => index + segment.length);
      // Blanks and signs of punctuation at the cut are left out, which ends a sign as well.
      expect(kept === '' || ends.includes(kept.length), JSON.stringify({ text, cut })).toBe(true);
    });
  },
};

export const malformed: FaultRow = {
  row: 23,
  fault: 'text, settings, amounts and workflows that are malformed',
  must: 'refused with a word of our own or taken as text; nothing breaks',
  times: { short: 300, full: 100_000 },
  play: async (trial) => {
    const { understanding, errors } = await createHarness();
    const parsers: readonly [(text: string) => unknown, ...((text: string) => unknown)[]] = [
      (text) => understanding.relayed(text, 0),
      (text) => parseConfig(text, 'config/mainstay.yaml'),
      (text) => findFigureDays(text, { now: 0, zone: 'UTC', dayFirst: true }),
      (text) => readSource({ file: 'x.yaml', text, templates: async () => ({}) }),
    ];
    const outcome = await repeated(trial, async (random) => {
      const text = garbage(random, 30).toWellFormed();
      try {
        for (const parse of parsers) await parse(text);
      } catch (error) {
        if (!isMainstayError(error))
          throw new Error(`${JSON.stringify(text)}: ${String(error)}`, { cause: error });
      }
    });
    expect(errors).toEqual([]);
    return outcome;
  },
};

export const strangeMessages: FaultRow = {
  row: 23,
  part: 'messages',
  fault: 'messages of any signs',
  must: 'answered, and nothing breaks',
  times: { short: 60, full: 5_000 },
  play: async (trial) => {
    let mainstay = await createHarness();
    return repeated(trial, async (random, index) => {
      if (index % 100 === 99) mainstay = await createHarness();
      const text = garbage(random, 12);
      if (text.replaceAll(/[\u0000-\u001f\u007f]/g, '').trim() === '') return;
      const { replies } = await mainstay.say(text);
      expect(replies.length, JSON.stringify(text)).toBeGreaterThan(0);
      expect(mainstay.errors, JSON.stringify(text)).toEqual([]);
      expect(replies.join()).not.toContain('Something broke');
    });
  },
};
