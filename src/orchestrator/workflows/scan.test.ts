import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanTemplate } from './scan.ts';

/** What stands between the braces, in order; undefined where an expression does not end. */
function expressionsIn(text: string): string[] | undefined {
  return scanTemplate(text)?.flatMap((piece) => (piece.kind === 'expression' ? [piece.source.trim()] : []));
}

describe('scanTemplate', () => {
  it.each([
    ['no expression', 'plain { text }} with $ and {{ braces', []],
    ['a lone one', '${{ a }}', ['a']],
    ['several', 'x ${{ a }} y ${{ b }} z', ['a', 'b']],
    ['neighbours', '${{ a }}${{ b }}', ['a', 'b']],
    ['the end inside a string', `\${{ "}}" + '}}' }}`, [`"}}" + '}}'`]],
    ['an escaped quote before the end', `\${{ 'it\\'s }}' }}`, [`'it\\'s }}'`]],
    ['a backslash at the end of a string', `\${{ 'a\\\\' }} '`, [`'a\\\\'`]],
    ['a string in three quotes', `\${{ """it's "}}" """ }}`, [`"""it's "}}" """`]],
    ['an empty string', `\${{ '' + "" }} }}`, [`'' + ""`]],
    ['maps that close with the expression', `\${{ {'a':{'b':1}}}}`, [`{'a':{'b':1}}`]],
    ['a comment with a quote', "${{ a // it's\n + b }}", ["a // it's\n + b"]],
    ['a comment up to the end', '${{ a // why { }}', ['a // why {']],
    ['a dollar before it', '$${{ a }}', ['a']],
  ])('finds %s', (_name, text, expressions) => {
    expect(expressionsIn(text)).toEqual(expressions);
  });

  it.each(['${{ a', '${{ a }', '${{ "a }}', "${{ 'a\\' }}", '${{ {a }}', '${{ """a" }}', '${{'])(
    'sees that %j does not end',
    (text) => {
      expect(scanTemplate(text)).toBeUndefined();
    },
  );

  it('says where each expression begins', () => {
    expect(scanTemplate('ab ${{ c }}')).toEqual([
      { kind: 'text', text: 'ab ' },
      { kind: 'expression', source: ' c ', start: 6 },
    ]);
  });

  it('takes apart whatever texts and strings were put together', () => {
    const noise = fc.string({ unit: fc.constantFrom('$', '{', '}', '"', "'", '\\', 'a', '\n', '€') });
    const text = noise.filter((one) => one !== '' && !one.includes('${{'));
    const literal = noise.map((one) => JSON.stringify(one));
    const map = fc.tuple(literal, literal).map(([key, value]) => `{${key}:{${key}:${value}}}`);
    const expression = fc.oneof(literal, map).map((source) => ({ kind: 'expression' as const, source }));
    // A text is put between, so that none runs into the next one or ends in half an opening.
    const piece = fc.tuple(
      text.map((one) => `${one}.`),
      expression,
    );
    fc.assert(
      fc.property(fc.array(piece), (pairs) => {
        const whole = pairs.map(([before, { source }]) => `${before}\${{${source}}}`).join('');
        const found = scanTemplate(whole)?.map((one) =>
          one.kind === 'text' ? one.text : { source: one.source },
        );
        expect(found).toEqual(pairs.flatMap(([before, { source }]) => [before, { source }]));
      }),
    );
  });

  it('never throws and never loses a character', () => {
    const noise = fc.string({
      unit: fc.constantFrom('${{', '}}', '{', '}', '"', "'", '\\', '//', '\n', 'a'),
    });
    fc.assert(
      fc.property(noise, (text) => {
        const pieces = scanTemplate(text);
        const whole = pieces?.map((one) => (one.kind === 'text' ? one.text : `\${{${one.source}}}`)).join('');
        expect(whole ?? text).toBe(text);
      }),
    );
  });
});
