import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isMainstayError, type JsonObject } from '../../../src/kernel/index.ts';
import { attachedIds, mailSchema, parseMail, plainLine } from './schema.ts';

const MAIL = { to: 'ana@torres.example', subject: 'Hello', body: 'Hi Ana' };

/** The fields that are wrong with a mail; none where it is accepted. */
function wrong(change: JsonObject): string[] {
  try {
    parseMail({ ...MAIL, ...change });
    return [];
  } catch (error) {
    if (!isMainstayError(error, 'REQUEST_INVALID')) throw error;
    return error.fields.map(({ path }) => path);
  }
}

describe('what a mail may be', () => {
  it.each([
    'ana@torres.example',
    'Ana.Torres+invoices@mail.torres.example',
    "o'brien_1@x-y.example",
    'info@müller.example',
    'info@xn--mller-kva.example',
    'почта-1@example.com'.replace(/^[^@]+/, 'info'),
    'a@пример.xn--p1ai',
  ])('accepts the address %s', (to) => {
    expect(wrong({ to })).toEqual([]);
  });

  it.each([
    '',
    'ana',
    'ana@localhost',
    '@torres.example',
    'ana@@torres.example',
    'ana@torres.example ',
    ' ana@torres.example',
    'Ana <ana@torres.example>',
    'ana@torres.example, eve@evil.example',
    'ana@torres.example;eve@evil.example',
    'ana@torres.example\r\nBcc: eve@evil.example',
    'ana@torres.example\n',
    '"ana torres"@torres.example',
    'ana(comment)@torres.example',
    'ana@[127.0.0.1]',
    'ana@-torres.example',
    'an\u200Ba@torres.example',
    'ana@torres\u202E.example',
    'ana@torres\u00AD.example',
    'анна@torres.example',
    '.ana@torres.example',
    'ana..b@torres.example',
    `${'a'.repeat(65)}@torres.example`,
    `a@${'b.'.repeat(130)}example`,
  ])('refuses the address %j', (to) => {
    expect(wrong({ to })).toEqual(['to']);
  });

  it.each([
    ['a line break', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['a header', 'a\r\nBcc: eve@evil.example'],
    ['a tab', 'a\tb'],
    ['a null', 'a\0b'],
    ['a bidi override', 'a\u202Eb'],
    ['a bidi isolate', 'a\u2066b'],
    ['a right-to-left mark', 'a\u200Fb'],
    ['a zero-width space', 'a\u200Bb'],
    ['a joiner between letters that need none', 'a\u200Db'],
    ['a byte-order mark', '\uFEFFab'],
    ['a tag character', 'a\u{E0041}b'],
    ['a line separator', 'a\u2028b'],
    ['a filler', 'a\u3164b'],
    ['half of a character', 'a\uD83Db'],
    ['a space at its start', ' ab'],
    ['a space at its end', 'ab '],
    ['nothing', ''],
    ['too much', 'a'.repeat(201)],
  ])('refuses %s in the subject and in the name', (_, text) => {
    expect(wrong({ subject: text })).toEqual(['subject']);
    expect(wrong({ toName: text })).toEqual(['toName']);
  });

  it.each(['Ünïcödé', 'أنا', 'می‌خواهم', 'ශ්‍රී', '👩‍💻 done', '❤️', '日本語', 'Torres, Ana "Nan" (CEO); \\o/'])(
    'accepts %s in the subject and in the name',
    (text) => {
      expect(wrong({ subject: text, toName: text })).toEqual([]);
    },
  );

  it('refuses a name that looks like an address, unless it is the recipient’s own', () => {
    expect(wrong({ toName: 'billing@bank.example' })).toEqual(['toName']);
    expect(wrong({ toName: 'Ana <ana' })).toEqual(['toName']);
    expect(wrong({ toName: MAIL.to })).toEqual([]);
    expect(wrong({ toName: 'Studio @ Lima' })).toEqual([]);
  });

  it('refuses a text that would read differently from what it is', () => {
    for (const body of [
      'a\0b',
      'a\u202Eb',
      'a\u2067b',
      'a\u{E0041}b',
      'a\uDC00b',
      'a\rb',
      '',
      'x'.repeat(20_001),
    ]) {
      expect(wrong({ body })).toEqual(['body']);
    }
    for (const body of ['a\tb\r\nc\n', 'می‌خواهم \u200F(1)', '👩‍💻', 'x'.repeat(20_000)])
      expect(wrong({ body })).toEqual([]);
  });

  it('counts every wrong field and names the first', () => {
    expect(() => parseMail({ to: 'x', subject: '', body: 'b', more: 1 })).toThrow(
      /^3 values cannot be used\. to: write one e-mail address/,
    );
  });

  it('takes one file or several', () => {
    expect(attachedIds({ ...MAIL })).toEqual([]);
    expect(attachedIds(parseMail({ ...MAIL, attach: 'a' }))).toEqual(['a']);
    expect(attachedIds(parseMail({ ...MAIL, attach: ['a', 'b'] }))).toEqual(['a', 'b']);
    expect(wrong({ attach: [] })).toEqual(['attach']);
  });

  it('tells a form what each field is', () => {
    expect(z.toJSONSchema(mailSchema)).toMatchObject({
      required: ['to', 'subject', 'body'],
      properties: {
        to: { title: 'To', type: 'string', format: 'email', maxLength: 254 },
        toName: { title: 'Name' },
        subject: { title: 'Subject', maxLength: 200 },
        body: { title: 'Text', kind: 'longtext', maxLength: 20_000 },
        attach: { title: 'Attached', readOnly: true },
      },
    });
  });

  it('makes any text a plain line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = plainLine(text);
        expect(plainLine(line)).toBe(line);
        expect(line).not.toMatch(/[\r\n\u202E\u200B]/);
      }),
    );
    expect(plainLine('a\u202E\r\n b')).toBe('a b');
  });

  it('answers at once to an address made to take long', () => {
    const started = performance.now();
    for (const to of ['a'.repeat(50_000), `a@${'b-'.repeat(50_000)}`, `a@${'b.'.repeat(50_000)}`])
      wrong({ to });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
