import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Scheduler } from '../../src/ports/index.ts';

/** A scheduler of its own for each test, and the errors that its tasks threw, by key. */
export interface SchedulerPlace {
  readonly scheduler: Scheduler;
  readonly errors: { readonly error: unknown; readonly key: string }[];
  /** Called after the scheduler was stopped. */
  destroy(): Promise<void>;
}

/** Monday 23 November 2026, 9:12 in UTC. */
const NOW = Date.UTC(2026, 10, 23, 9, 12);
const HOUR_MS = 3_600_000;
/** Long enough that nothing looks for it in one go. */
const WHILE_MS = 180_000;
/** Within this, what is due starts. */
const SOON_MS = 1_500;

/** What every scheduler promises. Timers are the test's; they count in steps, as the machine's do. */
export function schedulerContract(name: string, createPlace: () => Promise<SchedulerPlace>): void {
  describe(`scheduler: ${name}`, () => {
    let place: SchedulerPlace;
    let fired: string[];

    beforeEach(async () => {
      vi.useFakeTimers({
        now: NOW,
        toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
      });
      place = await createPlace();
      fired = [];
    });

    afterEach(async () => {
      await place.scheduler.stop();
      await place.destroy();
      vi.useRealTimers();
    });

    const task = (what: string) => async () => {
      fired.push(what);
    };
    const at = (key: string, inMs: number, what = key) =>
      place.scheduler.at(key, Date.now() + inMs, task(what));

    describe('in time', () => {
      it('starts nothing before its time, and each once in the order of their times', async () => {
        at('later', 2 * WHILE_MS);
        at('sooner', WHILE_MS);
        await pass(WHILE_MS - 10);
        expect(fired).toEqual([]);
        await pass(SOON_MS);
        expect(fired).toEqual(['sooner']);
        await pass(2 * WHILE_MS);
        expect(fired).toEqual(['sooner', 'later']);
      });

      it('starts within a few milliseconds of its time', async () => {
        at('soon', 20_250);
        await pass(20_240);
        expect(fired).toEqual([]);
        await pass(30);
        expect(fired).toEqual(['soon']);
      });

      it('starts what is past soon', async () => {
        at('past', -WHILE_MS);
        await pass(SOON_MS);
        expect(fired).toEqual(['past']);
      });

      it('waits for longer than a timer of the machine can count', async () => {
        at('far', 40 * 24 * HOUR_MS);
        await pass(SOON_MS);
        for (let day = 0; day < 39; day += 1) {
          vi.setSystemTime(Date.now() + 24 * HOUR_MS);
          await pass(SOON_MS);
        }
        expect(fired).toEqual([]);
        vi.setSystemTime(Date.now() + 24 * HOUR_MS);
        await pass(SOON_MS);
        expect(fired).toEqual(['far']);
      });

      it('starts a thousand that are due at once, each once', async () => {
        const all = Array.from({ length: 1_000 }, (_, index) => `many${index}`);
        for (const key of all) at(key, WHILE_MS);
        await pass(WHILE_MS + 2 * SOON_MS);
        expect(fired.toSorted()).toEqual(all.toSorted());
      });
    });

    describe('changes', () => {
      it('replaces what was scheduled under the key, sooner or later', async () => {
        at('a', WHILE_MS, 'first');
        at('a', 2 * WHILE_MS, 'second');
        at('b', 2 * WHILE_MS, 'third');
        at('b', WHILE_MS, 'fourth');
        await pass(WHILE_MS + SOON_MS);
        expect(fired).toEqual(['fourth']);
        await pass(WHILE_MS + SOON_MS);
        expect(fired).toEqual(['fourth', 'second']);
      });

      it('starts nothing that was cancelled, also just before its time', async () => {
        at('a', WHILE_MS);
        await pass(WHILE_MS - 5);
        place.scheduler.cancel('a');
        place.scheduler.cancel('never there');
        await pass(SOON_MS);
        expect(fired).toEqual([]);
      });

      it('lets a task schedule the next under its own key', async () => {
        const again = async () => {
          fired.push('again');
          if (fired.length < 3) place.scheduler.at('again', Date.now() + WHILE_MS, again);
        };
        place.scheduler.at('again', Date.now() + WHILE_MS, again);
        await pass(4 * WHILE_MS);
        expect(fired).toHaveLength(3);
      });
    });

    describe('the clock of the machine', () => {
      it.each([
        ['of an hour', HOUR_MS],
        ['of a weekend', 60 * HOUR_MS],
      ])('starts once what passed during a sleep %s, soon after waking', async (_sleep, sleptMs) => {
        at('passed', sleptMs / 2);
        at('to come', sleptMs + WHILE_MS);
        await pass(SOON_MS);
        vi.setSystemTime(Date.now() + sleptMs);
        await pass(SOON_MS);
        expect(fired).toEqual(['passed']);
        await pass(2 * WHILE_MS);
        expect(fired).toEqual(['passed', 'to come']);
      });

      it('starts once what was just about to start when the machine went to sleep', async () => {
        at('passed', SOON_MS + 300);
        await pass(SOON_MS);
        vi.setSystemTime(Date.now() + HOUR_MS);
        await pass(2 * SOON_MS);
        expect(fired).toEqual(['passed']);
      });

      it('starts nothing early when the clock is put back', async () => {
        at('a', SOON_MS + 300);
        await pass(SOON_MS);
        vi.setSystemTime(Date.now() - WHILE_MS);
        await pass(WHILE_MS - 60_000);
        expect(fired).toEqual([]);
        await pass(120_000);
        expect(fired).toEqual(['a']);
      });
    });

    describe('failing and stopping', () => {
      it('reports a task that fails under its key, and goes on', async () => {
        const error = new Error('broken');
        place.scheduler.at('bad', Date.now(), () => Promise.reject(error));
        at('good', 10);
        await pass(SOON_MS);
        expect(fired).toEqual(['good']);
        expect(place.errors).toEqual([{ error, key: 'bad' }]);
      });

      it('waits for what is under way, and starts nothing after it has stopped', async () => {
        let end = () => {};
        place.scheduler.at('slow', Date.now(), async () => {
          await new Promise<void>((resolve) => {
            end = resolve;
          });
          fired.push('slow');
        });
        at('later', WHILE_MS);
        await pass(SOON_MS);
        const stopped = place.scheduler.stop().then(() => fired.push('stopped'));
        end();
        await stopped;
        at('after', 0);
        await pass(2 * WHILE_MS);
        expect(fired).toEqual(['slow', 'stopped']);
        expect(place.errors).toEqual([]);
      });
    });
  });
}

/** Lets time pass in steps, with room for what each starts. */
async function pass(ms: number): Promise<void> {
  const stepMs = 60_000;
  for (let left = ms; left > 0; left -= stepMs) {
    await vi.advanceTimersByTimeAsync(Math.min(left, stepMs));
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}
