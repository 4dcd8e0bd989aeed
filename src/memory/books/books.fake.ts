import { z } from 'zod';
import { type JsonObject, parseCommandName } from '../../kernel/index.ts';
import type { DocumentRenderer, LocalCommand, LocalContext } from '../../ports/index.ts';
import { createRecordBooks, readRecord } from '../records/records.ts';
import { CAUSE, openRoom } from '../room.fake.ts';
import { openSettings, type SettingsPatch } from '../settings/settings.ts';
import { createBooks } from './connector.ts';

export const CONTEXT = { now: CAUSE.at, zone: 'UTC', practice: false, cause: CAUSE };

/** The books on an empty store, with commands applied as the ledger applies them. */
export async function openBooks() {
  const room = await openRoom();
  const settings = await openSettings({ store: room.store, ids: room.ids, zone: undefined });
  room.log.subscribe(0, (event) => settings.apply(event));
  const printed: string[] = [];
  const renderer: DocumentRenderer = {
    paper: async ({ state, number }) => {
      printed.push(`${state} ${number}`);
      return { bytes: Buffer.from(number), pages: 1 };
    },
  };
  const books = createRecordBooks(room.ids);
  const defaults = { taxRate: 19, paper: 'A4' } as const;
  const connector = createBooks({ books, settings, renderer, defaults, store: room.store, ids: room.ids });
  const command = (name: string): LocalCommand => {
    const wanted = parseCommandName(name);
    const found = connector.commands.find(
      ({ type, version }) => type === wanted?.type && version === wanted.version,
    );
    if (found?.where !== 'local') throw new RangeError(`There is no local command ${name}.`);
    return found;
  };
  const apply = (name: string, input: JsonObject, context: Partial<LocalContext> = {}) =>
    room.units.transact((unit) => command(name).apply(unit, input, { ...CONTEXT, key: 'key', ...context }));
  const business = (patch: NonNullable<SettingsPatch['business']>) =>
    room.units.transact((unit) => settings.change(unit, { business: patch }, CAUSE));
  const data = async (kind: string, id: unknown) => (await readRecord(room.store, kind, idOf(id)))?.body.data;
  /** Applies it under its input as the key, and gives the id of what it made. */
  const add = async (name: string, input: JsonObject) =>
    idOf((await apply(name, input, { key: JSON.stringify(input) }))['id']);
  return { ...room, settings, printed, command, apply, add, business, data };
}

export function idOf(output: unknown): string {
  return z.string().parse(output);
}
