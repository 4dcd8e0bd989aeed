import type { Clock } from '../../../src/kernel/index.ts';
import type { Scheduler } from '../../../src/ports/index.ts';

/** Node's timers fire at once beyond this; longer waits are taken in parts. */
const MAX_TIMER_MS = 2 ** 31 - 1;

interface Scheduled {
  readonly epochMs: number;
  readonly task: () => Promise<void>;
  timer: NodeJS.Timeout;
}

/** In-process timers. A wall clock that jumps is noticed when a timer fires: what is not due then waits on. */
export function createTimerScheduler(
  clock: Clock,
  onError: (error: unknown, key: string) => void,
): Scheduler {
  const scheduled = new Map<string, Scheduled>();
  const underWay = new Set<Promise<void>>();
  let stopped = false;

  function arm(key: string, epochMs: number): NodeJS.Timeout {
    const waitMs = Math.min(Math.max(epochMs - clock.now(), 0), MAX_TIMER_MS);
    const timer = setTimeout(() => fire(key), waitMs);
    timer.unref();
    return timer;
  }

  function fire(key: string): void {
    const found = scheduled.get(key);
    if (!found || stopped) return;
    if (found.epochMs > clock.now()) {
      found.timer = arm(key, found.epochMs);
      return;
    }
    scheduled.delete(key);
    const work: Promise<void> = found
      .task()
      .catch((error: unknown) => onError(error, key))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  return {
    at: (key, epochMs, task) => {
      clearTimeout(scheduled.get(key)?.timer);
      if (!stopped) scheduled.set(key, { epochMs, task, timer: arm(key, epochMs) });
    },
    cancel: (key) => {
      clearTimeout(scheduled.get(key)?.timer);
      scheduled.delete(key);
    },
    stop: async () => {
      stopped = true;
      for (const { timer } of scheduled.values()) clearTimeout(timer);
      scheduled.clear();
      await Promise.all(underWay);
    },
  };
}
