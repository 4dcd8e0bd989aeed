import type { Workflow } from '../api/types.ts';
import { clockTime, dayName, type Zones } from '../convert/time.ts';
import { workflowWords as words } from './words.ts';

/** `Mon 23 Nov, 9:12` */
export function whenText(at: string, zones: Zones, now: Date): string {
  return `${dayName(at, zones, now)}, ${clockTime(at, zones)}`;
}

/** When a workflow starts by itself, and whether it does. */
export function scheduleText(
  { when, next, paused }: NonNullable<Workflow['schedule']>,
  zones: Zones,
  now: Date,
): string {
  if (paused) return words.held(when);
  return next === null ? words.comesNot(when) : words.comes(when, whenText(next, zones, now));
}
