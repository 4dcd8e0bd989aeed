import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createPlace, type Place, type PlaceOptions } from './place.fake.ts';

const places: Place[] = [];

async function begun(options: PlaceOptions = {}): Promise<Place> {
  const place = await createPlace(options);
  places.push(place);
  if (place.log.head().sequence === 0) await place.happen();
  await place.backups.begin();
  return place;
}

afterEach(async () => {
  for (const place of places.splice(0)) {
    await place.close();
    await rm(place.home, { recursive: true, force: true });
  }
});

const madeAt = async ({ backups }: Place) => (await backups.list()).map(({ at }) => at);

async function said({ store }: Place): Promise<string[]> {
  const { items } = await store.find('messages', { sort: { field: 'at', direction: 'asc' } });
  return items.map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as { text: string }).text);
}

describe('the night', () => {
  it('is at three where the operator is', async () => {
    const place = await begun({ now: '2026-11-23T09:12:00Z' });
    expect(place.due()).toBe('2026-11-24T03:00:00.000Z');
    await place.moveTo('America/New_York');
    expect(place.due()).toBe('2026-11-24T08:00:00.000Z');
    await place.passTo('2026-11-25T12:00:00Z');
    expect(await madeAt(place)).toEqual(['2026-11-25T08:00:00.000Z', '2026-11-24T08:00:00.000Z']);
  });

  it('is one when the clocks change', async () => {
    const place = await begun({ now: '2026-03-27T12:00:00Z' });
    await place.moveTo('Europe/Berlin');
    await place.passTo('2026-03-30T12:00:00Z');
    expect((await madeAt(place)).toReversed()).toEqual([
      '2026-03-28T02:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T01:00:00.000Z',
    ]);
  });
});

describe('after the computer was off', () => {
  it('is made soon where the newest is older than a day', async () => {
    const first = await begun({ now: '2026-11-20T12:00:00Z' });
    await first.passTo('2026-11-21T12:00:00Z');
    await first.close();
    const later = await begun({ home: first.home, now: '2026-11-23T09:00:00Z' });
    expect(later.due()).toBe('2026-11-23T09:00:00.000Z');
    await later.moveTo('Asia/Tokyo');
    expect(later.due()).toBe('2026-11-23T09:00:00.000Z');
    await later.passTo('2026-11-23T09:00:01Z');
    expect(await madeAt(later)).toEqual(['2026-11-23T09:00:00.000Z', '2026-11-21T03:00:00.000Z']);
  });

  it('waits for the night where the newest is younger, or there is nothing older to lose', async () => {
    const first = await begun({ now: '2026-11-22T12:00:00Z' });
    expect(first.due()).toBe('2026-11-23T03:00:00.000Z');
    await first.passTo('2026-11-23T04:00:00Z');
    await first.close();
    const later = await begun({ home: first.home, now: '2026-11-23T23:00:00Z' });
    expect(later.due()).toBe('2026-11-24T03:00:00.000Z');
  });

  it('is made soon where there never was one and the first day is over', async () => {
    const first = await begun({ now: '2026-11-20T12:00:00Z' });
    await first.close();
    const later = await begun({ home: first.home, now: '2026-11-22T12:00:00Z' });
    expect(later.due()).toBe('2026-11-22T12:00:00.000Z');
  });
});

describe('a night without a backup', () => {
  it('is told once a day, and tried again every hour until it is made', async () => {
    const given = join(await mkdtemp(join(tmpdir(), 'mainstay-disk-')), 'disk');
    const place = await begun({ given, now: '2026-11-23T12:00:00Z' });
    await place.passTo('2026-11-25T04:30:00Z');
    const message = `No backup was made in ${given}: the folder is not there. The earlier ones are as they were. Connect its disk, or set \`backups\` in config/mainstay.yaml to another folder. I try again every hour.`;
    expect(await said(place)).toEqual([message, message]);
    expect(place.due()).toBe('2026-11-25T05:00:00.000Z');
    const { items } = await place.log.read({ type: 'backup.failed' });
    expect(items.map(({ time }) => time)).toEqual(['2026-11-24T03:00:00.000Z', '2026-11-25T03:00:00.000Z']);
    await mkdir(given);
    await place.passTo('2026-11-25T06:00:00Z');
    expect(await madeAt(place)).toEqual(['2026-11-25T05:00:00.000Z']);
    expect(place.due()).toBe('2026-11-26T03:00:00.000Z');
  });
});
