import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Stored } from '../../events/index.ts';
import type { Json } from '../../kernel/index.ts';
import type { SettingsKeeper } from '../../memory/index.ts';
import type { Store, Tool } from '../../ports/index.ts';
import { zoneOf } from './clock.ts';
import { isMoment } from './pattern.ts';
import { type Schedule, schedules } from './schedule.ts';
import { whenWords } from './words.ts';

export interface ReminderToolDeps {
  readonly store: Store;
  readonly settings: SettingsKeeper;
}

/** More are not offered: a list that long is no question. */
const MAX_CHOICES = 6;

/** What workflows may ask about reminders. */
export function createReminderTools(deps: ReminderToolDeps): readonly Tool[] {
  return [listTool(deps), findTool(deps)];
}

function listTool({ store, settings }: ReminderToolDeps): Tool {
  return {
    name: 'reminders.list',
    input: z.strictObject({}),
    run: async (_input, { now }) => {
      const zone = zoneOf(settings, 'here');
      const found = await remindersOf(store);
      const lines = found.map(({ body }) => `${stateWords(body, { zone, now })}: ${body.name}`);
      return { count: found.length, text: listText(lines), ids: found.map(({ id }) => id) };
    },
  };
}

/**
 * The reminder that is meant: of those whose name or time has all these words, or that were told and are not done yet. `id` is
 * null where there is none or where there are several; `choices` then name them.
 */
function findTool({ store, settings }: ReminderToolDeps): Tool {
  const input = z.strictObject({ words: z.string().optional(), told: z.boolean().optional() });
  return {
    name: 'reminders.find',
    input,
    run: async (given, { now }): Promise<Json> => {
      const reader = { zone: zoneOf(settings, 'here'), now };
      const { words, told = false } = input.parse(given);
      const all = await remindersOf(store);
      const open = told ? all.filter(({ body }) => body.toldAt !== null) : all;
      const named =
        words === undefined
          ? open
          : all.filter(({ body }) => hasWords(`${body.name} ${timeWords(body, reader)}`, words));
      const found = named.length > 1 && words !== undefined ? narrowed(named, open) : named;
      const [first, ...others] = found;
      const only = first && others.length === 0 ? first : undefined;
      return {
        count: found.length,
        id: only?.id ?? null,
        what: only?.body.name ?? null,
        names: found.slice(0, MAX_CHOICES).map(({ body }) => body.name),
      };
    },
  };
}

/** What was told comes before what is still to come. */
function narrowed(
  named: readonly Stored<Schedule>[],
  open: readonly Stored<Schedule>[],
): readonly Stored<Schedule>[] {
  const both = named.filter(({ id }) => open.some((one) => one.id === id));
  return both.length > 0 ? both : named;
}

/** Those that were told first, then by when they are due. */
async function remindersOf(store: Store): Promise<readonly Stored<Schedule>[]> {
  const found = await schedules.all(store, { where: { of: 'reminder' } });
  const time = ({ body }: Stored<Schedule>) =>
    body.toldAt === null ? (body.next ?? Number.MAX_SAFE_INTEGER) : -Date.parse(body.toldAt);
  return found.toSorted((one, other) => time(one) - time(other));
}

function stateWords(body: Schedule, reader: { readonly zone: string; readonly now: number }): string {
  const words = whenWords(body.pattern, reader);
  if (isMoment(body.pattern) && body.toldAt !== null) return `Told ${words.replace(/^on /, '')}, not done`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a reminder may be told apart by: “tomorrow, Tue 24 Nov, at 9:00 Tuesday 24 November”. */
function timeWords({ pattern }: Schedule, reader: { readonly zone: string; readonly now: number }): string {
  const words = whenWords(pattern, reader);
  if (!isMoment(pattern)) return words;
  const at = DateTime.fromISO(pattern, { zone: reader.zone });
  return `${words} ${at.toFormat('cccc d LLLL', { locale: 'en' })}`;
}

function listText(lines: readonly string[]): string {
  if (lines.length === 0) return 'No reminders. Write: Remind me on Friday at 9 to call Ana';
  const heading = lines.length === 1 ? '1 reminder.' : `${lines.length} reminders.`;
  return [heading, ...lines.map((line, index) => `${index + 1}  ${line}`)].join('\n');
}

function hasWords(name: string, words: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase();
  return plain(words)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .every((word) => plain(name).includes(word));
}
