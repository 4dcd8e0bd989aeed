import type { Registry } from '../connectors/index.ts';
import type { Effects } from '../effects/index.ts';
import type { EventLog, Units } from '../events/index.ts';
import type { Clock, IdSource } from '../kernel/index.ts';
import type { SettingsKeeper } from '../memory/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Scheduler, Store } from '../ports/index.ts';

/** What cards and decisions work with. */
export interface ApprovalDeps {
  readonly store: Store;
  readonly units: Units;
  readonly log: Pick<EventLog, 'get'>;
  readonly registry: Registry;
  readonly policy: Policy;
  readonly effects: Effects;
  readonly settings: SettingsKeeper;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Milliseconds that the machine slept and that no card has been given back yet. */
  sleptMs(): number;
  /** Called with errors of ours that no caller can handle. */
  onError(error: unknown, about: { suggestion: string }): void;
}
