import { Environment } from '@marcbachmann/cel-js';
import { DateTime, Duration } from 'luxon';
import { addMoney, formatMoney, longDate, shownDate } from '../../kernel/index.ts';
import { CelMoney, fromCel, plainMoney, writtenOut } from './cel-values.ts';
import { greetedName } from './greeting.ts';

/** What expressions of workflows may look at; `input` is typed apart, for each workflow. */
export const SCOPE_ROOTS = ['steps', 'event', 'item', 'index', 'now', 'today', 'zone', 'business'] as const;

/** “the landing page” in a sentence is “landing page” in a list. */
const ARTICLE = /^(?:the|an|a)\s+(?=\S)/iu;

const LIMITS = {
  maxAstNodes: 500,
  maxDepth: 40,
  maxListElements: 200,
  maxMapEntries: 200,
  maxCallArguments: 16,
};

/** The day and the zone in which dates are read and written. */
export interface DateReading {
  readonly today: string;
  readonly zone: string;
}

/** An environment with our functions and nothing that reads or writes; variables are added to it. */
export function createCelEnvironment(reading: DateReading): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    limits: LIMITS,
  });
  environment.registerType('Money', { ctor: CelMoney, fields: { minor: 'int', currency: 'string' } });
  registerMoney(environment);
  registerDates(environment, reading);
  registerText(environment);
  return environment;
}

function registerMoney(environment: Environment): void {
  environment
    .registerOperator('Money == Money', isSameMoney)
    .registerOperator('Money + Money', (a: CelMoney, b: CelMoney) => sum(a, b, 1n))
    .registerOperator('Money - Money', (a: CelMoney, b: CelMoney) => sum(a, b, -1n))
    .registerOperator('Money * int', (money: CelMoney, times: bigint) => multiple(money, times))
    .registerOperator('int * Money', (times: bigint, money: CelMoney) => multiple(money, times))
    .registerOperator('Money < Money', (a: CelMoney, b: CelMoney) => compare(a, b) < 0)
    .registerOperator('Money <= Money', (a: CelMoney, b: CelMoney) => compare(a, b) <= 0)
    .registerOperator('Money > Money', (a: CelMoney, b: CelMoney) => compare(a, b) > 0)
    .registerOperator('Money >= Money', (a: CelMoney, b: CelMoney) => compare(a, b) >= 0)
    .registerFunction('format(Money): string', (money: CelMoney) => formatMoney(plainMoney(money)))
    .registerFunction('string(Money): string', (money: CelMoney) => formatMoney(plainMoney(money)));
}

function registerDates(environment: Environment, reading: DateReading): void {
  const move = (date: string, by: { days?: number; months?: number }) =>
    dateOf(date, reading).plus(by).toFormat('yyyy-MM-dd');
  const day = (date: string) => move(date, {});
  environment
    .registerFunction('days(int): int', (count: bigint) => count)
    .registerFunction('addDays(string, int): string', (date: string, days: bigint) =>
      move(date, { days: Number(days) }),
    )
    .registerFunction('addMonths(string, int): string', (date: string, months: bigint) =>
      move(date, { months: Number(months) }),
    )
    .registerFunction('lengthInDays(string): int', lengthInDays)
    .registerFunction('format(string): string', (date: string) => shownDate(day(date), reading.today))
    .registerFunction('formatLong(string): string', (date: string) => longDate(day(date), reading.today));
}

function registerText(environment: Environment): void {
  const lists = new Intl.ListFormat('en-GB', { type: 'conjunction' });
  const numbers = new Intl.NumberFormat('en-US');
  environment
    .registerFunction('format(int): string', (value: bigint) => numbers.format(value))
    .registerFunction('format(double): string', (value: number) => numbers.format(value))
    .registerFunction('withoutArticle(string): string', (text: string) => text.replace(ARTICLE, ''))
    .registerFunction('shorten(string, int): string', (text: string, length: bigint) =>
      shorten(text, Number(length)),
    )
    .registerFunction('sentence(string): string', sentence)
    .registerFunction('firstName(string): string', greetedName)
    .registerFunction('quote(string): string', (text: string) => `“${text}”`)
    .registerFunction('list(list): string', (items: unknown[]) =>
      lists.format(items.map((item) => writtenOut(fromCel(item)).replaceAll('\n', ', '))),
    )
    .registerFunction('default(dyn, dyn): dyn', (value: unknown, otherwise: unknown) => value ?? otherwise);
}

/** The words as a sentence without its full stop: a capital first. */
function sentence(text: string): string {
  const trimmed = text.trim().replace(/[.\s]+$/u, '');
  const [first = ''] = trimmed;
  return first.toLocaleUpperCase('en') + trimmed.slice(first.length);
}

/** Of an ISO 8601 length of time: a month counts as 30 days, a year as 365. */
function lengthInDays(length: string): bigint {
  const duration = Duration.fromISO(length);
  if (!duration.isValid) throw new RangeError(`“${length}” is no length of time, such as P2W`);
  return BigInt(Math.round(duration.as('days')));
}

/** At most so many characters, cut after a word; “…” says that there is more. */
function shorten(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length - 1);
  const end = cut.lastIndexOf(' ');
  return `${(end > length / 2 ? cut.slice(0, end) : cut).toWellFormed()}…`;
}

function sum(a: CelMoney, b: CelMoney, sign: bigint): CelMoney {
  const other = new CelMoney({ minor: sign * sameCurrency(a, b).minor, currency: b.currency });
  return new CelMoney(addMoney(a.currency, [plainMoney(a), plainMoney(other)]));
}

function isSameMoney(a: CelMoney, b: CelMoney): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}

/** Below, at or above zero, as the first is less than, equal to or more than the second. */
function compare(a: CelMoney, b: CelMoney): number {
  return Number(a.minor - sameCurrency(a, b).minor);
}

function multiple({ minor, currency }: CelMoney, times: bigint): CelMoney {
  return new CelMoney({ minor: minor * times, currency });
}

function sameCurrency(a: CelMoney, b: CelMoney): CelMoney {
  if (a.currency !== b.currency)
    throw new RangeError(`${a.currency} and ${b.currency} cannot be compared or added`);
  return b;
}

/** Only what begins with a date: a bare time would be read on the clock's own day. */
function dateOf(text: string, { zone }: DateReading): DateTime {
  const date = DateTime.fromISO(text, { zone });
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || !date.isValid) throw new RangeError(`“${text}” is no date`);
  return date;
}
