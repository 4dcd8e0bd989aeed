/** Where the operator's times are told: `home` dates the books, `here` is where they are (IANA names). */
export interface Zones {
  readonly home: string | null;
  readonly here: string | null;
}

/** `9:14`; with the zone (`9:14 GMT`) while the operator is away from home. */
export function clockTime(at: string, zones: Zones): string {
  const away = zones.here !== null && zones.home !== null && zones.here !== zones.home;
  const part = parts(at, zones);
  const time = `${Number(part('hour'))}:${part('minute')}`;
  return away ? `${time} ${part('timeZoneName')}` : time;
}

/** `Mon 7 Dec`, with the year where it is not the year of `now`. */
export function dayName(at: string, zones: Zones, now: Date): string {
  const part = parts(at, zones);
  const day = `${part('weekday')} ${part('day')} ${part('month')}`;
  const year = part('year');
  return year === parts(now.toISOString(), zones)('year') ? day : `${day} ${year}`;
}

/** Until when something waits: the day, and the time too where less than a day is left. */
export function untilText(at: string, zones: Zones, now: Date): string {
  const leftMs = Date.parse(at) - now.getTime();
  const day = dayName(at, zones, now);
  return leftMs < 24 * 3_600_000 ? `${day}, ${clockTime(at, zones)}` : day;
}

function parts(at: string, zones: Zones): (type: Intl.DateTimeFormatPartTypes) => string {
  const found = formatter(zones.here ?? zones.home ?? 'UTC').formatToParts(new Date(at));
  return (type) => found.find((part) => part.type === type)?.value ?? '';
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formatters.set(timeZone, made);
  return made;
}
