/** What can be told to do something at a time (epoch milliseconds), and not to. */
export interface Alarm {
  at(key: string, epochMs: number, task: () => Promise<void>): void;
  cancel(key: string): void;
}

/**
 * What `work` comes to, or what `late` gives where it has not ended by then. What ends later is not heard; `key` is the
 * alarm's own.
 */
export function within<T>(
  alarm: Alarm,
  { key, at, late }: { readonly key: string; readonly at: number; late(): T },
  work: Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    alarm.at(key, at, async () => {
      try {
        resolve(late());
      } catch (error) {
        reject(error);
      }
    });
    work.then(resolve, reject).finally(() => alarm.cancel(key));
  });
}
