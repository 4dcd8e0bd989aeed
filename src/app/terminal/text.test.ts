import fc from 'fast-check';
import fastStringWidth from 'fast-string-width';
import { describe, expect, it } from 'vitest';
import { visible, wrapped } from './text.ts';

describe('others’ words on a terminal', () => {
  it.each([
    ['\u001b[2K\rPay to Eve', '␛[2K\nPay to Eve'],
    ['\u001b]8;;http://eve.example\u0007Ana\u001b]8;;\u0007', '␛]8;;http://eve.example␇Ana␛]8;;␇'],
    ['total \u202e00.1$', 'total ⟨U+202E⟩00.1$'],
    ['\u009b31mred', '⟨U+009B⟩31mred'],
    ['line\r\nnext\ttab', 'line\nnext\ttab'],
    ['שלום Ana 你好 👩‍👩‍👧', 'שלום Ana 你好 👩‍👩‍👧'],
  ])('shows what a terminal would obey in %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('never lets a character through that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });
});

describe('wrapping', () => {
  it('keeps lines within the width, by what characters take on the screen, and loses none', () => {
    const words = fc.constantFrom('a', 'Torres', '你好世界', '👩‍👩‍👧‍👦', 'שלום', 'x'.repeat(50), ' ', '\n');
    fc.assert(
      fc.property(fc.array(words), fc.integer({ min: 4, max: 60 }), (parts, width) => {
        const text = parts.join(' ');
        const lines = wrapped(text, width);
        expect(Math.max(...lines.map((line) => fastStringWidth(line)))).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });
});
