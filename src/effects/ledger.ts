import type { Registry } from '../connectors/index.ts';
import { applyOutbox, carriedOf, createOutbox, type Outbox, type Stored } from '../events/index.ts';
import {
  type Cause,
  type Command,
  causedBy,
  commandName,
  deriveId,
  type IdSource,
  isoTime,
  type MainstayError,
} from '../kernel/index.ts';
import type { RecordVersion } from '../memory/index.ts';
import type { Staging } from '../ports/index.ts';
import { type Effect, effects, statusEvent } from './effect.ts';

/** The commands of one decided suggestion, to be carried out in order. */
export interface EffectGroup {
  readonly suggestion: string;
  readonly run: string | null;
  readonly decision: string;
  readonly workflowVersion: string;
  readonly commands: readonly Command[];
  readonly restsOn: readonly RecordVersion[];
  readonly practice: boolean;
  /** Nothing of it starts before (epoch milliseconds); null for at once. */
  readonly dueAt: number | null;
}

export function effectIdOf(suggestion: string, position: number): string {
  return deriveId('eff', suggestion, position);
}

/** The group's effects as planned, not yet staged. */
export function planGroup(
  group: EffectGroup,
  { registry, cause }: { registry: Pick<Registry, 'title'>; cause: Cause },
): Stored<Effect>[] {
  return group.commands.map((command, position) => ({
    id: effectIdOf(group.suggestion, position),
    revision: 1,
    body: {
      ...blankEffect(command, cause),
      title: registry.title(command),
      suggestion: group.suggestion,
      position,
      run: group.run,
      decision: group.decision,
      workflowVersion: group.workflowVersion,
      restsOn: [...group.restsOn],
      practice: group.practice,
      dueAt: group.dueAt,
    },
  }));
}

export function blankEffect(command: Command, cause: Cause): Effect {
  const at = isoTime(cause.at);
  return {
    command,
    status: 'planned',
    suggestion: null,
    position: 0,
    run: null,
    decision: null,
    workflowVersion: '',
    title: '',
    restsOn: [],
    correlation: cause.correlationId,
    rule: null,
    practice: false,
    attempts: 0,
    plannedAt: at,
    changedAt: at,
    dueAt: null,
    outputs: {},
    providerRef: null,
    note: null,
    error: null,
    outbox: [],
  };
}

/** Puts the effect and the event that tells of it into the outbox of the document that decided it. */
export function stagePlanned(
  outbox: Outbox,
  effect: Stored<Effect>,
  change: { ids: IdSource; cause: Cause },
): void {
  outbox.insert(effects.name, effects.toDocument(effect.id, effect.body));
  emitStatus(outbox, effect, change);
}

/** Stages an effect's next state with what it causes, and gives it as it will be stored. */
export function stageChange(
  unit: Staging,
  effect: Stored<Effect>,
  change: {
    readonly to: Partial<Effect>;
    readonly ids: IdSource;
    readonly cause: Cause;
    readonly also?: (outbox: Outbox) => void;
  },
): Stored<Effect> {
  const outbox = createOutbox();
  const body: Effect = { ...effect.body, ...change.to, changedAt: isoTime(change.cause.at) };
  const changed = { id: effect.id, revision: effect.revision + 1, body };
  emitStatus(outbox, changed, change);
  change.also?.(outbox);
  const document = effects.toDocument(effect.id, { ...body, outbox: carriedOf(unit, outbox) });
  unit.replace(effects.name, document, effect.revision);
  applyOutbox(unit, outbox.entries);
  return changed;
}

export function emitStatus(
  target: Pick<Staging, 'emit'> | Outbox,
  { id, body }: Stored<Effect>,
  { ids, cause }: { ids: IdSource; cause: Cause },
): void {
  const { command, status, suggestion, run, attempts, outputs, providerRef, note, error, rule } = body;
  target.emit({
    id: ids('evt'),
    source: '/effects',
    type: statusEvent(status),
    subject: id,
    ...causedBy({ ...cause, correlationId: body.correlation }),
    data: {
      effect: id,
      command: commandName(command),
      status,
      attempts,
      ...(suggestion === null ? {} : { suggestion }),
      ...(run === null ? {} : { run }),
      ...(command.recipient === undefined ? {} : { recipient: command.recipient }),
      ...(Object.keys(outputs).length === 0 ? {} : { outputs }),
      ...(providerRef === null ? {} : { providerRef }),
      ...(note === null ? {} : { note }),
      ...(error === null ? {} : { error }),
      ...(rule === null ? {} : { rule }),
    },
  });
}

/** An error as a document keeps it. */
export function keptError(error: MainstayError): { code: string; message: string } {
  return { code: error.code, message: error.message };
}
