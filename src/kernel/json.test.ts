import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashOf, mac, sameSecret, sha256 } from './hash.ts';
import { canonicalJson, decodeJson, encodeJson, jsonObjectSchema } from './json.ts';

it('writes the form that RFC 8785 gives as its example', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

it('gives equal values one text and one hash, whatever the order of their fields', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
      expect(hashOf(turned)).toBe(hashOf(value));
    }),
  );
});

it('gives different values different texts', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(canonicalJson(a) === canonicalJson(b)).toBe(
        JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)),
      );
    }),
  );
});

it('leaves out what is undefined', () => {
  expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
});

it.each([
  ['NaN', Number.NaN],
  ['infinity', { a: Infinity }],
  ['a BigInt', { a: 1n }],
  ['undefined', undefined],
  ['a function', () => 1],
  ['a circle', circle()],
])('refuses %s', (_, value) => {
  expect(() => canonicalJson(value)).toThrow(/can not safely|BigInt|circular|no JSON form/);
});

it('reads back what it encoded, also from the middle of a buffer', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const bytes = encodeJson(value);
      const within = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')]).subarray(
        6,
        6 + bytes.length,
      );
      expect(decodeJson(within)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('takes only objects of JSON as an object', () => {
  expect(jsonObjectSchema.safeParse({ a: [1, { b: null }] }).success).toBe(true);
  for (const value of [[1], 'a', null, { a: undefined }, { a: new Date(0) }])
    expect(jsonObjectSchema.safeParse(value).success).toBe(false);
});

it('hashes as SHA-256 does, of text in UTF-8 and of bytes', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256(Buffer.from('€'))).toBe(sha256('€'));
});

it('signs as HMAC-SHA-256 does (RFC 4231, case 2)', () => {
  const hex = Buffer.from(mac('Jefe', 'what do ya want for nothing?'), 'base64url').toString('hex');
  expect(hex).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
});

it('compares secrets of any lengths', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(sameSecret(a, b)).toBe(a === b);
    }),
  );
  expect(sameSecret('same', 'same')).toBe(true);
});

function circle(): object {
  const one: { self?: object } = {};
  one.self = one;
  return one;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { fields: entries.map(([key, item]) => [key, sorted(item)]) };
}
