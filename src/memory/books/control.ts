import { z } from 'zod';
import { causedBy, type EventType, type IdSource } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import type { SettingsKeeper } from '../settings/settings.ts';

/** `control.pause@1` stops everything that leaves and keeps the queue; `control.resume@1` lets it go on. */
export function controlCommands(settings: SettingsKeeper, ids: IdSource): readonly LocalCommand[] {
  return [
    control(settings, ids, { type: 'control.pause', paused: true, event: 'control.paused' }),
    control(settings, ids, { type: 'control.resume', paused: false, event: 'control.resumed' }),
    practiceSet(settings),
    holdSet(settings),
  ];
}

/** `practice.set@1`: from now on everything runs and nothing is sent, or the other way round. */
function practiceSet(settings: SettingsKeeper): LocalCommand {
  const input = z.strictObject({ on: z.boolean().meta({ title: 'Practice' }) });
  return {
    where: 'local',
    type: 'practice.set',
    version: 1,
    label: 'Practice',
    input,
    outputs: ['changed', 'on'],
    undo: { never: 'Practice is switched back by saying so' },
    title: (given) => (given['on'] === true ? 'Begin to practise' : 'End the practice'),
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { on } = input.parse(given);
      const changed = settings.current().practice !== on;
      if (changed) await settings.change(unit, { practice: on }, cause);
      return { changed, on };
    },
  };
}

/** `hold.set@1`: how long what was approved waits before it leaves, in seconds. */
function holdSet(settings: SettingsKeeper): LocalCommand {
  const input = z.strictObject({ seconds: z.int().min(0).max(3600).meta({ title: 'Seconds' }) });
  return {
    where: 'local',
    type: 'hold.set',
    version: 1,
    label: 'Hold',
    input,
    outputs: ['seconds'],
    undo: { never: 'The hold is set again by saying so' },
    title: ({ seconds }) => `Hold what is approved for ${typeof seconds === 'number' ? seconds : 0} seconds`,
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { seconds } = input.parse(given);
      await settings.change(unit, { hold: seconds }, cause);
      return { seconds };
    },
  };
}

interface Control {
  readonly type: string;
  readonly paused: boolean;
  readonly event: Extract<EventType, `control.${string}`>;
}

function control(settings: SettingsKeeper, ids: IdSource, { type, paused, event }: Control): LocalCommand {
  return {
    where: 'local',
    type,
    version: 1,
    label: paused ? 'Pause' : 'Resume',
    input: z.strictObject({}),
    outputs: ['changed'],
    undo: { never: paused ? 'A pause is ended by “resume”' : 'Going on is stopped by “pause”' },
    title: () => (paused ? 'Pause' : 'Resume'),
    preview: async () => ({ facts: [] }),
    apply: async (unit, _input, { cause }) => {
      const changed = settings.current().paused !== paused;
      if (!changed) return { changed };
      await settings.change(unit, { paused }, cause);
      unit.emit({
        id: ids('evt'),
        source: '/memory',
        type: event,
        subject: 'control',
        ...causedBy(cause),
        data: { by: cause.by },
      });
      return { changed };
    },
  };
}
