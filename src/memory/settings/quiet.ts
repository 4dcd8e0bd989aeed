import { DateTime } from 'luxon';
import type { SettingsKeeper } from './settings.ts';

/** Where the operator is: the zone that times digests, reminders and quiet hours. */
export function hereZone(settings: SettingsKeeper): string {
  return settings.current().zone.here ?? settings.homeZone();
}

/** Whether it is within the quiet hours where the operator is; they may reach over midnight, and end at their end. */
export function isQuiet(settings: SettingsKeeper, epochMs: number): boolean {
  const { from, to } = settings.current().quietHours;
  const time = DateTime.fromMillis(epochMs, { zone: hereZone(settings) }).toFormat('HH:mm');
  return from <= to ? from <= time && time < to : from <= time || time < to;
}
