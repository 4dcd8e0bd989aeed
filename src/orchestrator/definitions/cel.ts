import { Environment } from '@marcbachmann/cel-js';
import { DateTime } from 'luxon';
import { addMoney, formatMoney, type Json, type JsonObject, type Money } from '../../kernel/index.ts';

/** Money inside expressions: a type of its own, so that it is never added to a number or another currency. */
class CelMoney {
  readonly minor: bigint;
  readonly currency: string;

  constructor({ minor, currency }: Money) {
    this.minor = BigInt(minor);
    this.currency = currency;
  }
}

/** What expressions may look at; `input` is typed apart, for each workflow. */
export const SCOPE_ROOTS = ['steps', 'event', 'item', 'index', 'now', 'today', 'zone', 'business'] as const;

const LIMITS = { maxAstNodes: 500, maxDepth: 40, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 16 };

/** An environment with our functions and nothing that reads or writes; variables are added to it. */
export function createCelEnvironment(): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false, homogeneousAggregateLiterals: false, limits: LIMITS });
  environment.registerType('Money', { ctor: CelMoney, fields: { minor: 'int', currency: 'string' } });
  registerMoney(environment);
  registerDates(environment);
  registerText(environment);
  return environment;
}

function registerMoney(environment: Environment): void {
  const compare = (holds: (a: bigint, b: bigint) => boolean) => (a: CelMoney, b: CelMoney) => holds(a.minor, sameCurrency(a, b).minor);
  environment
    .registerOperator('Money + Money', (a: CelMoney, b: CelMoney) => sum(a, b, 1n))
    .registerOperator('Money - Money', (a: CelMoney, b: CelMoney) => sum(a, b, -1n))
    .registerOperator('Money * int', (a: CelMoney, times: bigint) => new CelMoney({ minor: Number(a.minor * times), currency: a.currency }))
    .registerOperator('Money < Money', compare((a, b) => a < b))
    .registerOperator('Money <= Money', compare((a, b) => a <= b))
    .registerOperator('Money > Money', compare((a, b) => a > b))
    .registerOperator('Money >= Money', compare((a, b) => a >= b))
    .registerFunction('format(Money): string', (money: CelMoney) => formatMoney(plainMoney(money)))
    .registerFunction('string(Money): string', (money: CelMoney) => formatMoney(plainMoney(money)));
}

function registerDates(environment: Environment): void {
  environment
    .registerFunction('days(int): int', (count: bigint) => count)
    .registerFunction('addDays(string, int): string', (date: string, days: bigint) => moved(date, { days: Number(days) }))
    .registerFunction('addMonths(string, int): string', (date: string, months: bigint) => moved(date, { months: Number(months) }))
    .registerFunction('format(string): string', (date: string) => dateOf(date).toFormat('ccc d LLL', { locale: 'en' }))
    .registerFunction('formatLong(string): string', (date: string) => dateOf(date).toFormat('d LLLL', { locale: 'en' }));
}

function registerText(environment: Environment): void {
  const listFormat = new Intl.ListFormat('en-GB', { type: 'conjunction' });
  environment
    .registerFunction('firstName(string): string', (name: string) => name.trim().split(/\s+/)[0] ?? name)
    .registerFunction('quote(string): string', (text: string) => `“${text}”`)
    .registerFunction('list(list): string', (items: unknown[]) => listFormat.format(items.map(String)))
    .registerFunction('default(dyn, dyn): dyn', (value: unknown, otherwise: unknown) => value ?? otherwise);
}

function sum(a: CelMoney, b: CelMoney, sign: bigint): CelMoney {
  const other = sameCurrency(a, b);
  return new CelMoney(addMoney(a.currency, [plainMoney(a), plainMoney({ ...other, minor: sign * other.minor })]));
}

function sameCurrency(a: CelMoney, b: CelMoney): CelMoney {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} cannot be compared or added`);
  return b;
}

function plainMoney({ minor, currency }: { minor: bigint; currency: string }): Money {
  return { minor: safeNumber(minor), currency };
}

function dateOf(text: string): DateTime {
  const date = DateTime.fromISO(text, { setZone: true });
  if (!date.isValid) throw new RangeError(`“${text}” is no date`);
  return date;
}

function moved(date: string, by: { days?: number; months?: number }): string {
  return dateOf(date).plus(by).toFormat('yyyy-MM-dd');
}

/** JSON as expressions see it: whole numbers are ints, money is Money, and a field that is not there is null. */
export function toCel(value: Json): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => toCel(item));
  const object = value as JsonObject;
  if (isMoney(object)) return new CelMoney(object);
  return nullSafe(Object.fromEntries(Object.entries(object).map(([key, item]) => [key, toCel(item)])));
}

/** What an expression gave, as JSON again. Throws a RangeError where it has no exact JSON form. */
export function fromCel(value: unknown): Json {
  if (typeof value === 'bigint') return safeNumber(value);
  if (value instanceof CelMoney) return { minor: safeNumber(value.minor), currency: value.currency };
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromCel(item)]));
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return value as Json;
  throw new RangeError('the result is no text, number, list or map');
}

function isMoney(value: JsonObject): value is Money & JsonObject {
  return Object.keys(value).length === 2 && Number.isSafeInteger(value['minor']) && typeof value['currency'] === 'string';
}

function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is too large to be exact`);
  return number;
}

/** Reads every field that is missing as null, as optional fields and steps that did not run are. */
function nullSafe(target: Record<string, unknown>): Record<string, unknown> {
  const absent: PropertyDescriptor = { configurable: true, enumerable: false, writable: true, value: null };
  return new Proxy(target, {
    get: (object, key) => {
      if (Object.hasOwn(object, key)) return Reflect.get(object, key) as unknown;
      return typeof key === 'symbol' || key === 'constructor' ? Reflect.get(object, key) : null;
    },
    getOwnPropertyDescriptor: (object, key) =>
      Reflect.getOwnPropertyDescriptor(object, key) ?? (typeof key === 'symbol' ? undefined : absent),
  });
}
