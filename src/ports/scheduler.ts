/**
 * Calls back when a time has come. It keeps nothing across a restart: the truth is each document's own
 * `wakeAt`, from which its owner schedules again at start.
 */
export interface Scheduler {
  /** Replaces what was scheduled under the key. A time in the past is called soon. */
  at(key: string, epochMs: number, task: () => Promise<void>): void;
  cancel(key: string): void;
  /** No task starts after this resolves; those under way have ended. */
  stop(): Promise<void>;
}
