import type { Registry } from '../connectors/index.ts';
import type { EventLog, Stored, Units } from '../events/index.ts';
import {
  type Clock,
  type IdSource,
  type Json,
  type JsonObject,
  MainstayError,
  resolveReferences,
} from '../kernel/index.ts';
import type { SettingsKeeper } from '../memory/index.ts';
import type { Policy } from '../policy/index.ts';
import type { CommandContext, RemoteCommand, Scheduler, Store } from '../ports/index.ts';
import { type Effect, effects, namedOutputs } from './effect.ts';

export interface EffectDeps {
  readonly store: Store;
  readonly units: Units;
  readonly log: Pick<EventLog, 'get'>;
  readonly registry: Registry;
  readonly policy: Policy;
  readonly settings: SettingsKeeper;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** 0 to 1, for the jitter of backoff. */
  random(): number;
  /** Called with errors of ours that no caller can handle. */
  onError(error: unknown, about: { effect: string }): void;
}

/** A remote effect whose `sending` is staged: once that is on disk, the call may be made. */
export interface PendingCall {
  readonly effect: Stored<Effect>;
  readonly handler: RemoteCommand;
  readonly input: JsonObject;
}

export type NextState = Partial<Effect> & Pick<Effect, 'status'>;

export function contextOf(
  deps: Pick<EffectDeps, 'settings'>,
  effect: Pick<Effect, 'practice'>,
  cause: { at: number },
): CommandContext {
  return { now: cause.at, zone: deps.settings.homeZone(), practice: effect.practice };
}

/** The input with what the group's earlier effects gave in place of references. Throws EXPRESSION_FAILED. */
export function resolvedInput(effect: Stored<Effect>, group: readonly Stored<Effect>[]): JsonObject {
  const outputs = namedOutputs(group);
  return resolveReferences(effect.body.command.input, (path) => {
    const value = path
      .split('.')
      .reduce<Json | undefined>((at, part) => (at as JsonObject | undefined)?.[part], outputs);
    if (value === undefined)
      throw new MainstayError('EXPRESSION_FAILED', {
        values: { expression: path, reason: 'an earlier command did not give it' },
      });
    return value;
  }) as JsonObject;
}

export async function readGroup(store: Store, effect: Stored<Effect>): Promise<Stored<Effect>[]> {
  if (effect.body.suggestion === null) return [effect];
  return [
    ...(await effects.all(store, {
      where: { suggestion: effect.body.suggestion },
      sort: { field: 'position', direction: 'asc' },
    })),
  ];
}
