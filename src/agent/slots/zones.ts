import type { Reading } from './phrases.ts';
import { overlap } from './spans.ts';
import { fold, wordsOf } from './text.ts';
import type { Candidate, Span } from './types.ts';
import { PROBLEMS } from './words.ts';

/** What a name of a city or country stands for: a zone, or several. */
interface Place {
  readonly words: readonly string[];
  /** How many people live there, by zone. */
  readonly people: Map<string, number>;
}

type Gazetteer = ReadonlyMap<string, readonly Place[]>;

const MAX_WORDS = 5;
/** One zone is meant where so many of those who live in places of this name live in it. */
const MOST = 0.9;
/** The platform's own names of zones have no figure of people; they count like a large city. */
const LARGE = 1_000_000;
const LEAD = new Set('in to at near around from visiting'.split(' '));
/** After one of these, a capitalised word that is no place we know was meant as one. */
const UNKNOWN = /(?<!\p{L})(?:in|to|near) ((?:\p{Lu}[\p{L}'’-]+)(?: \p{Lu}[\p{L}'’-]+)*)/gu;
const NO_PLACE = /^(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/iu;

let gazetteer: Promise<Gazetteer> | undefined;

/**
 * The time zones of the places that the text names after words such as “in”; where `whole`, of a text that is only a
 * place. A place that is not known, or that has several zones, is a problem rather than a guess.
 */
export async function findZones(
  { text, words }: Reading,
  { whole }: { readonly whole: boolean },
): Promise<readonly Candidate[]> {
  gazetteer ??= openGazetteer();
  const places = await gazetteer;
  const found: Candidate[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    const before = words[i - 1];
    if (!word || !(whole || (before && LEAD.has(before.folded)))) continue;
    const place = longest(
      places.get(word.folded) ?? [],
      words.slice(i, i + MAX_WORDS).map(({ folded }) => folded),
    );
    const last = place && words[i + place.words.length - 1];
    if (
      !place ||
      !last ||
      (!whole && !/^\p{Lu}/u.test(word.raw) && place.words.length < 2 && !isLarge(place))
    )
      continue;
    found.push(candidateOf(text, { start: word.start, end: last.end }, place));
    i += place.words.length - 1;
  }
  if (found.length > 0) return found;
  return Array.from(text.matchAll(UNKNOWN), ({ 0: all, 1: name = '', index }) => {
    const start = index + all.length - name.length;
    return { start, end: start + name.length, problem: PROBLEMS.unknownPlace(name) };
  }).filter(
    ({ start, end }) =>
      !NO_PLACE.test(text.slice(start, end)) && !found.some((one) => overlap(one, { start, end })),
  );
}

function candidateOf(text: string, span: Span, { people }: Place): Candidate {
  const all = [...people.values()].reduce((sum, count) => sum + count, 0);
  const [zone] = [...people].toSorted((one, other) => other[1] - one[1]);
  if (zone && zone[1] >= MOST * all) return { ...span, value: zone[0] };
  return { ...span, problem: PROBLEMS.severalZones(text.slice(span.start, span.end)) };
}

function longest(places: readonly Place[], said: readonly string[]): Place | undefined {
  const fitting = places.filter(({ words }) => words.every((word, i) => said[i] === word));
  return fitting.toSorted((one, other) => other.words.length - one.words.length)[0];
}

function isLarge({ people }: Place): boolean {
  return [...people.values()].some((count) => count >= LARGE);
}

/** Cities and countries of the library, and the platform's own list of zones, by their first word; made when first needed. */
async function openGazetteer(): Promise<Gazetteer> {
  const { cityMapping } = (await import('city-timezones')).default;
  const known = new Set(Intl.supportedValuesOf('timeZone'));
  const canonicalZone = createCanonicalZone(known);
  const places = new Map<string, Map<string, Place>>();
  const add = (name: string, zone: string | null, people: number) => {
    const canonical = zone === null ? undefined : canonicalZone(zone);
    if (canonical === undefined || !known.has(canonical)) return;
    const words = wordsOf(name).map(({ folded }) => folded);
    const [first] = words;
    if (first === undefined || words.length > MAX_WORDS) return;
    const all = places.get(first) ?? new Map<string, Place>();
    const place = all.get(words.join(' ')) ?? { words, people: new Map<string, number>() };
    place.people.set(canonical, (place.people.get(canonical) ?? 0) + people);
    places.set(first, all.set(words.join(' '), place));
  };
  const cities = new Set<string>();
  for (const { city, city_ascii: plain, country, timezone, pop } of cityMapping) {
    cities.add(fold(city));
    for (const name of new Set([city, plain, country])) add(name, timezone, Math.max(pop, 1));
  }
  for (const zone of known) {
    const name = (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
    if (!cities.has(fold(name))) add(name, zone, LARGE);
    add(zone.replaceAll(/[/_]/g, ' '), zone, LARGE);
  }
  return new Map([...places].map(([first, all]) => [first, [...all.values()]]));
}

/** The name by which the platform lists the zone: Asia/Kolkata is Asia/Calcutta there. Asked for once, which takes time. */
function createCanonicalZone(known: ReadonlySet<string>): (zone: string) => string | undefined {
  const canonical = new Map<string, string | undefined>();
  return (zone) => {
    if (known.has(zone)) return zone;
    if (!canonical.has(zone)) canonical.set(zone, listedAs(zone));
    return canonical.get(zone);
  };
}

function listedAs(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
