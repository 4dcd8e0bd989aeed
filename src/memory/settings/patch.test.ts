import { expect, it } from 'vitest';
import { CAUSE, openRoom } from '../room.fake.ts';
import { peekNumber, takeNumber } from './numbering.ts';
import { stageSettings } from './patch.ts';
import { openSettings, type SettingsPatch } from './settings.ts';

async function open() {
  const room = await openRoom();
  const settings = await openSettings({ store: room.store, ids: room.ids, zone: 'Pacific/Auckland' });
  room.log.subscribe(0, (event) => settings.apply(event));
  const change = (patch: SettingsPatch, at = CAUSE.at) =>
    room.units.transact((unit) => stageSettings(unit, settings, { patch, cause: { ...CAUSE, at } }));
  return { ...room, settings, change };
}

it('sets the next invoice number with the other settings', async () => {
  const { settings, change, store } = await open();
  await change({ hold: 10, business: { nextInvoiceNumber: 'R-07' } });
  expect(settings.current()).toMatchObject({ hold: 10, business: { nextInvoiceNumber: 'R-07' } });
  expect(await peekNumber(store, 'invoice', 2026)).toBe('R-07');
});

it('leaves the number alone where none is set', async () => {
  const { change, store } = await open();
  await change({ business: { name: 'Studio', nextInvoiceNumber: null } });
  expect(await peekNumber(store, 'invoice', 2026)).toBe('2026-001');
});

it('counts the number to the year at home, where it is 2027 already', async () => {
  const { change, store } = await open();
  await change({ business: { nextInvoiceNumber: '2027-005' } }, Date.UTC(2026, 11, 31, 20));
  expect(await peekNumber(store, 'invoice', 2027)).toBe('2027-005');
});

it('changes nothing at all where the number was given before', async () => {
  const { settings, change, units } = await open();
  await units.transact((unit) => takeNumber(unit, 'invoice', { key: 'one', year: 2026 }));
  const refused = change({ hold: 10, business: { nextInvoiceNumber: '2026-001' } });
  await expect(refused).rejects.toMatchObject({ code: 'NUMBER_TAKEN' });
  expect(settings.current().hold).toBe(0);
});
