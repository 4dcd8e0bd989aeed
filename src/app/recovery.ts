import type { Logger } from 'pino';
import { effects } from '../effects/index.ts';
import { type Head, headMac } from '../events/index.ts';
import { type Cause, deriveId, type NewEvent, sameSecret, systemClock } from '../kernel/index.ts';
import type { Anchor, Store } from '../ports/index.ts';
import { type RestoreMark, removeMark } from './backup/mark.ts';
import { tell } from './backup/tell.ts';
import { words } from './backup/words.ts';
import { reapplyAll } from './carried.ts';
import type { Keys } from './keys.ts';
import type { Life } from './life.ts';
import type { Parts } from './parts.ts';

export interface Recovering {
  readonly home: string;
  readonly store: Store;
  readonly anchor: Anchor;
  readonly keys: Keys;
  readonly life: Life;
  readonly parts: Parts;
  readonly logger: Logger;
  /** Set by `mainstay restore`. */
  readonly restored: RestoreMark | undefined;
}

/**
 * Everything that was not finished goes on before anything new is taken. Where the log is an older one than it was,
 * nobody knows what happened since: then what was under way is in question, and nothing leaves until the operator
 * has looked.
 */
export async function recover(recovering: Recovering): Promise<void> {
  const { home, store, parts, life, restored } = recovering;
  const head = parts.log.head();
  const { forged, behind } = await compareHeads(recovering, head);
  parts.log.subscribe(head.sequence, (event) => parts.apply(event));
  const lost = lossOf(head, { restored, behind });
  if (lost) await pause(parts, lost.id);
  await reapplyAll(store, parts);
  const offMs = await life.offMs();
  await parts.approvals.recover(offMs);
  // A head that somebody else wrote proves nothing about what was under way.
  await parts.effects.recover({ restored: lost !== undefined || forged });
  await parts.orchestrator.recover();
  await parts.schedules.resumed(systemClock.now() - offMs);
  await parts.schedules.recover();
  if (lost) {
    await tell(parts, lost, await textOf(recovering));
    // Told, and so settled: from here on, the log is measured by where it ends now.
    await parts.log.anchor();
  }
  if (restored) await removeMark(home);
}

async function compareHeads(
  { anchor, keys, logger }: Recovering,
  head: Head,
): Promise<{ forged: boolean; behind: number | undefined }> {
  const anchored = await anchor.read();
  if (!anchored) return { forged: false, behind: undefined };
  const forged = !sameSecret(anchored.mac, headMac(keys.anchor, anchored));
  const behind = anchored.sequence > head.sequence;
  const places = { anchored: anchored.sequence, found: head.sequence };
  if (forged) logger.warn(places, 'the head of the log that is kept outside the store was not written by us');
  if (behind) logger.warn(places, 'the log ends before where it once was');
  return { forged, behind: behind ? anchored.sequence : undefined };
}

/** That something is missing at the end of the log, as the event that says so. */
function lossOf(
  head: Head,
  { restored, behind }: { restored: RestoreMark | undefined; behind: number | undefined },
): NewEvent | undefined {
  const at = systemClock.now();
  if (restored) {
    const id = deriveId('evt', 'backup.restored', restored.id);
    const { backup, madeAt, sequence } = restored;
    const data = { backup, madeAt, sequence };
    return { id, source: '/app', type: 'backup.restored', subject: 'log', at, correlationId: id, data };
  }
  if (behind === undefined) return undefined;
  const id = `evt_gap_${behind}_${head.sequence}`;
  const data = { anchored: behind, found: head.sequence };
  return { id, source: '/app', type: 'log.gap-found', subject: 'log', at, correlationId: id, data };
}

/** A timer of the lost time may be due again, and a rule may allow what it sends: nothing leaves unseen. */
async function pause({ settings, registry, effects: ledger, units }: Parts, reason: string): Promise<void> {
  if (settings.current().paused) return;
  const command = { type: 'control.pause', version: 1, input: {} };
  const handler = registry.handler(command);
  if (handler.where !== 'local') throw new TypeError('control.pause is not local.');
  const cause: Cause = { at: systemClock.now(), by: 'clock', correlationId: reason };
  const key = deriveId('eff', 'pause', reason);
  await units.transact((unit) => ledger.record(unit, { command, handler, key, run: null, cause }));
}

async function textOf({ store, parts, restored }: Recovering): Promise<string> {
  const open = await effects.all(store, { where: { open: 1 } });
  const unsure = open.filter(({ body }) => body.status === 'unknown');
  const cards = new Set(unsure.map(({ id, body }) => body.suggestion ?? id));
  const zone = parts.settings.current().zone.here ?? parts.settings.homeZone();
  return words.lost({ restored: restored && { madeAt: restored.madeAt, zone }, unsure: cards.size });
}
