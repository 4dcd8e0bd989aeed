import { DateTime } from 'luxon';
import { z } from 'zod';
import { MainstayError, shownDate } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import { hereZone } from '../settings/quiet.ts';
import { knownZone, type SettingsKeeper } from '../settings/settings.ts';

const startSchema = z.strictObject({
  here: knownZone.meta({ title: 'Time zone' }),
  /** The first day there; today where it is left out. */
  from: z.iso.date().optional().meta({ title: 'From' }),
  /** The last day there. */
  until: z.iso.date().optional().meta({ title: 'Until' }),
});

/** `travel.start@1` moves what goes by the clock where the operator is; `travel.end@1` brings it home. */
export function travelCommands(settings: SettingsKeeper): readonly LocalCommand[] {
  return [travelStart(settings), travelEnd(settings)];
}

function travelStart(settings: SettingsKeeper): LocalCommand {
  return {
    where: 'local',
    type: 'travel.start',
    version: 1,
    label: 'Journey',
    input: startSchema,
    outputs: ['zone', 'time', 'from', 'until'],
    undo: { command: 'travel.end@1', text: 'times can be brought home', input: () => ({}) },
    title: ({ here }) => `Go by the clock of ${typeof here === 'string' ? here : 'another place'}`,
    preview: async () => ({ facts: [] }),
    apply: async (unit, input, { cause }) => {
      const { here, from, until } = startSchema.parse(input);
      const now = DateTime.fromMillis(cause.at, { zone: here });
      const today = now.toFormat('yyyy-MM-dd');
      const first = from !== undefined && from > today ? from : undefined;
      if (until !== undefined && until < (first ?? today)) throw pastEnd(until);
      const planned =
        first === undefined ? null : { here, from: first, ...(until === undefined ? {} : { until }) };
      const journey = planned ? { planned } : { here, until: until ?? null, planned };
      await settings.change(unit, { zone: journey }, cause);
      return {
        zone: zoneWords(here),
        time: now.toFormat('H:mm'),
        from: first === undefined ? null : shownDate(first, today),
        until: until === undefined ? null : shownDate(until, today),
      };
    },
  };
}

function travelEnd(settings: SettingsKeeper): LocalCommand {
  return {
    where: 'local',
    type: 'travel.end',
    version: 1,
    label: 'Journey',
    input: z.strictObject({}),
    outputs: ['zone', 'time', 'changed'],
    undo: { never: 'Where you are is said again' },
    title: () => 'Go by the clock at home',
    preview: async () => ({ facts: [] }),
    apply: async (unit, _input, { cause }) => {
      const home = settings.homeZone();
      const changed = hereZone(settings) !== home || settings.current().zone.planned !== undefined;
      await settings.change(
        unit,
        { zone: { here: settings.current().zone.home, until: null, planned: null } },
        cause,
      );
      const time = DateTime.fromMillis(cause.at, { zone: home }).toFormat('H:mm');
      return { zone: zoneWords(home), time, changed };
    },
  };
}

/** `Lisbon` of Europe/Lisbon: the city by which a zone is called. */
function zoneWords(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

function pastEnd(until: string): MainstayError {
  const message = `${until} is in the past`;
  return new MainstayError('REQUEST_INVALID', {
    values: { count: 1, first: `until: ${message}` },
    fields: [{ path: 'until', message }],
  });
}
