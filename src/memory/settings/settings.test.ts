import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAUSE, openRoom } from '../room.fake.ts';
import { openSettings, type SettingsPatch, settings, settingsPatchSchema } from './settings.ts';

async function open(zone?: string) {
  const room = await openRoom();
  const keeper = await openSettings({ store: room.store, ids: room.ids, zone });
  let seen = 0;
  const change = async (patch: SettingsPatch & { paused?: boolean }) => {
    const after = await room.units.transact((unit) => keeper.change(unit, patch, CAUSE));
    const told = await room.told();
    for (const event of told.slice(seen)) keeper.apply(event);
    seen = told.length;
    return after;
  };
  const stored = async () => {
    const document = await room.store.get(settings.name, 'operator');
    return document && settings.fromDocument(document).body;
  };
  const reopen = (again?: string) => openSettings({ store: room.store, ids: room.ids, zone: again });
  return { ...room, keeper, change, stored, reopen };
}

it('begins without a zone, in the clear, and says UTC until it knows better', async () => {
  const { keeper } = await open();
  expect(keeper.homeZone()).toBe('UTC');
  expect(keeper.current()).toMatchObject({
    hold: 0,
    practice: false,
    paused: false,
    business: {},
    zone: { home: null, here: null },
  });
});

it('takes the zone of the environment until the operator sets another', async () => {
  const { keeper, change, reopen } = await open('Europe/Berlin');
  expect(keeper.homeZone()).toBe('Europe/Berlin');
  await change({ zone: { home: 'America/New_York' } });
  expect((await reopen('Europe/Berlin')).homeZone()).toBe('America/New_York');
});

it('merges a patch into what there is, group by group', async () => {
  const { keeper, change } = await open();
  await change({ business: { name: 'Studio', address: 'Street 1' }, quietHours: { from: '22:00' } });
  await change({ business: { bank: 'IBAN' }, hold: 10 });
  expect(keeper.current()).toMatchObject({
    business: { name: 'Studio', address: 'Street 1', bank: 'IBAN' },
    quietHours: { from: '22:00', to: '08:00' },
    hold: 10,
  });
});

it('forgets a field of the business that is set to null', async () => {
  const { keeper, change } = await open();
  await change({ business: { name: 'Studio', bank: 'IBAN' } });
  await change({ business: { bank: null } });
  expect(keeper.current().business).toEqual({ name: 'Studio' });
});

it('forgets the zone where it is set to null', async () => {
  const { keeper, change, stored } = await open('Europe/Berlin');
  await change({ zone: { home: null } });
  expect(keeper.current().zone).toEqual({ home: null, here: 'Europe/Berlin' });
  expect(keeper.current()).toEqual(await stored());
});

it('tells what changed, from what and to what, and who did it', async () => {
  const { change, told } = await open();
  await change({ hold: 10, business: { name: 'Studio' } });
  expect(await told()).toMatchObject([
    {
      type: 'settings.changed',
      correlationid: 'evt_turn',
      data: {
        by: 'operator',
        changes: [
          { field: 'hold', from: 0, to: 10 },
          { field: 'business.name', from: null, to: 'Studio' },
        ],
      },
    },
  ]);
});

it('tells and writes nothing where nothing changes', async () => {
  const { change, told, stored } = await open();
  await change({ hold: 0, quietHours: { from: '21:00' } });
  expect([await told(), await stored()]).toEqual([[], undefined]);
});

it('follows only what was committed', async () => {
  const { keeper, units } = await open();
  await keeper.change(units.open(), { hold: 10 }, CAUSE);
  expect(keeper.current().hold).toBe(0);
});

describe('the settings in force', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', null);
  const text = fc.option(fc.constantFrom('One', 'Two'), { nil: null });
  const patch = fc.record(
    {
      zone: fc.record(
        { home: zone, here: zone, until: fc.constantFrom('2026-12-01', '2026-12-24') },
        { requiredKeys: [] },
      ),
      quietHours: fc.record(
        { from: fc.constantFrom('20:00', '23:30'), to: fc.constantFrom('06:00', '07:15') },
        { requiredKeys: [] },
      ),
      hold: fc.nat({ max: 3600 }),
      practice: fc.boolean(),
      paused: fc.boolean(),
      business: fc.record(
        { name: text, address: text, bank: text, nextInvoiceNumber: fc.constantFrom('R1', null) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );

  it('are the stored ones after any changes, and after a restart', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(patch, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(undefined, 'Asia/Tokyo'),
        async (patches, initial) => {
          const { keeper, change, stored, reopen } = await open(initial);
          for (const one of patches) expect(await change(one)).toEqual(keeper.current());
          expect((await stored()) ?? keeper.current()).toEqual(keeper.current());
          expect((await reopen(initial)).current()).toEqual(keeper.current());
        },
      ),
    );
  });
});

it.each([
  [{ zone: { home: 'Berlin' } }],
  [{ quietHours: { from: '9:00' } }],
  [{ quietHours: { to: '24:00' } }],
  [{ hold: -1 }],
  [{ hold: 3601 }],
  [{ hold: 1.5 }],
  [{ business: { nextInvoiceNumber: 'R' } }],
  [{ business: { name: ' ' } }],
  [{ business: { color: 'red' } }],
  [{ paused: true }],
])('refuses %j as a change', (patch) => {
  expect(settingsPatchSchema.safeParse(patch).success).toBe(false);
});
