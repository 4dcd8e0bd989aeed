import { hashOf } from '../kernel/index.ts';
import type { Staging } from '../ports/index.ts';
import { type RecordVersion, readRecord } from './records/records.ts';
import { type Business, currentSettings } from './settings/settings.ts';

/** What a card with the operator's own details on it rests on, beside records. */
export const BUSINESS = 'business';

/** What moved on since these versions were read; a record that is gone is at version 0. */
export async function changedSince(source: Pick<Staging, 'get'>, restsOn: readonly RecordVersion[]) {
  const changed: { kind: string; id: string; seen: number; now: number }[] = [];
  for (const { kind, id, version } of restsOn) {
    const now = kind === BUSINESS ? await businessNow(source) : await recordNow(source, kind, id);
    if (now !== version) changed.push({ kind, id, seen: version, now });
  }
  return changed;
}

/** The details that stand on an invoice as one version: equal details, equal versions. */
export function businessVersion({ name, address, taxNumber, bank }: Business): RecordVersion {
  const known = { name: name ?? null, address: address ?? null, tax: taxNumber ?? null, bank: bank ?? null };
  return { kind: BUSINESS, id: BUSINESS, version: Number.parseInt(hashOf(known).slice(0, 12), 16) };
}

async function businessNow(source: Pick<Staging, 'get'>): Promise<number> {
  return businessVersion((await currentSettings(source))?.business ?? {}).version;
}

async function recordNow(source: Pick<Staging, 'get'>, kind: string, id: string): Promise<number> {
  return (await readRecord(source, kind, id))?.body.version ?? 0;
}
