import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runsOf } from './bidi.ts';

const isolated = (text: string) => runsOf(text).flatMap((run) => (run.isolated ? [run.text] : []));

it.each([
  ['Send invoice to مريم حداد: $1,200.00', ['مريم حداد']],
  ['מרים כהן <miriam@cohen.example>', ['מרים כהן']],
  ['Invoice 2026-014 for شركة 7 للنقل, due Mon 7 Dec', ['شركة 7 للنقل']],
  ['מרים, علي: 2', ['מרים', 'علي']],
  ['שָׁלוֹם 5', ['שָׁלוֹם']],
  ['Send invoice to Ana Torres: $1,200.00', []],
  ['', []],
])('sets names apart in “%s”', (text, names) => {
  expect(isolated(text)).toEqual(names);
});

it('loses nothing, and sets no amount apart', () => {
  const part = fc.constantFrom('مريم', 'כהן', '$1,200.00', 'due 7 Dec', ': ', ' ', '🧡', '(', '\n');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const text = parts.join('');
      expect(
        runsOf(text)
          .map((run) => run.text)
          .join(''),
      ).toBe(text);
      expect(isolated(text).every((name) => !/^[\s\d$]|[\s\d$]$/.test(name))).toBe(true);
    }),
  );
});
