export { type Background, createBackground } from './background.ts';
export { bindingHash } from './binding.ts';
export { type Cause, causedBy } from './cause.ts';
export { type Clock, isoTime, systemClock } from './clock.ts';
export {
  type Command,
  commandName,
  commandSchema,
  inWords,
  isJoinedText,
  isOutputReference,
  type OutputReference,
  parseCommandName,
  resolveReferences,
  wordFor,
} from './command.ts';
export { dateAt, isLocalDate, type LocalDate, longDate, shownDate } from './date.ts';
export { within } from './deadline.ts';
export { type Blame, CATALOGUE, type CatalogueEntry, type ErrorCode } from './errors/catalogue.ts';
export { type ErrorDetails, type FieldError, isMainstayError, MainstayError } from './errors/error.ts';
export { invalidRequest, parsed } from './errors/invalid.ts';
export { dataSchemaOf, EVENT_TYPES, type EventData, type EventType } from './event/catalogue.ts';
export type { Envelope, Event, EventOf, NewEvent } from './event/event.ts';
export { hashOf, mac, sameSecret, sha256 } from './hash.ts';
export { createIdSource, deriveId, type IdSource } from './ids.ts';
export {
  canonicalJson,
  decodeJson,
  encodeJson,
  type Json,
  type JsonObject,
  jsonObjectSchema,
  jsonSchema,
} from './json.ts';
export { createLanes, type Lanes } from './lanes.ts';
export {
  addMoney,
  currencySchema,
  decimalsOf,
  decimalText,
  formatMoney,
  type Money,
  moneySchema,
  percentOf,
} from './money.ts';
export { Secret } from './secret.ts';
export { foldedName, shortened } from './text.ts';
