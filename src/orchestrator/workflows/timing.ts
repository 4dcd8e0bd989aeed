import { rhythmOf } from '../../agent/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import { isPattern } from '../schedules/occurrence.ts';
import { isMoment } from '../schedules/pattern.ts';
import { writtenOut } from './cel-values.ts';

/** Times of day that config/mainstay.yaml sets, by their names there; null where they are off. */
export type ConfigTimes = Readonly<Record<string, string | null>>;

const TIME = /\$\{\{\s*config\.(\w+)\s*\}\}/gu;

const VALUE = /\$\{\{\s*values\.(\w+)\s*\}\}/gu;

/** The words with the workflow's own times in them; what is no value of it stays as it is. */
export function withValues(when: string, constants: JsonObject): string {
  return when.replaceAll(VALUE, (whole, name: string) => {
    const value = constants[name];
    return value === undefined ? whole : writtenOut(value);
  });
}

/** The words with the configured times in them; null where one of them is off. Throws a RangeError for an unknown one. */
export function withTimes(when: string, times: ConfigTimes): string | null {
  let isOff = false;
  const text = when.replaceAll(TIME, (_whole, name: string) => {
    const time = times[name];
    if (time === undefined) throw new RangeError(`config.${name} is no time of day in config/mainstay.yaml`);
    isOff ||= time === null;
    return time ?? '';
  });
  return isOff ? null : text;
}

/** The cron pattern that the words or the pattern say; undefined where they say none. */
export function patternOf(when: string): string | undefined {
  const pattern = rhythmOf(when) ?? when.trim();
  return !isMoment(pattern) && isPattern(pattern) ? pattern : undefined;
}
