import { formatMoney, type Json, type JsonObject, type Money } from '../../kernel/index.ts';

/** Money inside expressions: a type of its own, so that it is never added to a number or another currency. */
export class CelMoney {
  readonly minor: bigint;
  readonly currency: string;

  constructor({ minor, currency }: { readonly minor: number | bigint; readonly currency: string }) {
    this.minor = BigInt(minor);
    this.currency = currency;
  }
}

/** Money as the rest of Mainstay has it. Throws a RangeError where it would not be exact. */
export function plainMoney({ minor, currency }: CelMoney): Money {
  return { minor: safeNumber(minor), currency };
}

/** JSON as expressions see it: whole numbers are ints, money is Money, and a field that is not there is null. */
export function toCel(value: Json): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => toCel(item));
  const object = value as JsonObject;
  return isMoney(object) ? new CelMoney(object) : nullSafe(object);
}

/** What an expression gave, as JSON again. Throws a RangeError where it has no exact JSON form. */
export function fromCel(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return safeNumber(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof CelMoney) return { ...plainMoney(value) };
  if (value instanceof Date) return value.toISOString();
  const fields = fieldsOf(value);
  if (!fields) throw new RangeError('the result is no text, number, list or map');
  return Object.fromEntries(fields.map(([key, item]) => [key, fromCel(item)]));
}

/** A value among other text: money as users read it, null as nothing. */
export function writtenOut(value: Json): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  return !Array.isArray(value) && isMoney(value as JsonObject)
    ? formatMoney(value as JsonObject & Money)
    : JSON.stringify(value);
}

function isMoney(value: JsonObject): value is Money & JsonObject {
  return (
    Object.keys(value).length === 2 &&
    Number.isSafeInteger(value['minor']) &&
    typeof value['currency'] === 'string'
  );
}

/** Reads every field that is missing as null, as optional fields and steps that did not run are. */
function nullSafe(object: JsonObject): Map<string, unknown> {
  const map = new Map(Object.entries(object).map(([key, item]) => [key, toCel(item)]));
  // An override on the object, because the expression library knows maps by their exact class.
  map.get = (key) => Map.prototype.get.call(map, key) ?? null;
  return map;
}

function fieldsOf(value: unknown): [string, unknown][] | undefined {
  if (value instanceof Map) return [...value].map(([key, item]) => [String(key), item]);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return undefined;
  }
  return Object.entries(value);
}

function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is too large to be exact`);
  return number;
}
