import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLanes } from './lanes.ts';

/** A task that ends when it is told to. */
function held() {
  let resolve: (value: string) => void = () => {};
  const promise = new Promise<string>((settle) => {
    resolve = settle;
  });
  return { task: () => promise, resolve: (value: string) => resolve(value) };
}

it('runs the tasks of a lane one at a time, in the order in which they came', async () => {
  const jobs = fc.array(
    fc.record({ lane: fc.constantFrom('a', 'b', 'c'), turns: fc.nat({ max: 5 }), fails: fc.boolean() }),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(jobs, async (given) => {
      const lanes = createLanes();
      const begun: Record<string, number[]> = {};
      const running = new Set<string>();
      const results = given.map(({ lane, turns, fails }, index) =>
        lanes.run(lane, async () => {
          expect(running.has(lane)).toBe(false);
          running.add(lane);
          (begun[lane] ??= []).push(index);
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          running.delete(lane);
          if (fails) throw new RangeError(`${index}`);
          return index;
        }),
      );
      const settled = await Promise.allSettled(results);
      for (const [index, result] of settled.entries()) {
        expect(result.status).toBe(given[index]?.fails ? 'rejected' : 'fulfilled');
      }
      for (const order of Object.values(begun)) expect(order).toEqual(order.toSorted((a, b) => a - b));
    }),
  );
});

it('does not hold up one lane for another', async () => {
  const lanes = createLanes();
  const slow = held();
  const first = lanes.run('a', slow.task);
  expect(await lanes.run('b', async () => 'other')).toBe('other');
  slow.resolve('slow');
  expect(await first).toBe('slow');
});

it('goes on after a task that failed, and its caller hears of it', async () => {
  const lanes = createLanes();
  const broken = lanes.run('a', () => Promise.reject(new RangeError('broken')));
  const next = lanes.run('a', async () => 'next');
  await expect(broken).rejects.toThrow('broken');
  expect(await next).toBe('next');
});

it('is idle once every lane is empty, with what was added meanwhile', async () => {
  const lanes = createLanes();
  const done: string[] = [];
  const first = held();
  const second = held();
  void lanes.run('a', first.task).then(() => {
    done.push('first');
    void lanes.run('a', second.task).then(() => done.push('second'));
    setImmediate(() => second.resolve(''));
  });
  const idle = lanes.idle().then(() => done.push('idle'));
  first.resolve('');
  await idle;
  expect(done).toEqual(['first', 'second', 'idle']);
});

it('is idle at once where nothing was ever run', async () => {
  await expect(createLanes().idle()).resolves.toBeUndefined();
});
