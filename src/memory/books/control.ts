import { z } from 'zod';
import { causedBy, type EventType, type IdSource } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import type { SettingsKeeper } from '../settings/settings.ts';

/** `control.pause@1` stops everything that leaves and keeps the queue; `control.resume@1` lets it go on. */
export function controlCommands(settings: SettingsKeeper, ids: IdSource): readonly LocalCommand[] {
  return [
    control(settings, ids, { type: 'control.pause', paused: true, event: 'control.paused' }),
    control(settings, ids, { type: 'control.resume', paused: false, event: 'control.resumed' }),
  ];
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
