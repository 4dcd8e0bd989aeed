import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomId } from './random-id.ts';

it('makes well-formed ids of version 4 from any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
      const id = randomId((bytes) => {
        bytes.set(random);
        return bytes;
      });
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
});
