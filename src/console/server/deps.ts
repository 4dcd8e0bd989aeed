import type { Approvals } from '../../approvals/index.ts';
import type { Registry } from '../../connectors/index.ts';
import type { Effects } from '../../effects/index.ts';
import type { EventLog, Units } from '../../events/index.ts';
import type { Clock, IdSource, Secret } from '../../kernel/index.ts';
import type { Directory, RecordBooks, SettingsKeeper } from '../../memory/index.ts';
import type { Exports } from '../../observability/index.ts';
import type { Orchestrator, ScheduleBooks, Schedules, Workflows } from '../../orchestrator/index.ts';
import type { Attachments, Backups, Intake, Store } from '../../ports/index.ts';

/** What the HTTP API stands on. */
export interface ConsoleDeps {
  readonly store: Store;
  readonly units: Units;
  readonly log: EventLog;
  readonly intake: Intake;
  readonly orchestrator: Orchestrator;
  readonly workflows: Workflows;
  readonly schedules: Schedules;
  readonly scheduleBooks: ScheduleBooks;
  readonly approvals: Approvals;
  readonly effects: Effects;
  readonly registry: Registry;
  readonly books: RecordBooks;
  readonly directory: Directory;
  readonly attachments: Attachments;
  readonly exports: Exports;
  readonly backups: Backups;
  readonly settings: SettingsKeeper;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The bearer token of the API and the page, which may be changed meanwhile. */
  readonly token: {
    current(): Secret;
    /** Calls `listener` each time that another token is in force. */
    onChange(listener: () => void): void;
  };
  /** Signs the session cookie. */
  readonly sessionKey: string;
  /** The folder with the built page. */
  readonly pageFolder: string;
  /** Called with errors of ours, under the reference that the answer names. */
  onError(error: unknown, about: { reference: string; method: string; path: string }): void;
}

/** Where the operator is; the zone in which times are shown. */
export function hereOf({ settings }: Pick<ConsoleDeps, 'settings'>): string {
  return settings.current().zone.here ?? settings.homeZone();
}
