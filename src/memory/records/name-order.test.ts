import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byName, createNameOrder, type Named } from './name-order.ts';

const names = ['Émile', 'emile', 'Ana', 'ana', 'Ben 9', 'Ben 10', 'عبد الرحمن', ''];
const named = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), name: fc.constantFrom(...names) });

it('stays as it would be were it sorted anew, whatever is added and taken out', () => {
  const step = fc.record({ adds: fc.boolean(), one: named });
  fc.assert(
    fc.property(fc.array(named), fc.array(step), (first, steps) => {
      const kept = new Map<string, Named>(first.map((one) => [JSON.stringify(one), one]));
      const order = createNameOrder(kept.values());
      for (const { adds, one } of steps) {
        const key = JSON.stringify(one);
        if (!adds) order.remove(one);
        else if (!kept.has(key)) order.add(one);
        if (adds) kept.set(key, one);
        else kept.delete(key);
      }
      expect(order.after(undefined)).toEqual([...kept.values()].toSorted(byName));
    }),
  );
});

it('goes on behind a place, whether something stands there or not', () => {
  fc.assert(
    fc.property(fc.uniqueArray(named, { selector: (one) => JSON.stringify(one) }), named, (all, place) => {
      const behind = all.filter((one) => byName(one, place) > 0).toSorted(byName);
      expect(createNameOrder(all).after(place)).toEqual(behind);
    }),
  );
});
