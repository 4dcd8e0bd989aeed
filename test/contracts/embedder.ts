import { afterAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/ports/index.ts';

/** What every embedder has to keep. `create` gives a fresh one, not yet loaded. */
export function embedderContract(name: string, create: () => Embedder): void {
  describe(`${name}, as an embedder`, () => {
    const embedder = create();
    afterAll(() => embedder.close());

    it('gives one unit vector for each text, in their order', async () => {
      const texts = ['bill Ana 300 eur', 'remind me on Friday', 'bill Ana 300 eur'];
      const [bill, remind, again] = await embedder.embed(texts);
      for (const one of [bill, remind, again]) expect(likeness(one, one)).toBeCloseTo(1, 4);
      expect(likeness(bill, again)).toBeCloseTo(1, 4);
      expect(likeness(bill, remind)).toBeLessThan(0.9);
    });

    it('says with every vector which model made it, and always the same', async () => {
      const [text] = await embedder.embed(['hello']);
      const [query] = await embedder.embed(['hello'], 'query');
      expect(text?.model).toMatch(/\w/);
      expect(query?.model).toBe(text?.model);
      expect(query?.vector.length).toBe(text?.vector.length);
    });

    it('puts what means the same nearer than what shares words', async () => {
      const [asked, meant, other] = await embedder.embed([
        'who still owes me money?',
        'which invoices are unpaid?',
        'who still owns a money box?',
      ]);
      const [greeting] = await embedder.embed(['lovely weather by the sea']);
      expect(likeness(asked, meant)).toBeGreaterThan(likeness(asked, greeting));
      expect(likeness(asked, other)).toBeLessThan(1);
    });

    it('gives the same vector alone and among others', async () => {
      const [alone] = await embedder.embed(['write a quote for Kim']);
      const others = Array.from({ length: 40 }, (_, i) => `something else number ${i} of some length`);
      const fresh = create();
      const among = (await fresh.embed([...others, 'write a quote for Kim'])).at(-1);
      await fresh.close();
      expect(likeness(alone, among)).toBeGreaterThan(0.98);
    });

    it.each([
      ['nothing', ''],
      ['half of a character', 'invoice \ud83d'],
      ['emoji and other scripts', '🧾 فاتورة 請求書 Rechnung'],
      ['a zero byte', 'a\0b'],
    ])('takes %s', async (_name, text) => {
      const [taken] = await embedder.embed([text]);
      expect(likeness(taken, taken)).toBeCloseTo(1, 4);
    });

    it('takes a megabyte in the time of its beginning', async () => {
      const begun = performance.now();
      const [taken] = await embedder.embed(['invoice Ana '.repeat(90_000)]);
      expect(performance.now() - begun).toBeLessThan(2_000);
      expect(likeness(taken, taken)).toBeCloseTo(1, 4);
    });

    it('has nothing to say to nothing', async () => {
      expect(await embedder.embed([])).toEqual([]);
    });

    it('lets other work go on while it computes', async () => {
      const texts = Array.from({ length: 200 }, (_, i) => `a text of its own, the ${i}th of many`);
      let beats = 0;
      const beating = setInterval(() => (beats += 1), 1);
      const begun = performance.now();
      await embedder.embed(texts);
      clearInterval(beating);
      // A loop that is held would beat once; timers on a busy machine still come every few milliseconds.
      expect(beats).toBeGreaterThan((performance.now() - begun) / 20);
    });

    it('answers a single text before a list that came earlier', async () => {
      const order: string[] = [];
      const list = embedder
        .embed(Array.from({ length: 150 }, (_, i) => `passage ${i} of an import`))
        .then(() => order.push('list'));
      const single = embedder.embed(['what is waiting?']).then(() => order.push('single'));
      await Promise.all([list, single]);
      expect(order).toEqual(['single', 'list']);
    });

    it('refuses once closed, and may be closed twice', async () => {
      const fresh = create();
      const underWay = fresh.embed(['hello']).catch((error: unknown) => error);
      await fresh.close();
      await fresh.close();
      expect(await underWay).toMatchObject({ code: 'STOPPING' });
      await expect(fresh.embed(['hello'])).rejects.toMatchObject({ code: 'STOPPING' });
    });
  });
}

function likeness(
  one: { readonly vector: Float32Array } | undefined,
  other: { readonly vector: Float32Array } | undefined,
): number {
  return (
    one?.vector.reduce((sum, value, i) => sum + value * (other?.vector[i] ?? Number.NaN), 0) ?? Number.NaN
  );
}
