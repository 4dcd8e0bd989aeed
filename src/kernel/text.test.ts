import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened } from './text.ts';

describe('a shortened text', () => {
  it.each([
    ['short enough', 12, 'short enough'],
    ['design of the landing page', 20, 'design of the…'],
    ['design, and the rest of it', 10, 'design…'],
    ['design and', 9, 'design…'],
    ['two words: and more', 11, 'two words…'],
    ['Donaudampfschifffahrt', 10, 'Donaudamp…'],
    ['a Donaudampfschifffahrt', 10, 'a Donauda…'],
    ['👩‍💻👩‍💻👩‍💻', 8, '👩‍💻…'],
    ['日本語の文章はとても長い', 6, '日本語の文…'],
  ])('of “%s” in %i characters is “%s”', (text, max, expected) => {
    expect(shortened(text, max)).toBe(expected);
  });

  it('is never too long, and the beginning of the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 2, max: 40 }),
        (text, max) => {
          const short = shortened(text, max);
          expect(short.length).toBeLessThanOrEqual(Math.max(max, 1));
          expect(short === text || text.startsWith(short.slice(0, -1))).toBe(true);
        },
      ),
    );
  });
});
