// test/integration/harness.ts
import { createHash as createHash2 } from "node:crypto";

// adapters/connector/email/connector.ts
import { join as join2 } from "node:path";

// src/kernel/command.ts
import { z as z2 } from "zod";

// src/kernel/json.ts
import canonicalize from "canonicalize";
import { z } from "zod";
var jsonSchema = z.json();
var jsonObjectSchema = z.record(z.string(), z.json());
function canonicalJson(value) {
  const text3 = canonicalize(value);
  if (text3 === void 0) throw new TypeError("This value has no JSON form.");
  return text3;
}
function encodeJson(value) {
  return Buffer.from(canonicalJson(value), "utf8");
}
function decodeJson(bytes) {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
}

// src/kernel/command.ts
var commandSchema = z2.strictObject({
  type: z2.string(),
  version: z2.int().positive(),
  input: jsonObjectSchema,
  recipient: z2.string().exactOptional(),
  account: z2.string().exactOptional(),
  as: z2.string().exactOptional()
});
function commandName({ type, version }) {
  return `${type}@${version}`;
}
function parseCommandName(name2) {
  const match = /^([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+)@([1-9]\d*)$/.exec(name2);
  return match?.[1] && match[2] ? { type: match[1], version: Number(match[2]) } : void 0;
}
function isOutputReference(value) {
  return isObject(value) && typeof value["$output"] === "string";
}
function isJoinedText(value) {
  return isObject(value) && Array.isArray(value["$join"]);
}
function resolveReferences(value, lookup) {
  if (isOutputReference(value)) return lookup(value.$output);
  if (isJoinedText(value)) {
    return value.$join.map((part) => typeof part === "string" ? part : String(lookup(part.$output))).join("");
  }
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, lookup));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, resolveReferences(item, lookup)])
    );
  }
  return value;
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/kernel/hash.ts
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
function sha256(data) {
  return createHash("sha256").update(data).digest("hex");
}
function hashOf(value) {
  return sha256(canonicalJson(value));
}
function mac(key, data) {
  return createHmac("sha256", key).update(data).digest("base64url");
}

// src/kernel/binding.ts
function bindingHash(commands, workflowVersion) {
  const shown2 = commands.map((command) => ({
    command: commandName(command),
    input: command.input,
    recipient: command.recipient ?? null,
    account: command.account ?? null,
    as: command.as ?? null
  }));
  return hashOf({ commands: shown2, workflowVersion });
}

// src/kernel/lanes.ts
function createLanes() {
  const tails = /* @__PURE__ */ new Map();
  return {
    run: (lane, task) => {
      const before = tails.get(lane) ?? Promise.resolve();
      const result = before.then(task, task);
      const tail = result.catch(() => void 0).then(() => {
        if (tails.get(lane) === tail) tails.delete(lane);
      });
      tails.set(lane, tail);
      return result;
    },
    idle: async () => {
      while (tails.size > 0) await Promise.all(tails.values());
    }
  };
}

// src/kernel/clock.ts
function isoTime(epochMs) {
  return new Date(epochMs).toISOString();
}

// src/kernel/errors/catalogue.ts
var user = (http, message) => ({ message, blame: "user", retry: false, http });
var config = (message) => ({ message, blame: "config", retry: false, http: 500 });
var CATALOGUE = {
  REQUEST_NOT_JSON: user(400, "The request body is not valid JSON: {reason}. Send JSON in UTF-8."),
  REQUEST_INVALID: user(422, "{count} of the values sent cannot be used: {first}. Correct them and send again."),
  REQUEST_TOO_LARGE: user(413, "The request is larger than {maxBytes} bytes. Send less at once."),
  REQUEST_TYPE_UNSUPPORTED: user(415, "The content type \u201C{type}\u201D cannot be read. Send application/json."),
  ROUTE_UNKNOWN: user(404, "There is nothing at {method} {path}. See /api/v1/openapi.json for what there is."),
  NOT_SIGNED_IN: user(401, "This needs the API token. Open the link that `mainstay start` printed, or send it as a bearer token."),
  ORIGIN_REFUSED: user(403, "A page from {origin} may not do this. Use the console at its own address."),
  NOT_FOUND: user(404, "There is no {kind} with the id \u201C{id}\u201D. Check the id, or list what there is."),
  CURSOR_INVALID: user(400, "The cursor \u201C{cursor}\u201D is not one that a list gave. Start again without `after`."),
  VERSION_REQUIRED: user(428, "Changing {kind} {id} needs If-Match with the version you read."),
  VERSION_CHANGED: user(412, "{kind} {id} is now at version {actual}, not {expected}. Read it again and repeat the change."),
  RECORD_READ_ONLY: user(405, "Records of the kind {kind} are not written directly. Ask for one in the chat; it comes as a card."),
  SUGGESTION_DECIDED: user(409, "This was already {status}. Nothing more was done."),
  SUGGESTION_CHANGED: user(409, "This changed after you saw it. Nothing was sent. The new version is below."),
  SUGGESTION_EXPIRED: user(410, "This card expired on {at}. Nothing was sent. Ask again for a new card."),
  TOKEN_INVALID: user(403, "This button is no longer valid. Use the newest card."),
  EFFECT_NOT_UNKNOWN: user(409, "Effect {id} is {status}; only one that is not sure it arrived can be resolved."),
  EFFECT_NOT_UNDOABLE: user(409, "Effect {id} cannot be undone: {reason}."),
  RUN_NOT_ACTIVE: user(409, "Run {id} is {status}, so it cannot be {action}."),
  SETTING_INVALID: user(422, "\u201C{value}\u201D is not a valid {setting}. {mend}"),
  CONFIG_INVALID: config("{file}, line {line}: {problem}. {mend}"),
  WORKFLOW_INVALID: config("{file}, line {line}: {problem}. {mend}"),
  ENVIRONMENT_INVALID: config("{name} is \u201C{value}\u201D, which cannot be used. {mend}"),
  TOKEN_REQUIRED: config("MAINSTAY_HOST is {host}, which others can reach. Set MAINSTAY_API_TOKEN before opening it to them."),
  PORT_IN_USE: config("Port {port} on {host} is in use. Stop what uses it, or set MAINSTAY_PORT to another."),
  SERVER_UNREACHABLE: config("No Mainstay answers at {address}. Start it with `mainstay start`."),
  HOME_UNWRITABLE: config("The folder {home} cannot be written: {reason}. Make it writable, or set MAINSTAY_HOME to another."),
  HOME_LOCKED: config("Another Mainstay is using {home}. Stop it first, or set MAINSTAY_HOME to another folder."),
  STORE_NEWER: config("The store in {home} was written by a newer Mainstay (schema {found}; this one knows {known}). Update Mainstay, or restore a backup."),
  STORE_DAMAGED: config("The store in {home} cannot be read: {reason}. Restore a backup."),
  STORE_FULL: { message: "The disk is full, so I take no messages. Nothing I confirmed is lost. Free {needed} and I go on.", blame: "config", retry: true, http: 507 },
  STORE_UNAVAILABLE: { message: "The store cannot be written just now: {reason}. Nothing was taken; send it again.", blame: "outside", retry: true, http: 503 },
  STORE_CONFLICT: { message: "Someone else changed {collection} {id} at the same moment. Try again.", blame: "user", retry: true, http: 409 },
  STOPPING: { message: "Mainstay is stopping. Nothing was taken; send it again after the restart.", blame: "outside", retry: true, http: 503 },
  MAIL_REFUSED: { message: "The mail to {recipient} was refused: {reason}. Correct it and I make a new card.", blame: "outside", retry: false, http: 502 },
  MAIL_PASSWORD: { message: "Your mail account refused the password. Correct SMTP_URL and restart.", blame: "config", retry: false, http: 502 },
  MAIL_SENDER_UNKNOWN: config("There is no address to send mail from: the user in SMTP_URL is none. Set mailFrom in config/mainstay.yaml and restart."),
  MAIL_UNREACHABLE: { message: "The mail server {host} does not answer: {reason}. I try again.", blame: "outside", retry: true, http: 502 },
  MAIL_DEFERRED: { message: "The mail server {host} takes no mail just now: {reason}. I try again.", blame: "outside", retry: true, http: 502 },
  MAIL_UNSAVED: { message: "The mail cannot be saved in {folder}: {reason}. Mend that and I try again.", blame: "config", retry: true, http: 507 },
  MAIL_UNCERTAIN: { message: "The mail server {host} had the mail when the line dropped: {reason}. It may or may not have arrived.", blame: "outside", retry: false, http: 502 },
  SEND_UNCERTAIN: { message: "Not sure it arrived: {reason}. I will not send it again by myself.", blame: "outside", retry: false, http: 502 },
  SEND_GIVEN_UP: user(409, "You said that it did not arrive, and left it."),
  COMMAND_UNKNOWN: { message: "There is no command {command}. Install what provides it, or correct the workflow.", blame: "config", retry: false, http: 422 },
  COMMAND_REFUSED: { message: "Your rules do not allow {command}: {reason}.", blame: "config", retry: false, http: 403 },
  EXPRESSION_FAILED: { message: "The expression \u201C{expression}\u201D failed: {reason}.", blame: "config", retry: false, http: 500 },
  STEP_TIMED_OUT: { message: "The step {step} took longer than {seconds} seconds and was given up.", blame: "outside", retry: true, http: 504 },
  CHAIN_BROKEN: { message: "The log does not verify at entry {sequence}: {reason}. Restore a backup, or look at what changed it.", blame: "outside", retry: false, http: 500 },
  INTERNAL: { message: "Something broke inside Mainstay. It is in the log as {reference}.", blame: "bug", retry: false, http: 500 }
};

// src/kernel/errors/error.ts
var MainstayError = class extends Error {
  code;
  fields;
  constructor(code, details = {}) {
    super(fill(CATALOGUE[code].message, details.values ?? {}), { cause: details.cause });
    this.name = "MainstayError";
    this.code = code;
    this.fields = details.fields ?? [];
  }
  get blame() {
    return CATALOGUE[this.code].blame;
  }
  /** Whether the same call may succeed later without anyone changing it. */
  get retry() {
    return CATALOGUE[this.code].retry;
  }
  get httpStatus() {
    return CATALOGUE[this.code].http;
  }
};
function isMainstayError(error, code) {
  return error instanceof MainstayError && (code === void 0 || error.code === code);
}
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name2) => String(values[name2] ?? whole));
}

// src/kernel/event/catalogue.ts
import { z as z3 } from "zod";
var id = z3.string();
var time = z3.iso.datetime();
var decided = {
  suggestion: id,
  hash: z3.string(),
  by: z3.string(),
  via: z3.string(),
  reason: z3.string().exactOptional()
};
var effect = {
  effect: id,
  command: z3.string(),
  status: z3.string(),
  suggestion: id.exactOptional(),
  run: id.exactOptional(),
  recipient: z3.string().exactOptional(),
  attempts: z3.int(),
  outputs: jsonObjectSchema.exactOptional(),
  providerRef: z3.string().exactOptional(),
  note: z3.string().exactOptional(),
  error: z3.strictObject({ code: z3.string(), message: z3.string() }).exactOptional(),
  rule: z3.string().exactOptional()
};
var record = {
  kind: z3.string(),
  id,
  version: z3.int(),
  by: z3.string(),
  changes: z3.array(z3.strictObject({ field: z3.string(), from: jsonSchema, to: jsonSchema }))
};
var EVENT_TYPES = {
  "message.received": { version: 1, data: z3.strictObject({ message: id, conversation: id, via: z3.string(), text: z3.string() }) },
  "message.posted": {
    version: 1,
    data: z3.strictObject({ message: id, conversation: id, text: z3.string(), suggestion: id.exactOptional(), answers: id.exactOptional() })
  },
  "run.started": { version: 1, data: z3.strictObject({ run: id, workflow: z3.string(), version: z3.string(), input: jsonObjectSchema.exactOptional() }) },
  "run.waiting": { version: 1, data: z3.strictObject({ run: id, workflow: z3.string(), on: z3.string() }) },
  "run.finished": {
    version: 1,
    data: z3.strictObject({ run: id, workflow: z3.string(), status: z3.string(), error: z3.string().exactOptional() })
  },
  "question.asked": { version: 1, data: z3.strictObject({ run: id, conversation: id, step: z3.string(), text: z3.string() }) },
  "question.answered": { version: 1, data: z3.strictObject({ run: id, conversation: id, step: z3.string(), event: id, value: jsonSchema }) },
  "suggestion.proposed": {
    version: 1,
    data: z3.strictObject({
      suggestion: id,
      run: id.exactOptional(),
      title: z3.string(),
      hash: z3.string(),
      commands: z3.array(commandSchema),
      supersedes: id.exactOptional(),
      expiresAt: time
    })
  },
  "suggestion.approved": { version: 1, data: z3.strictObject({ ...decided, rule: z3.string().exactOptional() }) },
  "suggestion.rejected": { version: 1, data: z3.strictObject(decided) },
  "suggestion.superseded": { version: 1, data: z3.strictObject({ suggestion: id, by: id, hash: z3.string() }) },
  "suggestion.expired": { version: 1, data: z3.strictObject({ suggestion: id, at: time }) },
  "suggestion.stale": {
    version: 1,
    data: z3.strictObject({ suggestion: id, changed: z3.array(z3.strictObject({ kind: z3.string(), id, seen: z3.int(), now: z3.int() })) })
  },
  "suggestion.completed": { version: 1, data: z3.strictObject({ suggestion: id, status: z3.string() }) },
  "effect.planned": { version: 1, data: z3.strictObject(effect) },
  "effect.sending": { version: 1, data: z3.strictObject(effect) },
  "effect.done": { version: 1, data: z3.strictObject(effect) },
  "effect.saved": { version: 1, data: z3.strictObject(effect) },
  "effect.failed": { version: 1, data: z3.strictObject(effect) },
  "effect.unknown": { version: 1, data: z3.strictObject(effect) },
  "effect.refused": { version: 1, data: z3.strictObject(effect) },
  "effect.cancelled": { version: 1, data: z3.strictObject(effect) },
  "effect.undone": { version: 1, data: z3.strictObject(effect) },
  "record.created": { version: 1, data: z3.strictObject(record) },
  "record.changed": { version: 1, data: z3.strictObject(record) },
  "record.deleted": { version: 1, data: z3.strictObject(record) },
  "settings.changed": { version: 1, data: z3.strictObject({ by: z3.string(), changes: z3.array(z3.strictObject({ field: z3.string(), from: jsonSchema, to: jsonSchema })) }) },
  "control.paused": { version: 1, data: z3.strictObject({ by: z3.string() }) },
  "control.resumed": { version: 1, data: z3.strictObject({ by: z3.string() }) },
  "item.quarantined": { version: 1, data: z3.strictObject({ item: id, kind: z3.string(), reason: z3.string() }) },
  "item.released": { version: 1, data: z3.strictObject({ item: id, by: z3.string(), how: z3.enum(["retried", "deleted"]) }) },
  "log.gap-found": { version: 1, data: z3.strictObject({ anchored: z3.int(), found: z3.int() }) }
};
function dataSchemaOf(type) {
  return `mainstay:event/${type}/${EVENT_TYPES[type].version}`;
}

// src/kernel/ids.ts
import { v7 } from "uuid";
function createIdSource(clock, random) {
  return (prefix) => `${prefix}_${v7({ msecs: clock.now(), random: random(16) }).replaceAll("-", "")}`;
}
function deriveId(prefix, ...parts) {
  return `${prefix}_${hashOf(parts).slice(0, 32)}`;
}

// src/kernel/money.ts
import { z as z4 } from "zod";
var KNOWN_CURRENCIES = new Set(Intl.supportedValuesOf("currency"));
var currencySchema = z4.string().refine((code) => KNOWN_CURRENCIES.has(code), { error: "is not a currency code such as USD or EUR" });
var moneySchema = z4.strictObject({ minor: z4.int(), currency: currencySchema }).meta({ id: "Money", kind: "money" });
function decimalsOf(currency) {
  const options = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}
function formatMoney({ minor, currency }) {
  return formatter(currency).format(decimalText(minor, decimalsOf(currency))).replaceAll("\xA0", " ");
}
var formatters = /* @__PURE__ */ new Map();
function formatter(currency) {
  const known = formatters.get(currency);
  if (known) return known;
  const made = new Intl.NumberFormat("en-US", { style: "currency", currency });
  formatters.set(currency, made);
  return made;
}
function decimalText(minor, decimals) {
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const text3 = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return `${minor < 0 ? "-" : ""}${text3}`;
}
function addMoney(currency, amounts) {
  const minor = amounts.reduce((sum3, amount) => sum3 + inCurrency(amount, currency), 0);
  return { minor: exact(minor), currency };
}
function percentOf({ minor, currency }, percent) {
  const scaled2 = BigInt(minor) * BigInt(Math.round(percent * 1e3));
  const half = scaled2 < 0n ? -50000n : 50000n;
  return { minor: exact(Number((scaled2 + half) / 100000n)), currency };
}
function inCurrency(amount, currency) {
  if (amount.currency !== currency) throw new RangeError(`Cannot add ${amount.currency} to ${currency}.`);
  return amount.minor;
}
function exact(minor) {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is too large for exact money.`);
  return minor;
}

// src/kernel/secret.ts
import { inspect } from "node:util";
var REDACTED = "[secret]";
var Secret = class {
  #value;
  constructor(value) {
    this.#value = value;
  }
  reveal() {
    return this.#value;
  }
  toString() {
    return REDACTED;
  }
  toJSON() {
    return REDACTED;
  }
  [inspect.custom]() {
    return REDACTED;
  }
};

// adapters/connector/email/account.ts
import { isIP } from "node:net";

// adapters/connector/email/words.ts
var words = {
  undo: "Mail cannot be unsent",
  saved: "Saved as a file, not sent: no mail account is connected.",
  savedInPractice: "Saved as a file, not sent: this is practice.",
  statusOutbox: "No mail account is connected, so approved mail is saved as a file on this computer.",
  statusSmtp: (host) => `Mail is sent through ${host}.`,
  unusualDomain: (shown2, real) => `\u201C${shown2}\u201D is really ${real}. Is it the right address?`,
  accountMend: "Write smtps://USER:PASSWORD@HOST:465, with special characters percent-encoded.",
  /** Why a mail server could not be talked to, by the code of the fault. */
  faults: {
    ECONNREFUSED: "the connection was refused",
    ECONNRESET: "the line dropped",
    ECONNECTION: "the line dropped",
    EPIPE: "the line dropped",
    EDNS: "no such server is known",
    ENOTFOUND: "no such server is known",
    ETIMEDOUT: "no answer in time",
    EHOSTUNREACH: "there is no way to it",
    ENETUNREACH: "there is no network"
  },
  noAnswer: "its answer never came",
  tooEarly: "it said yes before the mail was complete",
  notEncrypted: (reason) => `no encrypted connection, ${reason}`,
  /** Why a file could not be written, by Node's error code. */
  diskFaults: {
    ENOSPC: "the disk is full",
    EDQUOT: "the disk is full",
    EACCES: "it is not writable",
    EPERM: "it is not writable",
    EROFS: "it is not writable",
    ENOTDIR: "it is not a folder",
    EEXIST: "it is not a folder"
  },
  fields: {
    address: "must be one email address such as ana@torres.example",
    line: "must be one line, without hidden characters or spaces at its ends",
    name: "must be a name, without < or >",
    otherAddress: "must not look like an address other than the recipient\u2019s",
    body: "must not contain control characters or characters that hide or reorder text",
    file: "must be the id of a file",
    unknownFile: "is not a file that I have"
  }
};

// adapters/connector/email/account.ts
function parseAccount(smtpUrl) {
  const url = readUrl(smtpUrl.reveal().trim());
  if (!url) throw unusable();
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const user2 = decoded(url.username);
  const password = decoded(url.password);
  if (user2 === "" !== (password === "")) throw unusable();
  return {
    host,
    port: url.port === "" ? secure ? 465 : 587 : Number(url.port),
    secure,
    mustEncrypt: user2 !== "" && !isLoopback(host),
    ...user2 === "" ? {} : { login: { user: user2, password: new Secret(password) } }
  };
}
function withoutPassword(text3, { login }) {
  if (!login) return text3;
  const password = login.password.reveal();
  const sent = [password, base64(password), base64(`\0${login.user}\0${password}`)];
  return sent.reduce((clean, form) => clean.replaceAll(form, String(login.password)), text3);
}
function readUrl(text3) {
  const url = URL.canParse(text3) ? new URL(text3) : void 0;
  const usable = url && /^smtps?:$/.test(url.protocol) && url.hostname !== "" && url.port !== "0" && // A password with “/”, “?” or “#” that is not encoded ends the host early; so nothing may follow it.
  /^\/?$/.test(url.pathname) && url.search === "" && url.hash === "";
  return usable ? url : void 0;
}
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unusable();
  }
}
function unusable() {
  return new MainstayError("ENVIRONMENT_INVALID", {
    values: { name: "SMTP_URL", value: "[secret]", mend: words.accountMend }
  });
}
function isLoopback(host) {
  return host === "localhost" || host === "::1" || isIP(host) === 4 && host.startsWith("127.");
}
function base64(text3) {
  return Buffer.from(text3, "utf8").toString("base64");
}

// adapters/connector/email/message.ts
import { domainToASCII as domainToASCII2 } from "node:url";

// adapters/connector/email/schema.ts
import { domainToASCII } from "node:url";
import { z as z5 } from "zod";
var ATOM = "[\\w!#$%&'*+/=?^`{|}~-]+";
var LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?";
var TOP_LEVEL = "(?:\\p{L}[\\p{L}\\p{M}]{1,62}|[xX][nN]--[A-Za-z0-9-]{1,59})";
var ADDRESS = new RegExp(`^(?=[^@]{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${TOP_LEVEL}$`, "u");
var HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/u;
var JOINED = [
  /(?<=\p{Extended_Pictographic}\uFE0F?[\u{1F3FB}-\u{1F3FF}]?)\u200D(?=\p{Extended_Pictographic}|[\u2640\u2642])/gu,
  /(?<=[\p{scx=Arab}\p{scx=Deva}\p{scx=Beng}\p{scx=Sinh}\p{scx=Mlym}\p{scx=Knda}])[\u200C\u200D](?=[\p{scx=Arab}\p{scx=Deva}\p{scx=Beng}\p{scx=Sinh}\p{scx=Mlym}\p{scx=Knda}])/gu
];
var HIDDEN_IN_TEXT = /[^\P{Cc}\t\n\r]|\r(?!\n)|[\p{Cs}\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/u;
function isPlainLine(text3) {
  return text3 === text3.trim() && !HIDDEN.test(withoutJoiners(text3));
}
function plainLine(text3) {
  if (isPlainLine(text3)) return text3;
  return withoutJoiners(text3).replaceAll(new RegExp(HIDDEN, "gu"), " ").replaceAll(/\s+/g, " ").trim();
}
function isAddress(text3) {
  return text3.length <= 254 && ADDRESS.test(text3) && hasRealDomain(text3);
}
function hasRealDomain(address) {
  return domainToASCII(address.slice(address.lastIndexOf("@") + 1)) !== "";
}
function withoutJoiners(text3) {
  return JOINED.reduce((rest, joiner) => rest.replaceAll(joiner, ""), text3);
}
var line = (max) => z5.string().min(1).max(max).refine(isPlainLine, { error: words.fields.line, abort: true });
var file = z5.string().min(1).max(200).refine(isPlainLine, { error: words.fields.file });
var mailSchema = z5.strictObject({
  to: z5.email({ pattern: ADDRESS, error: words.fields.address, abort: true }).max(254).refine(hasRealDomain, { error: words.fields.address }).meta({ title: "To" }),
  toName: line(200).refine((name2) => !/[<>]/.test(name2), { error: words.fields.name }).exactOptional().meta({ title: "Name" }),
  subject: line(200).meta({ title: "Subject" }),
  body: z5.string().min(1).max(2e4).refine((text3) => !HIDDEN_IN_TEXT.test(text3), { error: words.fields.body }).meta({ title: "Text", kind: "longtext" }),
  attach: z5.union([file, z5.array(file).min(1).max(20)]).exactOptional().meta({ title: "Attached", readOnly: true })
}).refine(({ to, toName }) => toName === void 0 || toName === to || !/[^\s@]@[^\s@]+\.\w/u.test(toName), {
  error: words.fields.otherAddress,
  path: ["toName"]
});
function parseMail(input) {
  const parsed = mailSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidMail(parsed.error.issues.map(({ path, message }) => ({ path: path.join("/"), message })));
}
function invalidMail(fields) {
  const first = fields.map(({ path, message }) => `${path} ${message}`.trim())[0] ?? "";
  return new MainstayError("REQUEST_INVALID", { values: { count: fields.length, first }, fields });
}
function attachedIds({ attach }) {
  return attach === void 0 ? [] : [attach].flat();
}

// adapters/connector/email/message.ts
async function composeMessage({ mail, from, files, key, at: at2 }) {
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const messageId = messageIdOf(key, from.address);
  const node = new MailComposer({
    from,
    to: { name: mail.toName ?? "", address: mail.to },
    subject: mail.subject,
    messageId,
    date: new Date(at2),
    text: mail.body,
    // Servers on the way may strip trailing spaces and wrap long lines of anything plainer.
    encoding: "quoted-printable",
    attachments: files.map(attachmentOf),
    baseBoundary: sha256(key).slice(0, 16),
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true
  }).compile();
  const { from: sender, to } = node.getEnvelope();
  if (!sender || to.length !== 1 || !to[0]) throw new TypeError("A mail has one sender and one recipient.");
  return { bytes: await node.build(), messageId, envelope: { from: sender, to: to[0] } };
}
function fileNameOf(file2) {
  return plainLine(file2.name).replaceAll(/[/\\]/g, "_") || "file";
}
function contentTypeOf({ contentType }) {
  return /^(?!message\/|multipart\/)[\w.+-]+\/[\w.+-]+$/i.test(contentType) ? contentType : "application/octet-stream";
}
function attachmentOf(file2) {
  return {
    filename: fileNameOf(file2),
    contentType: contentTypeOf(file2),
    content: Buffer.from(file2.bytes),
    contentTransferEncoding: "base64"
  };
}
function messageIdOf(key, sender) {
  const left = /^[\w+-]+(?:\.[\w+-]+)*$/.test(key) ? key : sha256(key).slice(0, 32);
  const domain = domainToASCII2(sender.slice(sender.lastIndexOf("@") + 1));
  return `<${left}@${domain}>`;
}

// adapters/connector/email/outcome.ts
function outcomeOf({ fault, handedOver }, { account, recipient, messageId }) {
  if (!fault && handedOver) return { status: "done", outputs: { messageId }, providerRef: messageId };
  const seen = fault ?? { message: words.tooEarly };
  const code = handedOver && !isVerdict(seen) ? "MAIL_UNCERTAIN" : fault ? codeOf(fault) : "MAIL_UNCERTAIN";
  const unanswered = code === "MAIL_UNCERTAIN" && fault && fault.response === void 0;
  const reason = withoutPassword(unanswered ? words.noAnswer : reasonOf(seen), account);
  const error = new MainstayError(code, {
    values: { recipient, host: account.host, reason },
    cause: new Error(withoutPassword(`${seen.command ?? ""} ${seen.message}`.trim(), account))
  });
  return { status: code === "MAIL_UNCERTAIN" ? "unknown" : "failed", error };
}
function isVerdict({ code, command, responseCode = 0 }) {
  return code === "EMESSAGE" && command === "DATA" && responseCode >= 400 && responseCode < 600;
}
function codeOf({ code, command, responseCode, permanent }) {
  const answered = responseCode !== void 0;
  if (code === "EAUTH" && (permanent || !answered)) return "MAIL_PASSWORD";
  if (code === "ETLS") return "MAIL_UNREACHABLE";
  const aboutTheMail = code === "EENVELOPE" || code === "EMESSAGE";
  if (aboutTheMail && (permanent || !answered) && command !== "CONN") return "MAIL_REFUSED";
  return answered ? "MAIL_DEFERRED" : "MAIL_UNREACHABLE";
}
function reasonOf(fault) {
  const said = fault.response === void 0 ? unansweredReason(fault) : answeredReason(fault.response);
  return fault.code === "ETLS" ? words.notEncrypted(said) : said;
}
function answeredReason(response) {
  const lines = response.split(/\r?\n/).map((line3) => line3.replace(/^\d{3}[ -]?(?:\d\.\d{1,3}\.\d{1,3}\s)?/, ""));
  const codes2 = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3}\b)?/.exec(response)?.[0].replace("-", " ");
  const text3 = tidy(lines.join(" "));
  if (!codes2) return text3;
  return text3 === "" ? codes2 : `${text3} (${codes2})`;
}
function unansweredReason({ code = "", originalCode = "", message }) {
  return words.faults[originalCode] ?? words.faults[code] ?? tidy(message);
}
function tidy(text3) {
  return plainLine(text3).slice(0, 200).replace(/[.!\s]+$/, "");
}

// adapters/connector/email/outbox.ts
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
async function saveMail({ folder, key, date, subject, bytes }) {
  try {
    await mkdir(folder, { recursive: true, mode: 448 });
    const ending = `-${sha256(key).slice(0, 12)}.eml`;
    const earlier = (await readdir(folder)).find((name3) => name3.endsWith(ending));
    const name2 = earlier ?? `${date}-${slugOf(subject)}${ending}`;
    await replaceFile(join(folder, name2), bytes);
    await syncFolder(folder);
    return name2;
  } catch (error) {
    throw new MainstayError("MAIL_UNSAVED", { values: { folder, reason: reasonOf2(error) }, cause: error });
  }
}
async function replaceFile(path, bytes) {
  const temporary = `${path}.tmp`;
  try {
    const file2 = await open(temporary, "w", 384);
    try {
      await file2.writeFile(bytes);
      await file2.sync();
    } finally {
      await file2.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => void 0);
    throw error;
  }
}
async function syncFolder(folder) {
  if (process.platform === "win32") return;
  const handle2 = await open(folder, "r");
  try {
    await handle2.sync();
  } finally {
    await handle2.close();
  }
}
function slugOf(subject) {
  const ascii = subject.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return ascii.replaceAll(/[^a-z0-9]+/g, "-").slice(0, 40).replaceAll(/^-|-$/g, "") || "mail";
}
function reasonOf2(error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return words.diskFaults[code] ?? code;
}

// adapters/connector/email/preview.ts
import { domainToASCII as domainToASCII3, domainToUnicode } from "node:url";
async function previewMail(mail, attachments2) {
  const notes = notesOf(mail);
  const ids = attachedIds(mail).filter((id2) => !/^\(.+\)$/.test(id2));
  const files = await Promise.all(ids.map((id2) => previewFile(attachments2, id2)));
  return {
    to: recipientOf(mail),
    subject: mail.subject,
    text: mail.body,
    ...files.length > 0 ? { attachments: files } : {},
    ...notes.length > 0 ? { notes } : {}
  };
}
function recipientOf({ to, toName }) {
  return toName === void 0 ? to : `${toName} <${to}>`;
}
async function previewFile(attachments2, id2) {
  try {
    const file2 = await attachments2.read(id2);
    const pages = file2.pages === void 0 ? {} : { pages: file2.pages };
    return { id: id2, name: fileNameOf(file2), contentType: contentTypeOf(file2), ...pages };
  } catch (error) {
    if (isMainstayError(error, "NOT_FOUND"))
      throw invalidMail([{ path: "attach", message: words.fields.unknownFile }]);
    throw error;
  }
}
function notesOf({ to }) {
  const written = to.slice(to.lastIndexOf("@") + 1);
  const shown2 = domainToUnicode(written);
  const real = domainToASCII3(written);
  const foreign = /[^\p{scx=Latin}\p{scx=Common}\p{scx=Inherited}]/u.test(shown2);
  const encoded = /(?:^|\.)xn--/i.test(written);
  return foreign || encoded ? [words.unusualDomain(shown2, real)] : [];
}

// adapters/connector/email/sender.ts
var NOWHERE = "mainstay@localhost";
function fromOf(sender, to) {
  const login = to.account?.login;
  const address = [sender.address, login?.user].find(
    (candidate) => candidate !== void 0 && isAddress(candidate)
  );
  if (address === void 0 && to.leaves && login) throw new MainstayError("MAIL_SENDER_UNKNOWN");
  return { name: plainLine(sender.name ?? ""), address: address ?? NOWHERE };
}

// adapters/connector/email/smtp.ts
import { Readable } from "node:stream";
var CHUNK_BYTES = 16 * 1024;
async function deliver(message, account, timeouts) {
  const { default: Connection } = await import("nodemailer/lib/smtp-connection");
  const { host, port, secure, mustEncrypt } = account;
  const connection = new Connection({
    host,
    port,
    secure,
    requireTLS: mustEncrypt && !secure,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    dnsTimeout: timeouts.connectMs,
    socketTimeout: timeouts.socketMs
  });
  const body = Readable.from(chunksOf(message.bytes));
  const fault = await converse(connection, { message, body, account, totalMs: timeouts.totalMs });
  if (!fault) connection.quit();
  connection.close();
  return { ...fault ? { fault } : {}, handedOver: body.readableEnded };
}
function converse(connection, { message, body, account, totalMs }) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle4({ message: "Took too long", code: "ETIMEDOUT" }), totalMs);
    const settle4 = (fault) => {
      clearTimeout(timer);
      resolve(fault ?? void 0);
    };
    connection.on("error", settle4);
    const submit = () => {
      const { from, to } = message.envelope;
      connection.send({ from, to, size: message.bytes.length }, body, settle4);
    };
    connection.connect((error) => {
      if (error) return settle4(error);
      if (!account.login || !connection.allowsAuth) return submit();
      const credentials = { user: account.login.user, pass: account.login.password.reveal() };
      connection.login({ credentials }, (refused2) => refused2 ? settle4(refused2) : submit());
    });
  });
}
function* chunksOf(bytes) {
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES)
    yield bytes.subarray(start, start + CHUNK_BYTES);
}

// adapters/connector/email/connector.ts
var TIMEOUTS = { connectMs: 1e4, greetingMs: 1e4, socketMs: 3e4, totalMs: 6e5 };
function createEmailConnector({ smtpUrl, ...options }) {
  const account = smtpUrl && parseAccount(smtpUrl);
  return {
    name: "email",
    commands: [sendCommand({ ...options, account })],
    status: () => account ? { ready: true, text: words.statusSmtp(account.host) } : { ready: false, text: words.statusOutbox }
  };
}
function sendCommand(deps) {
  return {
    where: "remote",
    type: "email.send",
    version: 1,
    input: mailSchema,
    outputs: ["messageId"],
    undo: { never: words.undo },
    repeat: "none",
    preview: async (input) => previewMail(parseMail(input), deps.attachments),
    perform: async (input, context) => {
      try {
        return await perform(deps, input, context);
      } catch (error) {
        if (isMainstayError(error)) return { status: "failed", error };
        throw error;
      }
    }
  };
}
async function perform(deps, input, context) {
  const { account, attachments: attachments2, timeouts = TIMEOUTS } = deps;
  const leaves = account !== void 0 && !context.practice;
  const mail = parseMail(input);
  const from = fromOf(await deps.from(), { account, leaves });
  const files = await Promise.all(attachedIds(mail).map((id2) => attachments2.read(id2)));
  const message = await composeMessage({ mail, from, files, key: context.key, at: context.now });
  if (leaves) {
    const delivery = await deliver(message, account, timeouts);
    return outcomeOf(delivery, { account, recipient: recipientOf(mail), messageId: message.messageId });
  }
  const name2 = await saveMail({
    folder: context.practice ? join2(deps.outbox, "practice") : deps.outbox,
    key: context.key,
    date: new Intl.DateTimeFormat("sv-SE", { timeZone: context.zone }).format(context.now),
    subject: mail.subject,
    bytes: message.bytes
  });
  const note = context.practice ? words.savedInPractice : words.saved;
  return { status: "saved", outputs: { messageId: message.messageId }, providerRef: name2, note };
}

// adapters/document/pdf/index.ts
import PDFDocument from "pdfkit";
function createPdfRenderer() {
  return {
    invoice: (invoice) => new Promise((resolve) => {
      const doc = new PDFDocument({ size: "A4", info: { CreationDate: new Date(invoice.issuedOn) } });
      const chunks = [];
      doc.on("data", (chunk) => chunks.push(chunk));
      doc.on("end", () => resolve({ bytes: Buffer.concat(chunks), pages: 1 }));
      doc.text(`Invoice ${invoice.number} ${invoice.buyer.name} ${formatMoney(invoice.total)}`);
      doc.end();
    })
  };
}

// src/agent/input-spec.ts
import { z as z6 } from "zod";
var words2 = z6.array(z6.string().min(1));
var inputSpecSchema = z6.strictObject({
  type: z6.enum(["string", "money", "days", "date", "record", "email", "integer", "percent"]),
  /** Record kind, for type `record`: `customer`. */
  kind: z6.string().exactOptional(),
  /** Used where nothing was said; may hold an expression. */
  default: jsonSchema.exactOptional(),
  optional: z6.boolean().exactOptional(),
  /** Words after which the value stands: `for`, `tax number`. */
  cues: words2.exactOptional(),
  /** For a string: the words right after the request itself, as in “add customer ⟨Ana Torres⟩”. */
  subject: z6.boolean().exactOptional(),
  /** For a subject: the phrases that it follows. */
  after: words2.exactOptional(),
  /** For a string: what no other input took. */
  rest: z6.boolean().exactOptional(),
  /** The question where it is missing. */
  ask: z6.string().exactOptional()
});

// src/agent/matching/tokens.ts
import { stemmer } from "stemmer";

// src/agent/slots/calendar.ts
import { DateTime } from "luxon";
var NUMBER_WORDS = new Map(
  Object.entries({
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    fourteen: 14,
    fifteen: 15,
    twenty: 20,
    thirty: 30,
    sixty: 60,
    ninety: 90
  })
);
var DURATION = new RegExp(
  `(?<![\\p{L}\\p{N}.,/-])(\\d{1,4}|${[...NUMBER_WORDS.keys()].join("|")})[ -]?(days?|weeks?|wks?|months?|years?|fortnights?)(?![\\p{L}\\p{N}])( ago)?`,
  "giu"
);
var NET_DAYS = /(?<![\p{L}\p{N}])net[ -]?(\d{1,3})(?![\p{L}\p{N}.,/-])(?! ?(?:days?|weeks?))/giu;
var AT_ONCE = /(?<![\p{L}\p{N}])(?:immediately|(?:up)?on receipt|right away|at once)(?![\p{L}\p{N}])/giu;
var ISO_DATE = /(?<![\p{L}\p{N}-])(\d{4})-(\d{2})-(\d{2})(?![\p{L}\p{N}-])/gu;
var DOTTED_DATE = /(?<![\p{L}\p{N}.,])(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}|\d{2}))?(?![\p{L}\p{N}]|[.,]\d)/gu;
var SLASHED_DATE = /(?<![\p{L}\p{N}/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?![\p{L}\p{N}/-])/gu;
var SHORT_SLASHED_DATE = /(?<![\p{L}\p{N}/-])(\d{1,2})\/(\d{1,2})(?![\p{L}\p{N}/-])/gu;
function todayOf({ now, zone }) {
  return DateTime.fromMillis(now, { zone }).startOf("day");
}
function findFigureDays(text3, when) {
  const today = todayOf(when);
  const { dayFirst } = when;
  const all = [
    ...mentions(text3, ISO_DATE, ([, year, month, day]) => dated(today, { year, month, day })),
    ...mentions(text3, DOTTED_DATE, ([, day, month, year]) => dated(today, { year, month, day })),
    ...mentions(
      text3,
      SLASHED_DATE,
      ([, a, , b, year]) => dated(today, { year, ...ordered([a, b], dayFirst) })
    ),
    ...mentions(
      text3,
      SHORT_SLASHED_DATE,
      ([, a, b]) => dated(today, { year: void 0, ...ordered([a, b], dayFirst) })
    ),
    ...mentions(text3, DURATION, (match) => counted(today, match)),
    ...mentions(text3, NET_DAYS, ([, days]) => ({
      form: "duration",
      day: today.plus({ days: Number(days) })
    })),
    ...mentions(text3, AT_ONCE, () => ({ form: "duration", day: today }))
  ];
  return all.toSorted((one, other) => one.start - other.start);
}
function mentions(text3, pattern, read) {
  return Array.from(text3.matchAll(pattern), (match) => {
    const mention = read(match);
    return mention && { start: match.index, end: match.index + match[0].length, ...mention };
  }).filter((mention) => mention !== void 0);
}
function ordered([a, b], dayFirst) {
  const swapped = dayFirst ? Number(b) > 12 : Number(a) <= 12;
  return swapped ? { day: b, month: a } : { day: a, month: b };
}
function dated(today, { year, month, day }) {
  return {
    form: "date",
    day: nextDay(today, { year: fullYear(year), month: Number(month), day: Number(day) })
  };
}
function nextDay(today, { year, month, day }) {
  const inYear2 = (chosen2) => DateTime.fromObject({ year: chosen2, month, day }, { zone: today.zone });
  if (year !== void 0) return inYear2(year).isValid ? inYear2(year) : void 0;
  const next = inYear2(today.year);
  const chosen = next.isValid && next >= today ? next : inYear2(today.year + 1);
  return chosen.isValid ? chosen : void 0;
}
function fullYear(year) {
  if (year === void 0) return void 0;
  return year.length === 2 ? 2e3 + Number(year) : Number(year);
}
function counted(today, [, count = "", unit = "", ago]) {
  const number = (NUMBER_WORDS.get(count.toLowerCase()) ?? Number(count)) * (ago ? -1 : 1);
  const letter = unit.charAt(0).toLowerCase();
  const units = { d: "days", w: "weeks", m: "months", y: "years", f: "weeks" };
  const amount = letter === "f" ? 2 * number : number;
  return { form: "duration", day: today.plus({ [units[letter]]: amount }) };
}

// src/agent/slots/emails.ts
import { z as z7 } from "zod";

// src/agent/slots/words.ts
var MAX_QUOTED = 40;
function quoted(text3) {
  const shown2 = text3.length > MAX_QUOTED ? `${text3.slice(0, MAX_QUOTED).toWellFormed()}\u2026` : text3;
  return `\u201C${shown2}\u201D`;
}
var PROBLEMS = {
  notAboveZero: (amount) => `${formatMoney(amount)} cannot be used; an amount must be above zero.`,
  tooManyDecimals: (shown2, currency, decimals) => decimals === 0 ? `${quoted(shown2)} has decimals, and ${currency} has none.` : `${quoted(shown2)} has more decimals than ${currency}, which has ${decimals}.`,
  amountTooLarge: (shown2) => `${quoted(shown2)} is larger than I can count exactly.`,
  amountUnreadable: (shown2) => `I cannot read ${quoted(shown2)} as an amount. Write it like 1,200.50.`,
  currencyUnclear: (shown2) => `${quoted(shown2)} does not say which currency. Write its code, such as USD.`,
  amountInWords: () => "I read amounts in figures only, such as $1,200.",
  several: (shown2) => `You gave ${list(shown2)}, and I need one.`,
  past: (shown2) => `${quoted(shown2)} is in the past.`,
  tooFar: (shown2) => `${quoted(shown2)} is more than ten years away.`,
  noSuchDate: (shown2) => `${quoted(shown2)} is not in the calendar.`,
  notAnAddress: (shown2) => `${quoted(shown2)} is not a complete e-mail address.`,
  numberTooLarge: (shown2) => `${quoted(shown2)} is larger than I can count exactly.`,
  percentUnreadable: (shown2) => `I cannot read ${quoted(shown2)} as a percentage. Write it like 19 or 7.5.`,
  unknownName: (shown2, kind) => `I know no ${kind} called ${quoted(shown2)}.`,
  tooLong: (maxChars) => `That is longer than the ${maxChars.toLocaleString("en-US")} characters I read at once.`
};
function list(shown2) {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(shown2.map(quoted));
}

// src/agent/slots/emails.ts
var addressSchema = z7.email().max(254);
var BEFORE_AT = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
var AFTER_AT = /[\p{L}\p{N}.-]/u;
function findEmails(text3) {
  const found = [];
  let from = 0;
  for (let at2 = text3.indexOf("@"); at2 !== -1; at2 = text3.indexOf("@", at2 + 1)) {
    let start = at2;
    while (start > from && BEFORE_AT.test(text3.charAt(start - 1))) start -= 1;
    let end = at2 + 1;
    while (end < text3.length && AFTER_AT.test(text3.charAt(end))) end += 1;
    while (end > at2 + 1 && /[.-]/.test(text3.charAt(end - 1))) end -= 1;
    while (start < at2 && /[.'/=]/.test(text3.charAt(start))) start += 1;
    from = end;
    const shown2 = text3.slice(start, end);
    if (start === at2) continue;
    const valid = addressSchema.safeParse(shown2).success;
    found.push({ start, end, ...valid ? { value: shown2 } : { problem: PROBLEMS.notAnAddress(shown2) } });
  }
  return found;
}

// src/agent/slots/text.ts
var MAX_CHARS = 4e3;
var LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029]/gu;
var SPACES = /[\t\v\f\p{Zs}]/gu;
var INVISIBLE = /[^\P{C}\n\u200c\u200d]/gu;
var MARKS = /\p{M}/gu;
var WORD = /[\p{L}\p{N}\p{M}]+/gu;
var PLAIN_LETTERS = /* @__PURE__ */ new Map([
  ["\xDF", "ss"],
  ["\xF8", "o"],
  ["\u0142", "l"],
  ["\u0111", "d"],
  ["\xE6", "ae"],
  ["\u0153", "oe"],
  ["\u0131", "i"]
]);
var PLAIN = /[ßøłđæœı]/gu;
function cleanText(text3) {
  return text3.slice(0, MAX_CHARS).toWellFormed().normalize("NFC").replace(LINE_BREAKS, "\n").replace(SPACES, " ").replace(INVISIBLE, "");
}
function fold(text3) {
  return text3.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(PLAIN, (letter) => PLAIN_LETTERS.get(letter) ?? letter);
}
function wordsOf(text3) {
  return Array.from(text3.matchAll(WORD), ({ 0: raw, index }) => ({
    folded: fold(raw),
    raw,
    start: index,
    end: index + raw.length
  }));
}

// src/agent/slots/currencies.ts
var DOLLAR_SIGN = codes(
  "USD CAD AUD NZD SGD HKD TWD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD MXN ARS CLP COP UYU DOP"
);
var DOLLARS = codes(
  "USD CAD AUD NZD SGD HKD TWD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD"
);
var CROWNS = codes("SEK NOK DKK ISK");
var FRANCS = codes("CHF XOF XAF XPF");
var LOWER_CASE = codes(
  "USD EUR GBP CHF JPY CAD AUD NZD SEK NOK DKK ISK PLN CZK HUF BGN INR CNY BRL MXN ZAR SGD HKD KRW ILS UAH THB AED"
);
var ENGLISH_WORDS = codes("ALL TRY TOP");
var SIGNS = new Map(
  Object.entries({
    "\u20AC": "EUR",
    "\xA3": "GBP",
    "\u20B9": "INR",
    "\u20A9": "KRW",
    "\u20BD": "RUB",
    "\u20BA": "TRY",
    "\u20B4": "UAH",
    "\u20AA": "ILS",
    "\u20AB": "VND",
    "\u20B1": "PHP",
    "\u20A6": "NGN",
    "\u0E3F": "THB",
    "\u20A1": "CRC",
    "\u20B2": "PYG",
    "\u20B8": "KZT",
    "\u20BE": "GEL",
    "\u20B5": "GHS",
    US$: "USD",
    R$: "BRL",
    A$: "AUD",
    AU$: "AUD",
    C$: "CAD",
    CA$: "CAD",
    NZ$: "NZD",
    HK$: "HKD",
    S$: "SGD",
    SG$: "SGD",
    NT$: "TWD",
    MX$: "MXN"
  })
);
var NAMES = new Map(
  Object.entries({
    euro: "EUR",
    euros: "EUR",
    pound: "GBP",
    pounds: "GBP",
    quid: "GBP",
    yen: "JPY",
    yuan: "CNY",
    rupee: "INR",
    rupees: "INR",
    zl: "PLN",
    zloty: "PLN",
    zlotys: "PLN",
    kc: "CZK",
    reais: "BRL",
    shekels: "ILS",
    baht: "THB",
    hryvnia: "UAH",
    forint: "HUF",
    sfr: "CHF",
    franken: "CHF"
  })
);
var SHARED = new Map(
  Object.entries({
    dollar: { of: DOLLARS, otherwise: "USD" },
    dollars: { of: DOLLARS, otherwise: "USD" },
    buck: { of: DOLLARS, otherwise: "USD" },
    bucks: { of: DOLLARS, otherwise: "USD" },
    franc: { of: FRANCS, otherwise: "CHF" },
    francs: { of: FRANCS, otherwise: "CHF" },
    kr: { of: CROWNS },
    krona: { of: CROWNS },
    kronor: { of: CROWNS },
    krone: { of: CROWNS },
    kroner: { of: CROWNS }
  })
);
function currencyOfSign(sign, context) {
  const plain2 = sign.normalize("NFKC");
  if (plain2 === "$") return { code: DOLLAR_SIGN.has(context) ? context : "USD" };
  if (plain2 === "\xA5") return { code: context === "CNY" ? "CNY" : "JPY" };
  const code = SIGNS.get(plain2.toUpperCase());
  if (code !== void 0) return { code };
  return /^\p{Sc}$/u.test(plain2) ? { code: null } : void 0;
}
function currencyOfWord(word, context) {
  const folded = fold(word);
  const named2 = NAMES.get(folded);
  if (named2 !== void 0) return { code: named2 };
  const shared = SHARED.get(folded);
  if (shared) return { code: shared.of.has(context) ? context : shared.otherwise ?? null };
  const code = word.toUpperCase();
  if (code.length !== 3 || !currencySchema.safeParse(code).success) return void 0;
  const asCode = LOWER_CASE.has(code) || word === code && !ENGLISH_WORDS.has(code) || code === context;
  return asCode ? { code } : void 0;
}
function codes(list2) {
  return new Set(list2.split(" "));
}

// src/agent/slots/numbers.ts
var FIGURES = /\d{1,3}(?:[ '’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*/gu;
function parseDecimal(figures, decimals) {
  const plain2 = ungrouped(figures.replace(/[ '’]/g, "\u2019"));
  if (plain2 === void 0) return void 0;
  const point = decimalPoint(plain2, decimals);
  const whole = point === -1 ? plain2 : plain2.slice(0, point);
  const fraction = point === -1 ? "" : plain2.slice(point + 1);
  const digits = withoutGroups(whole);
  if (digits === void 0 || !/^\d*$/.test(fraction)) return void 0;
  return { digits: BigInt(digits + fraction), decimals: fraction.length };
}
function scaled(number, decimals) {
  const shift = decimals - number.decimals;
  if (shift >= 0) return number.digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return number.digits % divisor === 0n ? number.digits / divisor : void 0;
}
function ungrouped(figures) {
  if (!figures.includes("\u2019")) return figures;
  return /^\d{1,3}(?:’\d{3})+(?:[.,]\d+)?$/.test(figures) ? figures.replaceAll("\u2019", "") : void 0;
}
function decimalPoint(figures, decimals) {
  const last = Math.max(figures.lastIndexOf("."), figures.lastIndexOf(","));
  if (last === -1) return -1;
  const separator = figures.charAt(last);
  if (figures.indexOf(separator) !== last) return -1;
  const other = separator === "." ? "," : ".";
  if (figures.includes(other)) return last;
  const groups = figures.length - last - 1 === 3 && last <= 3 && !figures.startsWith("0");
  return groups && decimals !== 3 ? -1 : last;
}
function withoutGroups(whole) {
  if (/^\d+$/.test(whole)) return whole;
  const grouped = /^\d{1,3}(?:,\d{3})+$|^\d{1,3}(?:\.\d{3})+$|^\d{1,2}(?:,\d{2})*,\d{3}$/;
  return grouped.test(whole) ? whole.replace(/[.,]/g, "") : void 0;
}

// src/agent/slots/money.ts
var SIGN_BEFORE = /(?:(?<!\p{L})\p{Lu}{1,2})?(?:\p{Sc}|￥) ?$/u;
var WORD_BEFORE = /(?<![\p{L}\p{N}])\p{L}{2,7} ?$/u;
var SIGN_AFTER = /^ ?(?:\p{Sc}|￥)(?! ?\d)/u;
var WORD_AFTER = /^ ?\p{L}\p{L}{1,7}(?![\p{L}\p{N}])/u;
var MINUS_BEFORE = /(?<![\p{L}\p{N}])(?:[-−–]|minus )$/iu;
var THOUSANDS = /^k(?![\p{L}\p{N}])/iu;
var DASH_FOR_CENTS = /^[.,][-–—](?![\p{L}\p{N}])/u;
var ATTACHED_BEFORE = /[\p{L}\p{N}\-/:.,#+_@’']$/u;
var ATTACHED_AFTER = /^(?:[\p{L}\p{N}\-–/:%_@°]|[.,]\d)/u;
function findMoney(text3, currency) {
  return Array.from(
    text3.matchAll(FIGURES),
    ({ 0: figures, index }) => candidateAt(text3, { figures, index, currency })
  ).filter((candidate) => candidate !== void 0);
}
function namesCurrency(text3, currency) {
  return /\p{Sc}/u.test(text3) || text3.split(/[^\p{L}]+/u).some((word) => currencyOfWord(word, currency) !== void 0);
}
function candidateAt(text3, found) {
  const around = lookAround(text3, found);
  const { start, end, marks } = around;
  if (marks.length === 0) {
    if (ATTACHED_BEFORE.test(text3.slice(Math.max(0, start - 2), start))) return void 0;
    if (ATTACHED_AFTER.test(text3.slice(end, end + 2))) return void 0;
  }
  const shown2 = text3.slice(start, end);
  const currency = agreed(marks, found.currency);
  if (currency === void 0) return { start, end, marked: true, problem: PROBLEMS.currencyUnclear(shown2) };
  return { start, end, marked: marks.length > 0, ...amountOf({ ...found, ...around, shown: shown2, currency }) };
}
function lookAround(text3, { figures, index, currency }) {
  let start = index;
  let end = index + figures.length;
  const marks = [];
  const minusInside = MINUS_BEFORE.exec(text3.slice(Math.max(0, start - 8), start))?.[0];
  if (minusInside) start -= minusInside.length;
  const before = markBefore(text3.slice(Math.max(0, start - 9), start), currency);
  if (before) {
    marks.push(before.mark);
    start -= before.length;
  }
  const minusOutside = MINUS_BEFORE.exec(text3.slice(Math.max(0, start - 8), start))?.[0];
  if (minusOutside) start -= minusOutside.length;
  const thousands = THOUSANDS.test(text3.slice(end, end + 2));
  if (thousands) end += 1;
  end += DASH_FOR_CENTS.exec(text3.slice(end, end + 3))?.[0].length ?? 0;
  const after = markAfter(text3.slice(end, end + 12), currency);
  if (after) {
    marks.push(after.mark);
    end += after.length;
  }
  return { start, end, thousands, negative: Boolean(minusInside ?? minusOutside), marks };
}
function markBefore(before, currency) {
  const sign = SIGN_BEFORE.exec(before)?.[0];
  if (sign !== void 0) {
    const whole = currencyOfSign(sign.trim(), currency);
    if (whole) return { mark: whole, length: sign.length };
    const bare = sign.replace(/^\p{Lu}+/u, "");
    const mark2 = currencyOfSign(bare.trim(), currency);
    return mark2 && { mark: mark2, length: bare.length };
  }
  const word = WORD_BEFORE.exec(before)?.[0];
  const mark = word === void 0 ? void 0 : currencyOfWord(word.trim(), currency);
  return mark && word !== void 0 ? { mark, length: word.length } : void 0;
}
function markAfter(after, currency) {
  const sign = SIGN_AFTER.exec(after)?.[0];
  const word = sign === void 0 ? WORD_AFTER.exec(after)?.[0] : void 0;
  if (sign !== void 0) {
    const mark2 = currencyOfSign(sign.trim(), currency);
    return mark2 && { mark: mark2, length: sign.length };
  }
  const mark = word === void 0 ? void 0 : currencyOfWord(word.trim(), currency);
  return mark && word !== void 0 ? { mark, length: word.length } : void 0;
}
function agreed(marks, context) {
  const [first, second] = marks;
  if (!first) return context;
  if (first.code === null) return second?.code ?? void 0;
  if (!second || second.code === first.code) return first.code;
  const dollarSign = currencyOfSign("$", context)?.code;
  const settled = first.code === dollarSign && second.code !== null && currencyOfSign("$", second.code)?.code === second.code;
  return settled && second.code !== null ? second.code : void 0;
}
var decimalsKnown = /* @__PURE__ */ new Map();
function knownDecimals(currency) {
  const known = decimalsKnown.get(currency) ?? decimalsOf(currency);
  decimalsKnown.set(currency, known);
  return known;
}
function amountOf(amount) {
  const { figures, shown: shown2, currency, thousands, negative } = amount;
  const decimals = knownDecimals(currency);
  const number = parseDecimal(figures, thousands ? 0 : decimals);
  if (!number) return { problem: PROBLEMS.amountUnreadable(shown2) };
  const exact2 = scaled(number, decimals + (thousands ? 3 : 0));
  if (exact2 === void 0) return { problem: PROBLEMS.tooManyDecimals(shown2, currency, decimals) };
  const minor = Number(negative ? -exact2 : exact2);
  if (!Number.isSafeInteger(minor)) return { problem: PROBLEMS.amountTooLarge(shown2) };
  const money = { minor, currency };
  return minor > 0 ? { value: money } : { problem: PROBLEMS.notAboveZero(money) };
}

// src/agent/slots/quotes.ts
var CLOSERS = /* @__PURE__ */ new Map([
  ["\u201C", "\u201D"],
  ["\u201E", "\u201C\u201D"],
  ["\xAB", "\xBB"],
  ["\xBB", "\xAB"],
  ['"', '"'],
  ["\u201A", "\u2019"],
  ["'", "'\u2019"],
  ["\u2018", "\u2019"]
]);
function findQuotes(text3) {
  const quotes = [];
  for (let start = 0; start < text3.length; start += 1) {
    const end = closingMark(text3, start);
    if (end === -1) continue;
    const inner = text3.slice(start + 1, end).trim();
    if (inner !== "") quotes.push({ span: { start, end: end + 1 }, inner });
    start = end;
  }
  return quotes;
}
function closingMark(text3, start) {
  const closers = CLOSERS.get(text3.charAt(start));
  if (closers === void 0 || /[\p{L}\p{N}]/u.test(text3.charAt(start - 1))) return -1;
  for (let i = start + 1; i < text3.length && text3.charAt(i) !== "\n"; i += 1) {
    if (closers.includes(text3.charAt(i)) && !/[\p{L}\p{N}]/u.test(text3.charAt(i + 1))) return i;
  }
  return -1;
}

// src/agent/slots/spans.ts
function createClaims(textLength) {
  const spans = [];
  return {
    spans,
    add: (span) => {
      spans.push(span);
    },
    isFree: (span) => !spans.some((taken) => overlap(taken, span)),
    nextFrom: (place) => spans.reduce((next, { start }) => start >= place && start < next ? start : next, textLength)
  };
}
function overlap(one, other) {
  return one.start < other.end && other.start < one.end;
}
function startingAt(place, start) {
  return { ...place, start };
}
function trimmed(text3, { start, end }) {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text3.charAt(from))) from += 1;
  while (to > from && /\s/.test(text3.charAt(to - 1))) to -= 1;
  return { start: from, end: to };
}

// src/agent/slots/function-words.ts
var FUNCTION_WORDS = new Set(
  "a an the this that these those my your his her its our their i you he she it we they me him us them and or but nor so yet if then than as at by for from in into of off on onto out over per to up with within without about after before between during until till through under is am are was were be been being do does did done have has had having will would shall should can could may might must not no yes please thanks thank who whom whose which what when where why how there here also just only too very now s t d ll m re ve due".split(" ")
);
function isFunctionWord(folded) {
  return FUNCTION_WORDS.has(folded);
}

// src/agent/matching/vocabulary.ts
var OPENINGS = phrases([
  "please",
  "kindly",
  "hey",
  "hi",
  "hello",
  "ok",
  "okay",
  "so",
  "now",
  "then",
  "and",
  "also",
  "just",
  "quickly",
  "mainstay",
  "can you",
  "could you",
  "would you",
  "will you",
  "can you please",
  "i want to",
  "i want you to",
  "i need to",
  "i need you to",
  "i would like to",
  "i would like you to",
  "i have to",
  "let us",
  "go ahead and",
  "time to",
  "you should",
  "good morning"
]);
var NO_REQUEST = new Set(
  "should shall would could can may might must will do does did is are was were am has have had if when unless whether what who whom whose which where why how suppose imagine maybe perhaps assuming while because since".split(" ")
);
var NEGATIONS = new Set("not never no without cannot nobody nothing neither nor none dont".split(" "));
var MAKING = new Set("make create write prepare draft".split(" "));
var QUESTION_WORDS = new Set("who what which where when why how".split(" "));
var SILENT = new Set("please thanks thank kindly just also now".split(" "));
function isNegation(word) {
  return NEGATIONS.has(word);
}
function beginsNoRequest(word) {
  return NO_REQUEST.has(word);
}
var TELLING = new Set("is are was were has had got".split(" "));
function isTelling(word) {
  return TELLING.has(word);
}
function isQuestionWord(word) {
  return QUESTION_WORDS.has(word);
}
function sameMeaning(word) {
  return MAKING.has(word) ? "make" : word;
}
function weightOfKind(word) {
  if (SILENT.has(word)) return 0;
  if (QUESTION_WORDS.has(word)) return 0.5;
  return isFunctionWord(word) ? 0.15 : 1;
}
function phrases(list2) {
  return list2.map((phrase) => phrase.split(" ")).toSorted((one, other) => other.length - one.length);
}

// src/agent/matching/tokens.ts
var MAX_CHARS2 = 2e3;
var CONTRACTIONS = new Map(
  Object.entries({ s: "is", m: "am", re: "are", d: "would", ll: "will", ve: "have", t: "not" })
);
var NEGATED = new Map(
  Object.entries({ can: "can", won: "will", shan: "shall", ain: "is" })
);
var ANY_DAY = { now: 0, zone: "utc", dayFirst: true };
var CALENDAR_WORDS = /(?<![\p{L}\p{N}])(?:(?:next|this|last) )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))(?![\p{L}\p{N}])/giu;
function tokensOf(text3) {
  return withoutOpening(rawTokens(cleanText(text3.slice(0, MAX_CHARS2))));
}
function stemOf(word) {
  return stemmer(sameMeaning(word));
}
function rawTokens(text3) {
  const masks = masksIn(text3);
  const tokens = [];
  let end = 0;
  let mask = 0;
  for (const word of wordsOf(text3)) {
    for (let next = masks[mask]; next && next.start <= word.start; next = masks[mask += 1]) {
      tokens.push({ kind: "mask", mask: next.mask, newClause: /[,;:\n]/.test(text3.slice(end, next.start)) });
      end = next.end;
    }
    if (word.start < end) continue;
    const before = text3.slice(end, word.start);
    end = word.end;
    if (/^\d+$/.test(word.raw))
      tokens.push({ kind: "mask", mask: "number", newClause: /[,;:\n]/.test(before) });
    else pushWord(tokens, word, before);
  }
  for (const { mask: kind } of masks.slice(mask)) tokens.push({ kind: "mask", mask: kind, newClause: false });
  return tokens;
}
function pushWord(tokens, { folded, raw }, before) {
  const newClause = /[,;:\n]/.test(before);
  if (/^[’']$/.test(before)) {
    const whole = CONTRACTIONS.get(folded);
    const last = tokens.at(-1);
    if (whole === void 0 || last?.kind !== "word" || folded === "s" && last.capital) return;
    if (folded === "t") {
      const verb = NEGATED.get(last.word) ?? last.word.replace(/n$/, "");
      tokens[tokens.length - 1] = { ...last, word: verb, stem: stemOf(verb) };
    }
    tokens.push({ kind: "word", word: whole, stem: stemOf(whole), capital: false, newClause: false });
    return;
  }
  const capital = /^\p{Lu}/u.test(raw) && raw !== "I" && tokens.length > 0 && !/[.!?\n]/.test(before);
  tokens.push({ kind: "word", word: folded, stem: stemOf(folded), capital, newClause });
}
function masksIn(text3) {
  const of = (mask) => (span) => ({ start: span.start, end: span.end, mask });
  const calendar = Array.from(text3.matchAll(CALENDAR_WORDS), ({ 0: shown2, index }) => ({
    start: index,
    end: index + shown2.length
  }));
  const all = [
    ...findQuotes(text3).map(({ span }) => of("quote")(span)),
    ...findEmails(text3).map(of("email")),
    ...[...findFigureDays(text3, ANY_DAY), ...calendar].map(of("date")),
    ...findMoney(text3, "USD").filter(({ marked }) => marked).map(of("money"))
  ];
  const kept = [];
  for (const span of all) if (!kept.some((other) => overlap(other, span))) kept.push(span);
  return kept.toSorted((one, other) => one.start - other.start);
}
function withoutOpening(tokens) {
  let start = 0;
  for (let length = openingLength(tokens, start); length > 0; length = openingLength(tokens, start))
    start += length;
  return start < tokens.length ? tokens.slice(start) : tokens;
}
function openingLength(tokens, start) {
  const opening = OPENINGS.find(
    (words5) => words5.every((word, i) => {
      const token = tokens[start + i];
      return token?.kind === "word" && token.word === word;
    })
  );
  return opening?.length ?? 0;
}

// src/agent/matching/examples.ts
var MASK_WEIGHTS = {
  money: 0.6,
  email: 0.4,
  number: 0.3,
  quote: 0.3,
  name: 0.3,
  date: 0.2
};
var BEFORE_CONTENT = new Set("for about on regarding called named at with over by in".split(" "));
var LONE_WORD = 0.5;
var VERB_AND_OBJECT = 2;
function compileExamples(intents) {
  const drafts = intents.flatMap(({ examples }, intent) => draftsOf(examples, intent));
  const counts = /* @__PURE__ */ new Map();
  for (const draft of drafts) {
    for (const stem of new Set(draft.words.map((word) => word.stem))) {
      const byIntent = counts.get(stem) ?? [];
      byIntent[draft.intent] = (byIntent[draft.intent] ?? 0) + 1;
      counts.set(stem, byIntent);
    }
  }
  return drafts.map((draft) => weigh(draft, { counts, intents: intents.length }));
}
function draftsOf(examples, intent) {
  const read = examples.map((example) => ({ example, tokens: withNames(tokensOf(example)) }));
  const headStems = new Set(read.flatMap(({ tokens }) => headOf(tokens).map(({ stem }) => stem)));
  return read.map(({ example, tokens }) => ({
    intent,
    words: requestWords(tokens, headStems),
    head: headOf(tokens).map(({ stem }) => stem),
    masks: masksOf(tokens, example),
    isQuestion: example.trimEnd().endsWith("?")
  }));
}
function masksOf(tokens, example) {
  const open3 = /(?:…|\.{3})\s*$/.test(example) ? ["name"] : [];
  return /* @__PURE__ */ new Set([...tokens.flatMap((token) => token.kind === "mask" ? [token.mask] : []), ...open3]);
}
function withNames(tokens) {
  return tokens.map(
    (token) => token.kind === "word" && token.capital ? { kind: "mask", mask: "name", newClause: token.newClause } : token
  );
}
function headOf(tokens) {
  const end = tokens.findIndex(({ kind }) => kind === "mask");
  return tokens.slice(0, end === -1 ? tokens.length : end).filter((token) => token.kind === "word");
}
function requestWords(tokens, headStems) {
  const kept = [];
  let hasMask = false;
  let isContent = false;
  for (const token of tokens) {
    if (token.kind === "mask") {
      hasMask = true;
      isContent = false;
      continue;
    }
    if (hasMask && (token.newClause || BEFORE_CONTENT.has(token.word))) isContent = true;
    const isGrammar = weightOfKind(token.word) < 0.5;
    if (!isContent || isGrammar || headStems.has(token.stem)) kept.push(token);
  }
  return kept;
}
function weigh(draft, known) {
  const anchors = /* @__PURE__ */ new Map();
  const verbAndObject = draft.words.filter(({ word }) => weightOfKind(word) >= 0.5).slice(0, VERB_AND_OBJECT);
  for (const { stem, word } of draft.words) {
    const byIntent = known.counts.get(stem) ?? [];
    const having = byIntent.filter((count) => count > 0).length;
    const inThis = byIntent[draft.intent] ?? 1;
    const rare = Math.log((known.intents + 1) / (having + 0.5)) / Math.log((known.intents + 1) / 1.5);
    const isLone = inThis === 1 && draft.masks.size > 0 && !verbAndObject.some((telling) => telling.stem === stem);
    const kindWeight = weightOfKind(word);
    const weight = kindWeight * rare * (kindWeight < 0.5 ? 1 : 1 + Math.log(inThis)) * (isLone ? LONE_WORD : 1);
    anchors.set(stem, { stem, word, weight, kindWeight });
  }
  const masks = new Map([...draft.masks].map((mask) => [mask, MASK_WEIGHTS[mask]]));
  const total = sum([...anchors.values()].map(({ weight }) => weight)) + sum([...masks.values()]);
  const [first] = draft.words;
  return {
    intent: draft.intent,
    anchors,
    masks,
    head: draft.head,
    firstWord: first && first.stem === draft.head[0] ? first.word : void 0,
    total,
    isNegated: draft.words.some(({ word }) => isNegation(word)),
    isQuestion: draft.isQuestion
  };
}
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

// src/agent/matching/score.ts
var EACH_WORD_BEFORE = 0.7;
var OTHER_VERB_BEFORE = 0.6;
var NOT_A_REQUEST = 0.4;
var OTHER_QUESTION = 0.85;
var NEGATED_BEFORE = 0.35;
var NEGATED_AFTER = 0.55;
var TOLD = 0.6;
var TOLD_WITH_VALUES = 0.75;
var ASKED = 0.8;
var OTHER_FORM = 0.9;
var PLURAL_VERB = 0.6;
var PAST_VERB = 0.45;
var STRAY_VALUE = 0.5;
var PRECISION_POWER = 0.75;
var FREE_WORDS = 12;
function scoreOf(said, example, vocabulary) {
  const coverage = coverageOf(said, example);
  const fit = example.masks.size === 0 ? precisionOf(said, example, vocabulary) : placementOf(said, example) * toldOf(said, example);
  return Math.min(1, coverage * fit * requestOf(said, example) * negationOf(said, example));
}
function coverageOf(said, { anchors, masks, total, head }) {
  let covered = 0;
  for (const anchor of anchors.values()) {
    const word = said.byStem.get(anchor.stem);
    if (word)
      covered += anchor.weight * word.quality * formQuality(word, anchor, anchor.stem === head[0] && masks.size > 0);
  }
  for (const [mask, weight] of masks) covered += weight * (said.masks.get(mask) ?? 0);
  return total === 0 ? 0 : covered / total;
}
function formQuality({ word, stem, quality }, anchor, isVerb) {
  if (word === anchor.word || stem === "make" || quality < 1) return 1;
  if (!isVerb) return OTHER_FORM;
  return /(?:ed|ing)$/.test(word) ? PAST_VERB : PLURAL_VERB;
}
function precisionOf(said, { anchors }, vocabulary) {
  let explained = 0;
  let strange = 0;
  for (const { word, stem } of said.words) {
    const weight = weightOfKind(word);
    if (anchors.has(stem)) explained += weight;
    else strange += weight * (vocabulary.has(stem) ? 0.5 : 1);
  }
  for (const [mask, share2] of said.masks) if (mask !== "name") strange += STRAY_VALUE * share2;
  const share = explained + strange === 0 ? 0 : explained / (explained + strange);
  return share ** PRECISION_POWER;
}
function placementOf(said, { head, anchors }) {
  const places = head.map((stem) => said.byStem.get(stem)).filter((word) => word !== void 0 && weightOfKind(word.word) >= 0.5);
  const first = places.reduce((least, word) => Math.min(least, word?.place ?? least), said.length);
  const before = said.words.filter(({ place, stem }) => place < first && !anchors.has(stem));
  const late = before.reduce(
    (factor, word) => factor * (isOtherVerb(word) ? OTHER_VERB_BEFORE : EACH_WORD_BEFORE),
    1
  );
  const free = said.words.filter(({ word, isKnown: isKnown2 }) => !isKnown2 && weightOfKind(word) >= 0.5).length;
  const hasValue = ["money", "email", "date", "quote"].some((mask) => said.masks.has(mask));
  const rambling = hasValue || free <= FREE_WORDS ? 1 : FREE_WORDS / free;
  return late * rambling;
}
function isOtherVerb({ place, word, isCapital }) {
  return !isCapital && place === 0 && weightOfKind(word) >= 0.5;
}
function toldOf(said, { anchors }) {
  const tells = said.words.some(({ word, stem }) => isTelling(word) && !anchors.has(stem));
  if (!tells) return 1;
  return said.masks.has("money") || said.masks.has("email") ? TOLD_WITH_VALUES : TOLD;
}
function requestOf(said, { firstWord, isQuestion, masks }) {
  const first = said.words[0]?.place === 0 ? said.words[0].word : void 0;
  if (first !== void 0 && first !== firstWord && beginsNoRequest(first)) {
    const bothAsk = said.isQuestion && isQuestion || isQuestionWord(first) && firstWord !== void 0 && isQuestionWord(firstWord);
    return bothAsk ? OTHER_QUESTION : NOT_A_REQUEST;
  }
  return said.isQuestion && !isQuestion && masks.size > 0 ? ASKED : 1;
}
function negationOf(said, { isNegated, head }) {
  const negation = said.words.find(({ word }) => isNegation(word));
  if (!negation || isNegated) return 1;
  const first = head.reduce(
    (least, stem) => Math.min(least, said.byStem.get(stem)?.place ?? least),
    said.length
  );
  return negation.place <= first + 1 ? NEGATED_BEFORE : NEGATED_AFTER;
}

// src/agent/matching/typos.ts
import { distance } from "fastest-levenshtein";
var MIN_LETTERS = 5;
function createTypos(words5) {
  const index = /* @__PURE__ */ new Map();
  for (const word of words5) {
    if (word.length < MIN_LETTERS) continue;
    for (const key of [word, ...shorter(word)]) index.set(key, [...index.get(key) ?? [], word]);
  }
  return {
    correct: (word) => {
      if (word.length < MIN_LETTERS || word.length > 40) return void 0;
      const near = [word, ...shorter(word)].flatMap((key) => index.get(key) ?? []);
      return near.map((known) => likeness(known, word)).reduce(better, void 0);
    }
  };
}
function shorter(word) {
  return Array.from({ length: word.length }, (_, i) => word.slice(0, i) + word.slice(i + 1));
}
function likeness(known, word) {
  if (known.length !== word.length)
    return distance(known, word) === 1 ? { word: known, quality: 0.9 } : void 0;
  if (isSwap(known, word)) return { word: known, quality: 0.9 };
  return distance(known, word) <= 1 ? { word: known, quality: 0.75 } : void 0;
}
function isSwap(one, other) {
  const at2 = [...one].findIndex((letter, i) => letter !== other[i]);
  return at2 !== -1 && one[at2] === other[at2 + 1] && one[at2 + 1] === other[at2] && one.slice(at2 + 2) === other.slice(at2 + 2);
}
function better(best2, next) {
  return next && next.quality > (best2?.quality ?? 0) ? next : best2;
}

// src/agent/matching/lexical.ts
var MAYBE_A_NAME = 0.5;
function createLexicalMatcher(intents) {
  const examples = compileExamples(intents);
  const vocabularies = intents.map(
    (_, i) => new Set(
      examples.filter(({ intent }) => intent === i).flatMap(({ anchors }) => Array.from(anchors.keys()))
    )
  );
  const words5 = new Map(
    examples.flatMap(({ anchors }) => [...anchors.values()].map(({ word, stem }) => [word, stem]))
  );
  const stems = new Set(words5.values());
  const typos = createTypos([...words5.keys()].filter((word) => weightOfKind(word) >= 0.5));
  const byStem = indexByStem(examples);
  return {
    match: async (text3) => {
      const said = readSaid(text3, stems, typos);
      const scores = intents.map(() => 0);
      for (const example of new Set(said.words.flatMap(({ stem }) => byStem.get(stem) ?? []))) {
        const score = scoreOf(said, example, vocabularies[example.intent] ?? /* @__PURE__ */ new Set());
        scores[example.intent] = Math.max(scores[example.intent] ?? 0, score);
      }
      return intents.map(({ name: name2 }, i) => ({ name: name2, score: scores[i] ?? 0 })).toSorted((one, other) => other.score - one.score);
    }
  };
}
function indexByStem(examples) {
  const index = /* @__PURE__ */ new Map();
  for (const example of examples) {
    const anchors = [...example.anchors.values()];
    const telling = anchors.filter(({ kindWeight }) => kindWeight >= 0.5);
    for (const { stem } of telling.length > 0 ? telling : anchors) {
      const list2 = index.get(stem);
      if (list2) list2.push(example);
      else index.set(stem, [example]);
    }
  }
  return index;
}
function readSaid(text3, stems, typos) {
  const tokens = tokensOf(text3);
  const words5 = [];
  const masks = /* @__PURE__ */ new Map();
  tokens.forEach((token, place) => {
    if (token.kind === "mask") {
      masks.set(token.mask, 1);
      return;
    }
    const { word, stem } = token;
    const known = stems.has(stem) || weightOfKind(word) < 0.5;
    const corrected = known || token.capital ? void 0 : typos.correct(word);
    const isKnown2 = known || corrected !== void 0;
    if (!isKnown2) masks.set("name", Math.max(masks.get("name") ?? 0, token.capital ? 1 : MAYBE_A_NAME));
    words5.push({
      place,
      word: corrected?.word ?? word,
      stem: corrected ? stemOf(corrected.word) : stem,
      quality: corrected?.quality ?? 1,
      isKnown: isKnown2,
      isCapital: token.capital
    });
  });
  const byStem = /* @__PURE__ */ new Map();
  for (const said of words5) if (!byStem.has(said.stem)) byStem.set(said.stem, said);
  return { words: words5, byStem, masks, isQuestion: /\?\s*$/.test(text3.slice(0, 2e3)), length: tokens.length };
}

// src/agent/slots/names.ts
var LEGAL_FORMS = new Set(
  "gmbh ag kg ug ohg gbr ek co inc ltd llc llp plc corp limited sa sl sarl srl bv nv ab as aps oy pty".split(
    " "
  )
);
var indexes = /* @__PURE__ */ new WeakMap();
function nameIndex(records2) {
  const known = indexes.get(records2);
  if (known) return known;
  const made = makeIndex(records2);
  indexes.set(records2, made);
  return made;
}
function resolveName(index, given) {
  const byEmail = index.byEmail.get(fold(given.trim()));
  if (byEmail) return byEmail.map(({ record: record3 }) => record3);
  const words5 = wordsOf(given).map(({ folded }) => folded);
  const first = words5[0];
  if (first === void 0) return [];
  const whole = (index.byStart.get(first) ?? []).filter(
    (name2) => isSame(name2.words, words5) || isSame(name2.short, words5)
  );
  if (whole.length > 0) return whole.map(({ record: record3 }) => record3);
  if (words5.length === 1) return (index.byEdge.get(first) ?? []).map(({ record: record3 }) => record3);
  return index.names.filter((name2) => isEdge(name2.short, words5)).map(({ record: record3 }) => record3);
}
function makeIndex(records2) {
  const names = records2.map(nameOf).filter(({ words: words5 }) => words5.length > 0);
  const byStart = /* @__PURE__ */ new Map();
  const byEdge = /* @__PURE__ */ new Map();
  const byEmail = /* @__PURE__ */ new Map();
  for (const name2 of names) {
    for (const word of /* @__PURE__ */ new Set([name2.words[0], name2.short[0]])) push(byStart, word, name2);
    for (const word of /* @__PURE__ */ new Set([name2.short[0], name2.short.at(-1)])) push(byEdge, word, name2);
    if (name2.record.email !== void 0) push(byEmail, fold(name2.record.email), name2);
  }
  return { names, byStart, byEdge, byEmail };
}
function push(map, key, name2) {
  if (key === void 0) return;
  const list2 = map.get(key);
  if (list2) list2.push(name2);
  else map.set(key, [name2]);
}
function nameOf(record3) {
  const words5 = wordsOf(record3.name).map(({ folded }) => folded);
  let end = words5.length;
  while (end > 1 && LEGAL_FORMS.has(words5[end - 1] ?? "")) end -= 1;
  const start = words5[0] === "the" && end > 1 ? 1 : 0;
  return { record: record3, words: words5, short: words5.slice(start, end) };
}
function isSame(one, other) {
  return one.length === other.length && one.every((word, i) => word === other[i]);
}
function isEdge(name2, part) {
  return isSame(name2.slice(0, part.length), part) || isSame(name2.slice(-part.length), part);
}

// src/agent/slots/choices.ts
var MAX_CHOICES = 8;
function choicesOf(index, records2, asked) {
  return records2.slice(0, MAX_CHOICES).map(({ id: id2, name: name2, email }, place) => {
    const short2 = asked === void 0 ? edges(name2) : [remainder(name2, asked)];
    const label = short2.concat(name2, email).find((text3) => text3 !== void 0 && meansOnly(index, text3, id2));
    return { id: id2, name: name2, label: label ?? `${name2} (${place + 1})`, ...askedOf(asked) };
  });
}
function askedOf(asked) {
  return asked === void 0 ? {} : { asked };
}
function meansOnly(index, label, id2) {
  const found = resolveName(index, label);
  return found.length === 1 && found[0]?.id === id2;
}
function remainder(name2, asked) {
  const gone = new Set(wordsOf(asked).map(({ folded }) => folded));
  const left = wordsOf(name2).filter(({ folded }) => !gone.has(folded));
  const first = left[0];
  const last = left.at(-1);
  return first && last ? name2.slice(first.start, last.end) : void 0;
}
function edges(name2) {
  const words5 = wordsOf(name2);
  return [words5[0]?.raw, words5.at(-1)?.raw];
}

// src/agent/slots/mentions.ts
var WITHIN_NAME = /^[ .&+/’'-]{1,4}$/;
var POSSESSIVE = /^[’'](?:s(?![\p{L}\p{N}])|(?![\p{L}\p{N}]))/iu;
function findMentions(reading2, index) {
  const found = [];
  for (let i = 0; i < reading2.words.length; ) {
    const match = longest(reading2, i, index);
    if (match && !isSomeoneElse(reading2, i, match)) found.push(mentionOf(reading2, i, match));
    i += match?.length ?? 1;
  }
  return found;
}
function longest(reading2, i, index) {
  const word = reading2.words[i];
  if (!word) return void 0;
  const whole = best(
    index.byStart.get(word.folded) ?? [],
    (name2) => Math.max(runLength(reading2, i, name2.words), runLength(reading2, i, name2.short))
  );
  if (whole) return { ...whole, whole: true };
  if (isFunctionWord(word.folded) && !/^\p{Lu}/u.test(word.raw)) return void 0;
  const part = best(index.byEdge.get(word.folded) ?? [], (name2) => partLength(reading2, i, name2.short));
  return part && { ...part, whole: false };
}
function best(names, lengthOf) {
  const measured = names.map((name2) => ({ name: name2, length: lengthOf(name2) }));
  const length = measured.reduce((most, candidate) => Math.max(most, candidate.length), 0);
  if (length === 0) return void 0;
  return {
    length,
    names: measured.filter((candidate) => candidate.length === length).map(({ name: name2 }) => name2)
  };
}
function runLength(reading2, i, name2) {
  return sharedWords(reading2, i, name2) === name2.length ? name2.length : 0;
}
function partLength(reading2, i, name2) {
  const fromLast = reading2.words[i]?.folded === name2.at(-1) ? 1 : 0;
  return Math.max(sharedWords(reading2, i, name2), fromLast);
}
function sharedWords({ text: text3, words: words5 }, i, name2) {
  let count = 0;
  for (const part of name2) {
    const word = words5[i + count];
    const before = count === 0 ? void 0 : words5[i + count - 1];
    if (word?.folded !== part || before && !WITHIN_NAME.test(text3.slice(before.end, word.start))) break;
    count += 1;
  }
  return count;
}
function isSomeoneElse(reading2, i, { length, names, whole }) {
  if (whole && length > 1) return false;
  const word = reading2.words[i];
  const last = reading2.words[i + length - 1];
  const next = reading2.words[i + length];
  if (last && next && adjoins(reading2, last, next) && isNamePart(next)) return true;
  const previous = i > 1 ? reading2.words[i - 1] : void 0;
  const byLast = names.every((name2) => name2.short[0] !== word?.folded);
  return Boolean(byLast && word && previous && adjoins(reading2, previous, word) && isNamePart(previous));
}
function adjoins({ text: text3 }, one, other) {
  return /^[ -]$/.test(text3.slice(one.end, other.start));
}
function isNamePart({ raw, folded }) {
  if (isFunctionWord(folded) || currencyOfWord(raw, "") !== void 0) return false;
  return /^\p{Lu}(?:\p{Ll}|$)/u.test(raw);
}
function mentionOf({ text: text3, words: words5 }, i, { names, length }) {
  const start = words5[i]?.start ?? 0;
  const end = words5[i + length - 1]?.end ?? start;
  const possessive = POSSESSIVE.exec(text3.slice(end, end + 3))?.[0] ?? "";
  return {
    start,
    end: end + possessive.length,
    records: names.map(({ record: record3 }) => record3),
    asked: text3.slice(start, end),
    possessive: possessive !== "",
    firstWord: i === 0
  };
}

// src/agent/slots/answer-record.ts
var MAX_NAME_WORDS = 5;
var ORDINALS = new Map(
  Object.entries({
    first: 0,
    "1st": 0,
    second: 1,
    "2nd": 1,
    third: 2,
    "3rd": 2,
    fourth: 3,
    "4th": 3,
    fifth: 4,
    "5th": 4
  })
);
var ORDINAL_WORDS = /* @__PURE__ */ new Set(["the", "one", "number", "no", "option", "please"]);
function answerRecord(reading2, { spec, context, isAround: isAround2 }) {
  const { offered = [] } = context;
  const chosen = byPlace(reading2, offered) ?? byLabel(reading2, offered);
  if (chosen) return { kind: "value", value: chosen.id };
  const index = nameIndex(context.records(spec.kind ?? ""));
  const given = givenName(reading2, isAround2);
  const found = amongOffered(named(reading2, { index, given, isAround: isAround2 }), offered);
  const [only] = found;
  if (only && found.length === 1) return { kind: "value", value: only.id };
  if (only) return { kind: "ambiguous", choices: choicesOf(index, found, sharedName(found, given)) };
  const isName = given !== "" && wordsOf(given).length <= MAX_NAME_WORDS && !/[?\d]/.test(reading2.text);
  return isName ? { kind: "none", problem: PROBLEMS.unknownName(given, spec.kind ?? "record") } : { kind: "none" };
}
function named(reading2, {
  index,
  given,
  isAround: isAround2
}) {
  const byName = resolveName(index, given);
  if (byName.length > 0) return byName;
  const mentions2 = findMentions(reading2, index);
  const others = reading2.words.filter((word) => !mentions2.some((mention) => overlap(mention, word)));
  if (!others.every(({ folded }) => isAround2(folded))) return [];
  return [
    ...new Map(mentions2.flatMap(({ records: records2 }) => records2.map((record3) => [record3.id, record3]))).values()
  ];
}
function amongOffered(found, offered) {
  const narrowed = found.filter(({ id: id2 }) => offered.some((choice) => choice.id === id2));
  return narrowed.length > 0 ? narrowed : found;
}
function byPlace({ words: words5 }, offered) {
  const telling = words5.map(({ folded }) => folded).filter((word2) => !ORDINAL_WORDS.has(word2));
  const [word] = telling;
  if (word === void 0 || telling.length !== 1) return void 0;
  if (word === "last") return offered.at(-1);
  const place = ORDINALS.get(word) ?? (/^\d{1,2}$/.test(word) ? Number(word) - 1 : void 0);
  return place === void 0 ? void 0 : offered[place];
}
function byLabel({ text: text3 }, offered) {
  const said = fold(text3).replace(/[.! ]+$/, "");
  const fitting = offered.filter(({ label }) => fold(label) === said);
  return fitting.length === 1 ? fitting[0] : void 0;
}
function givenName({ text: text3, words: words5 }, isAround2) {
  const telling = words5.filter(({ folded }) => !isAround2(folded));
  const [first, last] = [telling[0], telling.at(-1)];
  return first && last ? text3.slice(first.start, last.end) : "";
}
function sharedName(found, given) {
  const said = wordsOf(given).map(({ folded }) => folded);
  const inAll = found.every(
    ({ name: name2 }) => said.every((word) => wordsOf(name2).some(({ folded }) => folded === word))
  );
  return inAll && said.length > 0 ? given : void 0;
}

// src/agent/slots/extents.ts
var LEGAL_FORM_NEXT = /^, ?(?:inc|ltd|llc|llp|gmbh|corp|co|plc|s\.?a|s\.?r\.?l|b\.?v)(?![\p{L}\p{N}])/iu;
var CONNECTORS = new Set(
  "and with which that is are for over of at to be by on in his her their its plus due".split(" ")
);
var POLITE = /[\s,;](?:please|thanks|thank you|thx|asap)$/iu;
var LEADING = /^(?:\s|[:=#]|(?:is|are|was|no\.|nr\.)\s)+/iu;
var ABBREVIATED = /(?<!\p{L})(?:inc|ltd|co|corp|jr|sr)$/iu;
var MARK_BEFORE = /[\s,;:–—-]/u;
var MARK_AFTER = /[\s,;:.!?–—-]/u;
function endOf(reading2, start, { input, comma }) {
  const { text: text3, claims, cues } = reading2;
  const cue = cues.find(
    (candidate) => candidate.start >= start && candidate.input !== input && claims.isFree(candidate)
  );
  const limit = Math.min(claims.nextFrom(start), cue?.start ?? text3.length);
  for (let i = start; i < limit; i += 1) {
    const here = text3.charAt(i);
    if (here === "\n" && text3.slice(start, i).trim() !== "") return i;
    if (comma && here === "," && !continuesAfterComma(reading2, i, input)) return i;
    if (isSentenceEnd(text3, i)) return i;
  }
  return limit;
}
function continuesAfterComma({ text: text3, cues }, place, input) {
  if (LEGAL_FORM_NEXT.test(text3.slice(place, place + 10))) return true;
  return cues.some(
    (cue) => cue.input === input && cue.start > place && text3.slice(place + 1, cue.start).trim() === ""
  );
}
function isSentenceEnd(text3, place) {
  const here = text3.charAt(place);
  if (!/[.!?;]/.test(here)) return false;
  const after = text3.slice(place + 1, place + 4);
  if (here !== ".") return after === "" || /^\s/.test(after);
  return /^\s+\p{Lu}/u.test(after) && /[\p{L}\p{N}]{4}$/u.test(text3.slice(Math.max(0, place - 4), place));
}
function clausesOf({ text: text3, claims, quotes }, from) {
  const closed = [...claims.spans, ...quotes.map(({ span }) => span)];
  const clauses = [];
  let start = from;
  for (let i = from; i <= text3.length; i += 1) {
    const isBreak = i === text3.length || /[,;\n]/.test(text3.charAt(i)) || isSentenceEnd(text3, i);
    if (!isBreak || closed.some((span) => span.start < i && i < span.end)) continue;
    clauses.push({ start, end: i });
    start = i + 1;
  }
  return clauses;
}
function freeParts({ claims }, clause) {
  const taken = claims.spans.filter((span) => overlap(span, clause)).toSorted((one, other) => one.start - other.start);
  const parts = [];
  let start = clause.start;
  for (const span of taken) {
    if (span.start > start) parts.push({ start, end: span.start });
    start = Math.max(start, span.end);
  }
  if (start < clause.end) parts.push({ start, end: clause.end });
  return parts;
}
function tidy2({ text: text3, claims }, span) {
  const { start, end } = trimmed(text3, span);
  const beforeTaken = claims.nextFrom(end) <= end + 2 && claims.nextFrom(end) < text3.length;
  let value = withoutPolite(withoutMarks(text3.slice(start, end).replace(LEADING, "")));
  if (!beforeTaken) return value;
  for (let last = lastWord(value); last && CONNECTORS.has(last.folded); last = lastWord(value)) {
    value = withoutMarks(value.slice(0, last.start));
  }
  return value;
}
function withoutPolite(value) {
  const shorter2 = withoutMarks(value.replace(POLITE, ""));
  return shorter2 === value ? value : withoutPolite(shorter2);
}
function withoutMarks(value) {
  let start = 0;
  let end = value.length;
  while (start < end && MARK_BEFORE.test(value.charAt(start))) start += 1;
  while (end > start && MARK_AFTER.test(value.charAt(end - 1))) end -= 1;
  const kept = value.slice(start, end);
  return ABBREVIATED.test(kept) && value.charAt(end) === "." ? `${kept}.` : kept;
}
function lastWord(value) {
  return wordsOf(value).at(-1);
}
function saysSomething(value) {
  return wordsOf(value).some(
    ({ folded }) => !isFunctionWord(folded) && folded !== "asap" && folded !== "thx"
  );
}

// src/agent/slots/phrases.ts
var WITHIN_PHRASE = /^[ \n’'-]{0,3}$/;
function readingOf(text3) {
  return { text: text3, words: wordsOf(text3) };
}
function compilePhrases(phrases2) {
  return phrases2.map((phrase) => wordsOf(phrase).map(({ folded }) => folded)).filter((words5) => words5.length > 0).toSorted((one, other) => other.length - one.length);
}
function phraseAt(reading2, first, phrases2) {
  const found = phrases2.find((phrase) => phrase.every((word, i) => isNext(reading2, { first, i, word })));
  const start = reading2.words[first];
  const last = reading2.words[first + (found?.length ?? 0) - 1];
  if (!found || !start || !last) return void 0;
  return { start: start.start, end: last.end, first, next: first + found.length };
}
function findPhrases(reading2, phrases2) {
  const compiled = compilePhrases(phrases2);
  const found = [];
  for (let i = 0; i < reading2.words.length; ) {
    const phrase = phraseAt(reading2, i, compiled);
    if (phrase) found.push(phrase);
    i = phrase?.next ?? i + 1;
  }
  return found;
}
function leadStart({ text: text3, words: words5 }, place, { lead, maxWords = 5 }) {
  let start = place;
  const before = words5.findLastIndex(({ end }) => end <= place);
  for (let i = before; i >= 0 && i > before - maxWords; i -= 1) {
    const word = words5[i];
    if (!word || !lead.has(word.folded) || !/^[ :=’'-]{0,3}$/.test(text3.slice(word.end, start))) break;
    start = word.start;
  }
  return start;
}
function isNext({ text: text3, words: words5 }, { first, i, word }) {
  const here = words5[first + i];
  if (here?.folded !== word) return false;
  const before = i === 0 ? void 0 : words5[first + i - 1];
  return !before || WITHIN_PHRASE.test(text3.slice(before.end, here.start));
}

// src/agent/slots/regions.ts
function findCues(reading2, specs) {
  const all = specs.filter(([, spec]) => spec.type === "string").flatMap(([input, { cues = [] }]) => cuesOf(reading2, input, cues)).toSorted((one, other) => one.start - other.start || other.end - one.end);
  const kept = [];
  for (const cue of all) if ((kept.at(-1)?.end ?? 0) <= cue.start) kept.push(cue);
  return kept;
}
function cuesOf(reading2, input, phrases2) {
  return findPhrases(reading2, phrases2).map(({ start, end, first, next }) => ({
    start,
    end,
    first,
    next,
    input
  }));
}
function regionOf({ text: text3 }, cues, { start }) {
  const cue = cues.findLast(({ end }) => end <= start);
  if (!cue) return "none";
  const between = text3.slice(cue.end, start);
  if (/[,;\n]/.test(between)) return "none";
  return between.trim() === "" ? "direct" : "within";
}

// src/agent/slots/strings.ts
var SUBJECT_ENDS = /(?<![\p{L}\p{N}])(?:as|(?:in|into|to|among) (?:my|our))(?![\p{L}\p{N}])/gu;
var ARTICLE = /^(?:the|an|a)\s+(?=\S)/iu;
function findSubject(reading2, after) {
  const compiled = compilePhrases(after);
  for (let i = 0; i < reading2.words.length; i += 1) {
    const phrase = phraseAt(reading2, i, compiled);
    const found = phrase && subjectAfter(reading2, phrase);
    if (found) return found;
  }
  return void 0;
}
function findCued(reading2, input) {
  for (const cue of reading2.cues.filter((candidate) => candidate.input === input)) {
    if (!reading2.claims.isFree(cue)) continue;
    const quote = quoteAt(reading2, cue.end);
    if (quote) return { span: { start: cue.start, end: quote.span.end }, value: quote.inner };
    const end = endOf(reading2, cue.end, { input, comma: reading2.commaEnds });
    const value = tidy2(reading2, { start: cue.end, end }).replace(ARTICLE, "");
    if (value !== "") return { span: { start: cue.start, end }, value };
  }
  return void 0;
}
function findUncued(reading2) {
  const quotes = reading2.quotes.filter(({ span }) => reading2.claims.isFree(span));
  const [quote] = quotes;
  if (quote && quotes.length === 1) return { span: quote.span, value: quote.inner };
  const clauses = clausesOf(reading2, 0).slice(1).filter((clause) => reading2.claims.isFree(clause));
  const told = clauses.map((span) => ({ span, value: tidy2(reading2, span).replace(ARTICLE, "") })).filter(({ value }) => saysSomething(value));
  return told.length === 1 ? told[0] : void 0;
}
function findRest(reading2, { input, from }) {
  const cue = reading2.cues.find((candidate) => candidate.input === input && reading2.claims.isFree(candidate));
  const start = cue?.end ?? from;
  if (start === void 0) return void 0;
  const lines = clausesOf(reading2, start).slice(cue ? 0 : 1).flatMap((clause) => freeParts(reading2, clause)).map((part) => tidy2(reading2, part)).filter(saysSomething);
  return lines.length > 0 ? lines.join("\n") : void 0;
}
function subjectAfter(reading2, phrase) {
  const quote = quoteAt(reading2, phrase.end);
  if (quote) return { span: { start: phrase.start, end: quote.span.end }, value: quote.inner };
  const end = Math.min(
    endOf(reading2, phrase.end, { input: "", comma: true }),
    ...Array.from(reading2.text.matchAll(SUBJECT_ENDS), ({ index }) => index).filter(
      (index) => index > phrase.end + 1
    )
  );
  const value = tidy2(reading2, { start: phrase.end, end });
  return value === "" ? void 0 : { span: { start: phrase.start, end }, value };
}
function quoteAt({ text: text3, quotes, claims }, place) {
  return quotes.find(
    ({ span }) => span.start >= place && claims.isFree(span) && /^[\s:]*(?:(?:the|an|a)\s)?$/i.test(text3.slice(place, span.start))
  );
}

// src/agent/slots/answer-string.ts
function answerString(reading2, spec) {
  const { text: text3 } = reading2;
  const quotes = findQuotes(text3);
  const [quote] = quotes;
  if (quote?.span.start === 0 && /^[.!\s]*$/.test(text3.slice(quote.span.end))) return valued(quote.inner);
  const cues = findCues(reading2, [["", spec]]);
  const whole = {
    ...reading2,
    claims: createClaims(text3.length),
    quotes,
    cues,
    commaEnds: false
  };
  if (spec.subject)
    return valued(findSubject(whole, spec.after ?? [])?.value ?? tidy2(whole, { start: 0, end: text3.length }));
  const cue = cues.find(({ start }) => start === 0);
  const value = tidy2(whole, { start: cue?.end ?? 0, end: text3.length });
  if (spec.rest) return valued(value.replace(/\s*[,\n]\s*/g, "\n"));
  return valued(spec.cues ? value.replace(ARTICLE, "") : value);
}
function valued(value) {
  return value === "" ? { kind: "none" } : { kind: "value", value };
}

// src/agent/slots/calendar-words.ts
var HINT = /(?<!\p{L})(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|today|tonight|tomorrow|tmr|yesterday|next|this|last|end of)/iu;
var DAY_AND_MONTH = /(?<![\p{L}\p{N}])(?:\d{1,2}(?:st|nd|rd|th)?\.?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} \d{1,2}(?:st|nd|rd|th)?)(?![\p{L}\p{N}])/giu;
async function findWordDays(text3, when) {
  if (!HINT.test(text3)) return [];
  const { en } = await import("chrono-node");
  const today = todayOf(when);
  const noon = today.set({ hour: 12 });
  const reference = { instant: noon.toJSDate(), timezone: noon.offset };
  const read = en.GB.parse(text3, reference, { forwardDate: true }).filter(namesDay).map((result) => mentionOf2(result, today));
  const missed = Array.from(text3.matchAll(DAY_AND_MONTH), ({ 0: shown2, index }) => ({
    start: index,
    end: index + shown2.length,
    day: void 0,
    form: "date"
  })).filter(({ start, end }) => !read.some((mention) => mention.start < end && start < mention.end));
  return [...read, ...missed].toSorted((one, other) => one.start - other.start);
}
function namesDay({ start }) {
  const sure = ["day", "weekday"];
  return sure.some((component) => start.isCertain(component));
}
function mentionOf2({ start, index, text: text3 }, today) {
  const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
  const found = year === null || month === null || day === null ? void 0 : nextDay(today, { year, month, day });
  return { start: index, end: index + text3.length, day: found, form: "date" };
}

// src/agent/slots/due.ts
var FURTHEST_DAYS = 3653;
var DEADLINE = wordSet(
  "due payable pay payment paid deadline terms term net within by until till before latest"
);
var PREPOSITIONS = wordSet("in on at from after");
var BETWEEN = wordSet("the is it its of to be no later than");
var LEAD = /* @__PURE__ */ new Set([...DEADLINE, ...PREPOSITIONS, ...BETWEEN]);
async function readDays(reading2, context) {
  const inFigures = findFigureDays(reading2.text, context);
  const inWords = await findWordDays(reading2.text, context);
  const all = [...inFigures, ...inWords].toSorted(
    (one, other) => other.end - other.start - (one.end - one.start)
  );
  const mentions2 = [];
  for (const mention of all) if (!mentions2.some((kept) => overlap(kept, mention))) mentions2.push(mention);
  return { ...reading2, mentions: mentions2.toSorted((one, other) => one.start - other.start) };
}
function dayCandidates(reading2, {
  spec,
  context,
  whole
}) {
  const today = todayOf(context);
  return reading2.mentions.flatMap((mention) => {
    const { start, asDeadline, asDate } = setting(reading2, mention, spec);
    if (!whole && !(spec.type === "days" ? asDeadline : asDate)) return [];
    const shown2 = reading2.text.slice(mention.start, mention.end);
    return [{ start, end: mention.end, ...valueOf({ day: mention.day, today, shown: shown2, spec }) }];
  });
}
function setting(reading2, mention, { cues = [] }) {
  const cueWords = cues.flatMap((cue) => wordsOf(cue).slice(0, 1)).map(({ folded }) => folded);
  const lead = /* @__PURE__ */ new Set([...LEAD, ...cueWords]);
  const start = fromFirstTelling(reading2, leadStart(reading2, mention.start, { lead }), mention);
  const leading = reading2.words.filter((word) => word.start >= start && word.end <= mention.end);
  const strong = leading.some(({ folded }) => DEADLINE.has(folded) || cueWords.includes(folded));
  const alone = /(?:^|[,;(\n]|\.\s)\s*$/.test(reading2.text.slice(0, start).slice(-4)) || start === 0;
  const last = /^\s*(?:$|[,;)\n]|[.!?](?:\s|$))/.test(reading2.text.slice(mention.end, mention.end + 4));
  const asDeadline = strong || alone && last;
  const led = start < mention.start;
  return { start, asDeadline, asDate: asDeadline || led || mention.form === "date" };
}
function fromFirstTelling({ words: words5 }, start, mention) {
  const first = words5.find((word) => word.start >= start && !BETWEEN.has(word.folded));
  return Math.min(first?.start ?? mention.start, mention.start);
}
function valueOf({
  day,
  today,
  shown: shown2,
  spec
}) {
  const iso = day?.toISODate();
  if (!day || !iso) return { problem: PROBLEMS.noSuchDate(shown2) };
  if (spec.type === "date") return { value: iso };
  const days = Math.round(day.diff(today, "days").days);
  if (days < 0) return { problem: PROBLEMS.past(shown2) };
  return days > FURTHEST_DAYS ? { problem: PROBLEMS.tooFar(shown2) } : { value: days };
}
function wordSet(list2) {
  return new Set(list2.split(" "));
}

// src/agent/slots/figures.ts
var ATTACHED_BEFORE2 = /[\p{L}\p{N}\p{Sc}\-/:.,#+_@’']$/u;
var ATTACHED_AFTER2 = /^(?:[\p{L}\p{N}\p{Sc}\-/:%_@°]|[.,]\d)/u;
var PERCENT_SIGN = /^ ?(?:%|percent(?![\p{L}\p{N}])|per cent(?![\p{L}\p{N}]))/iu;
var PERCENT_DECIMALS = 3;
function findIntegers(text3) {
  return Array.from(text3.matchAll(FIGURES), ({ 0: figures, index }) => {
    const span = { start: index, end: index + figures.length };
    if (isAttached(text3, span)) return void 0;
    const number = parseDecimal(figures, 0);
    const whole = number && scaled(number, 0);
    if (whole === void 0) return void 0;
    const value = Number(whole);
    return Number.isSafeInteger(value) ? { ...span, value } : { ...span, problem: PROBLEMS.numberTooLarge(figures) };
  }).filter((candidate) => candidate !== void 0);
}
function findPercents(text3, { bare }) {
  return Array.from(text3.matchAll(FIGURES), ({ 0: figures, index }) => {
    const after = index + figures.length;
    const sign = PERCENT_SIGN.exec(text3.slice(after, after + 10))?.[0];
    const span = { start: index, end: after + (sign?.length ?? 0) };
    if (sign === void 0 && (!bare || isAttached(text3, span))) return void 0;
    const number = parseDecimal(figures, PERCENT_DECIMALS);
    const exact2 = number && scaled(number, PERCENT_DECIMALS);
    const value = Number(exact2) / 10 ** PERCENT_DECIMALS;
    if (exact2 === void 0 || /[-−–] ?$/.test(text3.slice(Math.max(0, index - 2), index)) || value > 1e3)
      return { ...span, problem: PROBLEMS.percentUnreadable(text3.slice(span.start, span.end)) };
    return { ...span, value };
  }).filter((candidate) => candidate !== void 0);
}
function isAttached(text3, { start, end }) {
  return ATTACHED_BEFORE2.test(text3.slice(Math.max(0, start - 2), start)) || ATTACHED_AFTER2.test(text3.slice(end, end + 2));
}

// src/agent/slots/answer.ts
var AROUND = new Set(
  "a an the it s its is are was that this make let be should would please thanks thank you thx yes yeah ok okay sure well just exactly only about around roughly i think say for on by to at in of from within due net after total altogether now today their his her my e mail email address number amount date".split(" ")
);
var MAX_ANSWER_WORDS = 6;
async function parseAnswer(spec, text3, context) {
  if (text3.length > MAX_CHARS) return { kind: "none", problem: PROBLEMS.tooLong(MAX_CHARS) };
  const reading2 = readingOf(cleanText(text3).trim());
  if (reading2.text === "") return { kind: "none" };
  if (spec.type === "string") return answerString(reading2, spec);
  if (spec.type === "record") return answerRecord(reading2, { spec, context, isAround });
  const candidates = await candidatesFor(reading2, spec, context);
  const told = candidates.filter((candidate) => isOnlyAnswer(reading2, candidates, { spec, candidate }));
  const [first] = told;
  if (!first) return { kind: "none", ...hintFor(reading2, spec, context) };
  const different = new Set(
    told.map((candidate) => canonicalJson("value" in candidate ? candidate.value : candidate.problem))
  );
  if (different.size > 1) {
    const shown2 = told.map(({ start, end }) => reading2.text.slice(start, end));
    return { kind: "none", problem: PROBLEMS.several(shown2) };
  }
  return "value" in first ? { kind: "value", value: first.value } : { kind: "none", problem: first.problem };
}
async function candidatesFor(reading2, spec, context) {
  switch (spec.type) {
    case "money":
      return findMoney(reading2.text, context.currency);
    case "email":
      return findEmails(reading2.text);
    case "percent":
      return findPercents(reading2.text, { bare: true });
    case "integer":
      return findIntegers(reading2.text);
    default: {
      const days = dayCandidates(await readDays(reading2, context), { spec, context, whole: true });
      return days.length === 0 && spec.type === "days" ? bareDays(reading2) : days;
    }
  }
}
function bareDays({ text: text3 }) {
  return findIntegers(text3).map((candidate) => {
    if ("value" in candidate && Number(candidate.value) <= FURTHEST_DAYS) return candidate;
    const { start, end } = candidate;
    return { start, end, problem: PROBLEMS.tooFar(text3.slice(start, end)) };
  });
}
function isOnlyAnswer({ words: words5 }, candidates, { spec, candidate }) {
  const cueWords = new Set((spec.cues ?? []).flatMap((cue) => wordsOf(cue).map(({ folded }) => folded)));
  return words5.filter((word) => !overlap(word, candidate) && !candidates.some((other) => overlap(word, other))).every(
    (word) => isAround(word.folded) || cueWords.has(word.folded) || word.folded === "and" || word.folded === "or"
  );
}
function isAround(folded) {
  return AROUND.has(folded);
}
function hintFor({ text: text3, words: words5 }, spec, context) {
  const inWords = spec.type === "money" && words5.length <= MAX_ANSWER_WORDS && !/\d/.test(text3) && namesCurrency(text3, context.currency);
  return inWords ? { problem: PROBLEMS.amountInWords() } : {};
}

// src/agent/slots/amounts.ts
var LEAD2 = new Set("over of for at worth totalling totaling about around".split(" "));
var AFTER_AMOUNT = /^\s*(?:$|[.,;!?)\n](?!\d)|[–—-]\s|(?:for|to|due|by|on|and|please|at|as|in|net|within|plus|total|thanks|from|payable|before|after|today|now)(?![\p{L}\p{N}]))/iu;
function amountCandidates(reading2, { cues, context }) {
  const all = findMoney(reading2.text, context.currency);
  const marked = all.filter(({ marked: isMarked }) => isMarked);
  const days = findFigureDays(reading2.text, context);
  const plain2 = all.filter(
    (amount) => !days.some((day) => overlap(day, amount)) && standsAlone(reading2, cues, amount)
  );
  return (marked.length > 0 ? marked : plain2).map(
    (amount) => startingAt(amount, leadStart(reading2, amount.start, { lead: LEAD2, maxWords: 1 }))
  );
}
function standsAlone(reading2, cues, amount) {
  if (regionOf(reading2, cues, amount) === "within") return false;
  return AFTER_AMOUNT.test(reading2.text.slice(amount.end, amount.end + 12));
}

// src/agent/slots/assign.ts
function assign(assigning, specs, candidates) {
  const { claims } = assigning;
  const free = candidates.filter((candidate) => claims.isFree(candidate));
  const open3 = [];
  for (const named2 of specs) {
    const cued = free.find((candidate) => claims.isFree(candidate) && isCued(assigning, named2, candidate));
    if (cued) take(assigning, named2[0], cued);
    else open3.push(named2);
  }
  assignInOrder(
    assigning,
    open3,
    free.filter((candidate) => claims.isFree(candidate))
  );
}
function assignInOrder(assigning, open3, left) {
  const distinct = new Map(left.map((candidate) => [contentOf(candidate), candidate]));
  const [first] = open3;
  if (!first) return;
  if (distinct.size > open3.length) {
    const shown2 = [...distinct.values()].map(({ start, end }) => assigning.text.slice(start, end));
    assigning.found.problems.set(first[0], PROBLEMS.several(shown2));
    for (const candidate of left) assigning.claims.add(candidate);
    return;
  }
  [...distinct.values()].forEach((candidate, i) => {
    const name2 = open3[i]?.[0];
    if (name2 !== void 0) take(assigning, name2, candidate);
  });
  for (const candidate of left) assigning.claims.add(candidate);
}
function take({ claims, found }, name2, candidate) {
  claims.add(candidate);
  if ("value" in candidate) found.values.set(name2, candidate.value);
  else found.problems.set(name2, candidate.problem);
}
function contentOf(candidate) {
  return canonicalJson("value" in candidate ? candidate.value : candidate.problem);
}
function isCued(reading2, [, { cues = [] }], place) {
  return findPhrases(reading2, cues).some(
    (cue) => cue.start === place.start || cue.end <= place.start && /^[ :=#]*(?:(?:is|of|are) )?$/.test(reading2.text.slice(cue.end, place.start))
  );
}

// src/agent/slots/people.ts
var LEAD3 = /* @__PURE__ */ new Set(["to", "for", "from"]);
var AFTER_NAME = /^\s*(?:$|[,;:.!?)\n\d\p{Sc}-]|(?:for|over|of|about|due|by|at|and|please|net|is|with)(?![\p{L}\p{N}]))/iu;
function assignRecords(assigning, {
  specs,
  cues,
  context
}) {
  const open3 = [...specs];
  for (const named2 of specs) {
    open3.shift();
    const index = nameIndex(context.records(named2[1].kind ?? ""));
    const mentions2 = mentionsFor(assigning, { named: named2, index, cues });
    const others = open3.filter(([, spec]) => spec.kind === named2[1].kind).length;
    settle(assigning, { name: named2[0], index, mentions: others > 0 ? mentions2.slice(0, 1) : mentions2 });
  }
}
function mentionsFor(assigning, { named: named2, index, cues }) {
  const free = findMentions(assigning, index).filter((mention) => assigning.claims.isFree(mention));
  const cued = free.filter((mention) => follows(assigning, named2, mention));
  if (cued.length > 0) return cued;
  const byRank = [1, 2, 3].map((rank) => free.filter((mention) => rankOf(assigning, cues, mention) === rank));
  const best2 = byRank.find((mentions2) => mentions2.length > 0);
  return best2 ?? byAddress(assigning, index);
}
function rankOf(assigning, cues, mention) {
  const region = regionOf(
    assigning,
    cues.filter((cue) => assigning.claims.isFree(cue)),
    mention
  );
  const isFollowed = AFTER_NAME.test(assigning.text.slice(mention.end, mention.end + 12));
  if (region === "none") return mention.firstWord ? 3 : 1;
  return region === "direct" && isFollowed && !mention.possessive ? 2 : 0;
}
function follows(assigning, [, { cues = [] }], mention) {
  return findPhrases(assigning, cues).some(
    ({ end }) => end <= mention.start && assigning.text.slice(end, mention.start).trim() === ""
  );
}
function byAddress(assigning, index) {
  return findEmails(assigning.text).flatMap((candidate) => {
    const asked = "value" in candidate && typeof candidate.value === "string" ? candidate.value : "";
    const records2 = asked === "" ? [] : resolveName(index, asked);
    const { start, end } = candidate;
    return records2.length === 0 ? [] : [{ start, end, records: records2, asked, possessive: false, firstWord: false }];
  });
}
function settle(assigning, {
  name: name2,
  index,
  mentions: mentions2
}) {
  const [first] = mentions2;
  if (!first) return;
  for (const mention of mentions2) assigning.claims.add(withLead(assigning, mention));
  const records2 = [
    ...new Map(mentions2.flatMap((mention) => mention.records.map((one) => [one.id, one]))).values()
  ];
  const narrowed = narrowest(mentions2) ?? records2;
  const [only] = narrowed;
  if (only && narrowed.length === 1) assigning.found.values.set(name2, only.id);
  else
    assigning.found.ambiguous.set(
      name2,
      choicesOf(index, narrowed, mentions2.length === 1 ? first.asked : void 0)
    );
}
function narrowest(mentions2) {
  const one = mentions2.find(({ records: records2 }) => records2.length === 1);
  const id2 = one?.records[0]?.id;
  const agree = id2 !== void 0 && mentions2.every(({ records: records2 }) => records2.some((record3) => record3.id === id2));
  return agree ? one?.records : void 0;
}
function withLead(assigning, mention) {
  return { start: leadStart(assigning, mention.start, { lead: LEAD3, maxWords: 1 }), end: mention.end };
}

// src/agent/slots/fill.ts
var EMAIL_LEAD = new Set(
  "e mail email address and her his their the is at".split(" ")
);
async function fillSlots(text3, inputs, context) {
  const reading2 = readingOf(cleanText(text3));
  const found = { values: /* @__PURE__ */ new Map(), ambiguous: /* @__PURE__ */ new Map(), problems: /* @__PURE__ */ new Map() };
  const assigning = { ...reading2, claims: createClaims(reading2.text.length), found };
  const specs = Object.entries(inputs);
  const quotes = findQuotes(reading2.text);
  for (const { span } of quotes) assigning.claims.add(span);
  const cues = findCues(reading2, specs);
  await assignTyped(assigning, { specs, cues, context });
  const claims = createClaims(reading2.text.length);
  for (const span of assigning.claims.spans)
    if (!quotes.some((quote) => quote.span === span)) claims.add(span);
  const strings = {
    ...reading2,
    claims,
    quotes,
    cues,
    commaEnds: specs.some(([, spec]) => spec.rest)
  };
  assignStrings(strings, { found, specs, isCut: text3.length > MAX_CHARS });
  return resultOf(found, specs);
}
async function assignTyped(assigning, { specs, cues, context }) {
  const of = (type) => specs.filter(([, spec]) => spec.type === type);
  const { text: text3 } = assigning;
  assign(assigning, of("email"), withEmailLead(assigning, findEmails(text3)));
  assignRecords(assigning, { specs: of("record"), cues, context });
  const days = [...of("days"), ...of("date")];
  if (days.length > 0) {
    const reading2 = await readDays(assigning, context);
    for (const named2 of days) {
      const alike = days.filter(([, spec]) => spec.type === named2[1].type);
      if (alike[0] !== named2) continue;
      assign(assigning, alike, dayCandidates(reading2, { spec: named2[1], context, whole: false }));
    }
  }
  assign(assigning, of("percent"), findPercents(text3, { bare: false }));
  if (of("money").length > 0) assign(assigning, of("money"), amountCandidates(assigning, { cues, context }));
  assign(assigning, of("integer"), findIntegers(text3));
}
function withEmailLead(assigning, emails) {
  return emails.map((email) => ({
    ...email,
    start: leadStart(assigning, email.start, { lead: EMAIL_LEAD })
  }));
}
function assignStrings(reading2, { found, specs, isCut }) {
  const strings = specs.filter(([, spec]) => spec.type === "string" && !spec.rest);
  const put = (name2, string) => {
    if (!string) return;
    reading2.claims.add(string.span);
    if (isCut && string.span.end >= reading2.text.length)
      found.problems.set(name2, PROBLEMS.tooLong(MAX_CHARS));
    else found.values.set(name2, string.value);
  };
  let restFrom;
  for (const [name2, spec] of strings.filter(([, { subject }]) => subject)) {
    const string = findSubject(reading2, spec.after ?? []);
    put(name2, string);
    restFrom ??= string?.span.end;
  }
  for (const [name2] of strings.filter(([, { subject }]) => !subject)) put(name2, findCued(reading2, name2));
  const open3 = strings.filter(([name2, spec]) => !spec.subject && !spec.optional && !isFound(found, name2));
  const [only] = open3;
  if (only && open3.length === 1 && !reading2.commaEnds) put(only[0], findUncued(reading2));
  for (const [name2] of specs.filter(([, { type, rest }]) => type === "string" && rest)) {
    const rest = findRest(reading2, { input: name2, from: restFrom });
    if (rest !== void 0) found.values.set(name2, rest);
  }
}
function isFound({ values, ambiguous, problems }, name2) {
  return values.has(name2) || ambiguous.has(name2) || problems.has(name2);
}
function resultOf(found, specs) {
  const missing = specs.filter(
    ([name2, { optional, default: fallback }]) => !optional && fallback === void 0 && !isFound(found, name2)
  ).map(([name2]) => name2);
  return {
    values: Object.fromEntries(found.values),
    ambiguous: Object.fromEntries(found.ambiguous),
    problems: Object.fromEntries(found.problems),
    missing
  };
}

// src/agent/understanding.ts
var THRESHOLD = 0.6;
var MARGIN = 0.05;
function createUnderstanding({ intents, context }) {
  const matcher = createLexicalMatcher(intents.filter(({ examples }) => examples.length > 0));
  const phrases2 = new Map(
    intents.flatMap(({ name: name2, exact: exact2 }) => exact2.map((phrase) => [plain(phrase), name2]))
  );
  return {
    exact: (text3) => phrases2.get(plain(text3)),
    match: async (text3) => {
      const matches = await matcher.match(text3);
      const [best2, next] = matches;
      if (best2 && best2.score >= THRESHOLD && best2.score - (next?.score ?? 0) >= MARGIN)
        return { kind: "act", ...best2 };
      return {
        kind: "unclear",
        nearest: matches.filter(({ score }) => score > 0).slice(0, 3).map(({ name: name2 }) => name2)
      };
    },
    fill: (text3, inputs, now) => fillSlots(text3, inputs, context(now)),
    answer: (text3, input, now) => parseAnswer(input, text3, context(now))
  };
}
function plain(text3) {
  return text3.normalize("NFKC").toLowerCase().replaceAll("\u2019", "'").replaceAll(/\s+/g, " ").replace(/[.!?\s]+$/, "").trim() || text3.trim();
}

// src/approvals/changes.ts
import { z as z8 } from "zod";
function changesBetween(registry, before, after) {
  return after.flatMap((command, position) => {
    const old = before[position]?.input ?? {};
    const titles = fieldTitles(registry, command);
    const fields = [.../* @__PURE__ */ new Set([...Object.keys(old), ...Object.keys(command.input)])];
    return fields.filter((field) => canonicalJson(old[field] ?? null) !== canonicalJson(command.input[field] ?? null)).map((field) => ({
      label: titles.get(field) ?? field,
      from: words3(old[field]),
      to: words3(command.input[field])
    }));
  });
}
function inputSchemaOf(registry, command) {
  return z8.toJSONSchema(registry.handler(command).input, { io: "input" });
}
function fieldTitles(registry, command) {
  const { properties = {} } = inputSchemaOf(registry, command);
  return new Map(
    Object.entries(properties).flatMap(
      ([field, schema]) => typeof schema === "object" && typeof schema.title === "string" ? [[field, schema.title]] : []
    )
  );
}
function words3(value) {
  if (value === void 0 || value === null || value === "") return "nothing";
  if (typeof value === "string") return value;
  if (isOutputReference(value)) return `(${value.$output.split(".").at(-1)})`;
  if (isJoinedText(value)) return value.$join.map((part) => typeof part === "string" ? part : words3({ ...part })).join("");
  const money = moneySchema.safeParse(value);
  return money.success ? formatMoney(money.data) : canonicalJson(value);
}

// src/events/collection.ts
function defineCollection(definition) {
  const { name: name2, schemaVersion, indexes: indexes2, schema } = definition;
  return {
    name: name2,
    schemaVersion,
    indexes: indexes2,
    toDocument: (id2, body) => ({ id: id2, index: definition.index(body, id2), body: encodeJson(schema.parse(body)) }),
    fromDocument: (document) => ({
      id: document.id,
      revision: document.revision,
      body: decodeJson(document.body)
    })
  };
}

// src/events/cursor.ts
import { z as z9 } from "zod";
var cursors = defineCollection({
  name: "cursors",
  schemaVersion: 1,
  indexes: [],
  schema: z9.strictObject({ sequence: z9.int() }),
  index: () => ({})
});
async function readCursor(store2, name2) {
  const document = await store2.get(cursors.name, name2);
  return document ? cursors.fromDocument(document).body.sequence : 0;
}
async function saveCursor(store2, name2, sequence) {
  const document = cursors.toDocument(name2, { sequence });
  const found = await store2.get(cursors.name, name2);
  await store2.commit({
    operations: [
      found ? { kind: "replace", collection: cursors.name, document, expected: found.revision } : { kind: "insert", collection: cursors.name, document }
    ]
  });
}

// src/events/entry.ts
import { z as z10 } from "zod";

// src/events/chain.ts
var GENESIS_HASH = "0".repeat(64);
var EMPTY_HEAD = { sequence: 0, hash: GENESIS_HASH };
function commitTo(salt, data) {
  return sha256(salt + canonicalJson(data));
}
function linkHash(previousHash, envelope, commitment) {
  return sha256(previousHash + canonicalJson({ envelope, commitment }));
}

// src/events/entry.ts
var text = z10.string();
var entrySchema = z10.strictObject({
  envelope: z10.custom((value) => typeof value === "object" && value !== null),
  commitment: text,
  hash: text,
  salt: text.nullable(),
  data: z10.custom((value) => typeof value === "object")
});
var events = defineCollection({
  name: "events",
  schemaVersion: 1,
  indexes: [
    { fields: ["sequence"], unique: true },
    { fields: ["dedupe"], unique: true, sparse: true },
    { fields: ["type", "sequence"] },
    { fields: ["subject", "sequence"] },
    { fields: ["correlation", "sequence"] },
    { fields: ["time"] }
  ],
  schema: entrySchema,
  index: ({ envelope }) => ({
    sequence: envelope.sequence,
    type: envelope.type,
    subject: envelope.subject,
    correlation: envelope.correlationid,
    dedupe: envelope.dedupekey ?? null,
    time: envelope.time
  })
});
function linkEntry(head, staged, salt) {
  const data = EVENT_TYPES[staged.type].data.parse(staged.data);
  const envelope = {
    id: staged.id,
    source: staged.source,
    type: staged.type,
    subject: staged.subject,
    time: isoTime(staged.at),
    dataschema: dataSchemaOf(staged.type),
    correlationid: staged.correlationId,
    ...staged.causationId === void 0 ? {} : { causationid: staged.causationId },
    ...staged.dedupeKey === void 0 ? {} : { dedupekey: staged.dedupeKey },
    sequence: head.sequence + 1
  };
  const commitment = commitTo(salt, data);
  return { envelope, commitment, salt, data, hash: linkHash(head.hash, envelope, commitment) };
}
function eventOf({ envelope, data }) {
  return { ...envelope, data: data ?? {} };
}

// src/events/log.ts
async function openEventLog(options) {
  const { store: store2 } = options;
  let head = await newestHead(store2);
  let anchored = 0;
  const listeners = /* @__PURE__ */ new Set();
  function link(staged) {
    const before = head;
    let newest = head;
    const entries = staged.map((event) => {
      const entry = linkEntry(newest, event, options.salt());
      newest = { sequence: entry.envelope.sequence, hash: entry.hash };
      return entry;
    });
    head = newest;
    return {
      operations: entries.map(insertion),
      events: entries.map(eventOf),
      undo: () => {
        head = before;
      }
    };
  }
  const log = {
    head: () => head,
    link,
    publish: inOrder(head.sequence, (event) => {
      for (const listener of listeners) listener(event);
    }),
    get: async (id2) => {
      const document = await store2.get(events.name, id2);
      return document && eventOf(events.fromDocument(document).body);
    },
    read: (filter, page = {}) => readPage(store2, filter, page),
    scan: (filter) => scanPages(store2, filter),
    subscribe: (sequence, listener) => {
      const feed = createFeed(log, sequence, listener);
      listeners.add(feed.offer);
      feed.start();
      return () => {
        listeners.delete(feed.offer);
        feed.stop();
      };
    },
    anchor: async () => {
      const { sequence, hash } = head;
      if (sequence === anchored) return;
      await options.anchor.write({ sequence, hash, mac: headMac(options.key, { sequence, hash }) });
      anchored = sequence;
    }
  };
  return log;
}
function headMac(key, { sequence, hash }) {
  return mac(key, `head:${sequence}:${hash}`);
}
function inOrder(after, hand) {
  const early = /* @__PURE__ */ new Map();
  let position = after;
  return (committed) => {
    for (const event of committed) early.set(event.sequence, event);
    for (let next = early.get(position + 1); next; next = early.get(position + 1)) {
      position = next.sequence;
      early.delete(position);
      hand(next);
    }
  };
}
function createFeed(log, after, listener) {
  const waiting = [];
  let position = after;
  let stopped = false;
  let draining = true;
  async function deliver2(event) {
    if (stopped || event.sequence <= position) return;
    position = event.sequence;
    await listener(event);
  }
  async function drain() {
    draining = true;
    for (let event = waiting.shift(); event; event = waiting.shift()) await deliver2(event);
    draining = false;
  }
  return {
    offer: (event) => {
      waiting.push(event);
      if (!draining) void drain();
    },
    start: () => {
      void (async () => {
        if (log.head().sequence > position) for await (const event of log.scan({ afterSequence: after })) await deliver2(event);
        await drain();
      })();
    },
    stop: () => {
      stopped = true;
    }
  };
}
async function newestHead(store2) {
  const page = await store2.find(events.name, { where: { sequence: { gt: 0 } }, sort: { field: "sequence", direction: "desc" }, limit: 1 });
  const newest = page.items[0];
  if (!newest) return EMPTY_HEAD;
  const { envelope, hash } = events.fromDocument(newest).body;
  return { sequence: envelope.sequence, hash };
}
function insertion(entry) {
  return { kind: "insert", collection: events.name, document: events.toDocument(entry.envelope.id, entry) };
}
function conditionsOf(filter) {
  const { type, types, subject, correlation, afterSequence, from, to } = filter;
  return {
    ...type === void 0 ? {} : { type },
    ...types === void 0 ? {} : { type: { in: types } },
    ...subject === void 0 ? {} : { subject },
    ...correlation === void 0 ? {} : { correlation },
    ...Object.keys(filter).length > 0 && afterSequence === void 0 ? {} : { sequence: { gt: afterSequence ?? 0 } },
    ...from === void 0 && to === void 0 ? {} : { time: { ...from === void 0 ? {} : { gte: from }, ...to === void 0 ? {} : { lt: to } } }
  };
}
async function readPage(store2, filter, page) {
  const found = await store2.find(events.name, {
    where: conditionsOf(filter),
    sort: { field: "sequence", direction: page.newestFirst ? "desc" : "asc" },
    ...page.limit === void 0 ? {} : { limit: page.limit },
    ...page.after === void 0 ? {} : { after: page.after }
  });
  return { items: found.items.map((document) => eventOf(events.fromDocument(document).body)), next: found.next };
}
async function* scanPages(store2, filter) {
  let after;
  while (after !== null) {
    const page = await readPage(store2, filter, { limit: 500, ...after ? { after } : {} });
    yield* page.items;
    after = page.next;
  }
}

// src/events/outbox.ts
import { z as z11 } from "zod";
var insertSchema = z11.strictObject({
  kind: z11.literal("insert"),
  collection: z11.string(),
  id: z11.string(),
  index: z11.custom((value) => typeof value === "object" && value !== null),
  body: z11.unknown()
});
var eventSchema = z11.strictObject({
  kind: z11.literal("event"),
  event: z11.custom((value) => typeof value === "object" && value !== null)
});
var outboxSchema = z11.array(z11.discriminatedUnion("kind", [insertSchema, eventSchema]));
function createOutbox() {
  const entries = [];
  return {
    entries,
    insert: (collection, { id: id2, index, body }) => {
      entries.push({ kind: "insert", collection, id: id2, index, body: decodeJson(body) });
    },
    emit: (event) => {
      entries.push({ kind: "event", event });
    }
  };
}
function applyOutbox(unit, entries) {
  for (const entry of entries) {
    if (entry.kind === "event") unit.emit(entry.event);
    else unit.insert(entry.collection, documentOf(entry));
  }
}
async function reapplyOutbox(unit, entries) {
  for (const entry of entries) {
    const [collection, id2] = entry.kind === "event" ? [events.name, entry.event.id] : [entry.collection, entry.id];
    if (await unit.get(collection, id2)) continue;
    if (entry.kind === "event") unit.emit(entry.event);
    else unit.insert(entry.collection, documentOf(entry), { ifAbsent: true });
  }
}
function documentOf({ id: id2, index, body }) {
  return { id: id2, index, body: encodeJson(body) };
}

// src/events/unit-of-work.ts
var MAX_TRIES = 5;
function createUnits(store2, log) {
  const open3 = () => createUnit(store2, log);
  return {
    open: open3,
    transact: async (work) => {
      for (let attempt2 = 1; ; attempt2 += 1) {
        const unit = open3();
        const value = await work(unit);
        const result = await unit.commit();
        if (result.ok) return value;
        if (attempt2 === MAX_TRIES) throw conflictError(result);
      }
    }
  };
}
function conflictError(result) {
  return new MainstayError("STORE_CONFLICT", { values: { collection: result.collection, id: result.id } });
}
function createUnit(store2, log) {
  const operations = [];
  const staged = /* @__PURE__ */ new Map();
  const offered = /* @__PURE__ */ new Map();
  const events2 = [];
  function remember(collection, document, revision) {
    staged.set(`${collection}/${document.id}`, { ...document, revision });
  }
  function offer(key, document) {
    if (staged.has(key)) staged.set(key, staged.get(key) ?? document);
    else if (!offered.has(key)) offered.set(key, document);
  }
  return {
    get: async (collection, id2) => {
      const key = `${collection}/${id2}`;
      return staged.has(key) ? staged.get(key) : await store2.get(collection, id2) ?? offered.get(key);
    },
    insert: (collection, document, options = {}) => {
      operations.push({ kind: "insert", collection, document, ...options.ifAbsent ? { ifAbsent: true } : {} });
      if (options.ifAbsent) offer(`${collection}/${document.id}`, { ...document, revision: 1 });
      else remember(collection, document, 1);
    },
    replace: (collection, document, expected) => {
      operations.push({ kind: "replace", collection, document, expected });
      remember(collection, document, expected + 1);
    },
    delete: (collection, id2) => {
      operations.push({ kind: "delete", collection, id: id2 });
      staged.set(`${collection}/${id2}`, void 0);
    },
    emit: (event) => {
      events2.push(event);
    },
    commit: () => commitUnit(store2, log, { operations, events: events2 })
  };
}
async function commitUnit(store2, log, { operations, events: events2 }) {
  if (operations.length === 0 && events2.length === 0) return { ok: true };
  let linked = [];
  let unlink = () => {
  };
  const result = await store2.commit({
    operations,
    tail: {
      link: () => {
        const link = log.link(events2);
        linked = link.events;
        unlink = link.undo;
        return link.operations;
      },
      undo: () => unlink()
    }
  });
  if (result.ok) log.publish(linked);
  return result;
}

// src/effects/effect.ts
import { z as z12 } from "zod";
var EFFECT_STATUSES = [
  "planned",
  "sending",
  "done",
  "saved",
  "failed",
  "unknown",
  "refused",
  "cancelled",
  "undone"
];
var effectSchema = z12.strictObject({
  command: commandSchema,
  status: z12.enum(EFFECT_STATUSES),
  /** The suggestion that it carries out, and its place among that suggestion's commands; none for a direct local write. */
  suggestion: z12.string().nullable(),
  position: z12.int(),
  run: z12.string().nullable(),
  /** The event that decided it, against which the hash is checked. */
  decision: z12.string().nullable(),
  workflowVersion: z12.string(),
  title: z12.string(),
  /** The record versions that it rests on. */
  restsOn: z12.array(z12.strictObject({ kind: z12.string(), id: z12.string(), version: z12.int() })),
  correlation: z12.string(),
  rule: z12.string().nullable(),
  practice: z12.boolean(),
  attempts: z12.int(),
  plannedAt: z12.string(),
  changedAt: z12.string(),
  /** Not before this time: a retry after its backoff. Epoch milliseconds. */
  dueAt: z12.int().nullable(),
  outputs: jsonObjectSchema,
  providerRef: z12.string().nullable(),
  note: z12.string().nullable(),
  error: z12.strictObject({ code: z12.string(), message: z12.string() }).nullable(),
  outbox: outboxSchema
});
var effects = defineCollection({
  name: "effects",
  schemaVersion: 1,
  indexes: [{ fields: ["open"], sparse: true }, { fields: ["suggestion", "position"], sparse: true }, { fields: ["run"], sparse: true }],
  schema: effectSchema,
  index: ({ status, suggestion, position, run, plannedAt }, id2) => ({
    status,
    suggestion,
    position,
    run,
    // One suggestion's effects are planned at once; their order is that of its commands.
    at: `${plannedAt} ${String(position).padStart(4, "0")} ${id2}`,
    open: ["planned", "sending", "unknown"].includes(status) ? 1 : null
  })
});
async function readEffect(source, id2) {
  const document = await source.get(effects.name, id2);
  return document && effects.fromDocument(document);
}
function isCarriedOut(status) {
  return status === "done" || status === "saved";
}
function isSettled(status) {
  return status !== "planned" && status !== "sending" && status !== "unknown";
}
function statusEvent(status) {
  return `effect.${status}`;
}
function namedOutputs(group) {
  return Object.fromEntries(
    group.flatMap(({ body }) => body.command.as === void 0 ? [] : [[body.command.as, body.outputs]])
  );
}

// src/effects/ledger.ts
function effectIdOf(suggestion, position) {
  return deriveId("eff", suggestion, position);
}
function planGroup(group, cause) {
  return group.commands.map((command, position) => ({
    id: effectIdOf(group.suggestion, position),
    revision: 1,
    body: {
      ...blankEffect(command, cause),
      suggestion: group.suggestion,
      position,
      run: group.run,
      decision: group.decision,
      workflowVersion: group.workflowVersion,
      title: group.title,
      restsOn: [...group.restsOn],
      practice: group.practice
    }
  }));
}
function blankEffect(command, cause) {
  const at2 = isoTime(cause.at);
  return {
    command,
    status: "planned",
    suggestion: null,
    position: 0,
    run: null,
    decision: null,
    workflowVersion: "",
    title: "",
    restsOn: [],
    correlation: cause.correlationId,
    rule: null,
    practice: false,
    attempts: 0,
    plannedAt: at2,
    changedAt: at2,
    dueAt: null,
    outputs: {},
    providerRef: null,
    note: null,
    error: null,
    outbox: []
  };
}
function stagePlanned(outbox, effect2, change) {
  outbox.insert(effects.name, effects.toDocument(effect2.id, effect2.body));
  emitStatus(outbox, effect2, change);
}
function stageChange(unit, effect2, change) {
  const outbox = createOutbox();
  const body = { ...effect2.body, ...change.to, changedAt: isoTime(change.cause.at) };
  const changed2 = { id: effect2.id, revision: effect2.revision + 1, body };
  emitStatus(outbox, changed2, change);
  change.also?.(outbox);
  const document = effects.toDocument(effect2.id, { ...body, outbox: [...outbox.entries] });
  unit.replace(effects.name, document, effect2.revision);
  applyOutbox(unit, outbox.entries);
  return changed2;
}
function emitStatus(target, { id: id2, body }, { ids, cause }) {
  const { command, status, suggestion, run, attempts, outputs, providerRef, note, error, rule } = body;
  target.emit({
    id: ids("evt"),
    source: "/effects",
    type: statusEvent(status),
    subject: id2,
    at: cause.at,
    correlationId: body.correlation,
    ...cause.causationId === void 0 ? {} : { causationId: cause.causationId },
    data: {
      effect: id2,
      command: commandName(command),
      status,
      attempts,
      ...suggestion === null ? {} : { suggestion },
      ...run === null ? {} : { run },
      ...command.recipient === void 0 ? {} : { recipient: command.recipient },
      ...Object.keys(outputs).length === 0 ? {} : { outputs },
      ...providerRef === null ? {} : { providerRef },
      ...note === null ? {} : { note },
      ...error === null ? {} : { error },
      ...rule === null ? {} : { rule }
    }
  });
}
function keptError(error) {
  return { code: error.code, message: error.message };
}

// src/memory/attachments/attachments.ts
var attachments = {
  name: "attachments",
  schemaVersion: 1,
  indexes: [{ fields: ["owner"], sparse: true }]
};
function fileDocument(id2, owner, file2) {
  const { name: name2, contentType, pages } = file2;
  return { id: id2, index: { owner, name: name2, contentType, pages: pages ?? null }, body: file2.bytes };
}
async function readFile(source, id2) {
  const document = await source.get(attachments.name, id2);
  if (!document) return void 0;
  const { name: name2, contentType, pages } = document.index;
  return {
    name: String(name2),
    contentType: String(contentType),
    bytes: document.body,
    ...typeof pages === "number" ? { pages } : {}
  };
}

// src/memory/records/records.ts
import { z as z14 } from "zod";

// src/memory/records/kinds.ts
import { z as z13 } from "zod";
var line2 = (max) => z13.string().trim().min(1).max(max);
var localDate = z13.iso.date();
var customerSchema = z13.strictObject({
  name: line2(200).meta({ title: "Name" }),
  email: z13.email().max(254).optional().meta({ title: "E-mail" }),
  phone: line2(50).optional().meta({ title: "Phone" }),
  address: line2(500).optional().meta({ title: "Address", kind: "longtext" }),
  taxNumber: line2(50).optional().meta({ title: "Tax number" })
});
var partySchema = z13.strictObject({
  name: z13.string(),
  address: z13.string().optional(),
  taxNumber: z13.string().optional(),
  email: z13.string().optional()
});
var invoiceSchema = z13.strictObject({
  number: z13.string(),
  status: z13.enum(["open", "paid", "void"]),
  customer: z13.string(),
  seller: partySchema.extend({ bank: z13.string().optional() }),
  buyer: partySchema,
  lines: z13.array(z13.strictObject({ description: z13.string(), amount: moneySchema, taxRate: z13.number() })).min(1),
  net: moneySchema,
  taxes: z13.array(z13.strictObject({ rate: z13.number(), net: moneySchema, tax: moneySchema })),
  total: moneySchema,
  issuedOn: localDate,
  suppliedOn: localDate,
  dueOn: localDate,
  paper: z13.enum(["A4", "Letter"])
});
var RECORD_KINDS = {
  customer: { schema: customerSchema, editable: true, prefix: "cus" },
  invoice: { schema: invoiceSchema, editable: false, prefix: "inv" }
};

// src/memory/records/records.ts
var recordSchema = z14.strictObject({
  kind: z14.enum(["customer", "invoice"]),
  version: z14.int().positive(),
  data: z14.custom((value) => typeof value === "object" && value !== null),
  createdAt: z14.string(),
  changedAt: z14.string(),
  deletedAt: z14.string().nullable()
});
var records = defineCollection({
  name: "records",
  schemaVersion: 1,
  indexes: [{ fields: ["kind", "createdAt"] }, { fields: ["customer"], sparse: true }],
  schema: recordSchema,
  index: ({ kind, data, createdAt, deletedAt }, id2) => ({
    kind,
    createdAt,
    deleted: deletedAt === null ? 0 : 1,
    customer: "customer" in data ? data.customer : null,
    status: "status" in data ? data.status : null,
    subjects: ["customer" in data ? data.customer : id2]
  })
});
async function readRecord(source, kind, id2) {
  const document = await source.get(records.name, id2);
  const found = document && records.fromDocument(document);
  return found && found.body.kind === kind && found.body.deletedAt === null ? found : void 0;
}
function createRecordBooks(ids) {
  return {
    create: (unit, { kind, id: id2 = ids(RECORD_KINDS[kind].prefix), data }, cause) => {
      const parsed = parseData(kind, data);
      const at2 = isoTime(cause.at);
      const body = { kind, version: 1, data: parsed, createdAt: at2, changedAt: at2, deletedAt: null };
      unit.insert(records.name, records.toDocument(id2, body));
      tell(unit, ids("evt"), { type: "record.created", id: id2, body, changes: changesBetween2({}, parsed), cause });
      return { id: id2, revision: 1, body };
    },
    change: async (unit, { kind, id: id2, patch, expected }, cause) => {
      const found = await readExpected(unit, { kind, id: id2, expected });
      const data = parseData(kind, without(patch, { ...found.body.data, ...patch }));
      const changes = changesBetween2(found.body.data, data);
      if (changes.length === 0) return found;
      const body = { ...found.body, data, version: found.body.version + 1, changedAt: isoTime(cause.at) };
      unit.replace(records.name, records.toDocument(id2, body), found.revision);
      tell(unit, ids("evt"), { type: "record.changed", id: id2, body, changes, cause });
      return { id: id2, revision: found.revision + 1, body };
    },
    remove: async (unit, { kind, id: id2, expected }, cause) => {
      const found = await readExpected(unit, { kind, id: id2, expected });
      const at2 = isoTime(cause.at);
      const body = { ...found.body, version: found.body.version + 1, changedAt: at2, deletedAt: at2 };
      unit.replace(records.name, records.toDocument(id2, body), found.revision);
      tell(unit, ids("evt"), { type: "record.deleted", id: id2, body, changes: [], cause });
    }
  };
}
async function readExpected(unit, { kind, id: id2, expected }) {
  const found = await readRecord(unit, kind, id2);
  if (!found) throw new MainstayError("NOT_FOUND", { values: { kind, id: id2 } });
  if (expected !== void 0 && expected !== found.body.version) {
    throw new MainstayError("VERSION_CHANGED", { values: { kind, id: id2, actual: found.body.version, expected } });
  }
  return found;
}
function parseData(kind, data) {
  const parsed = RECORD_KINDS[kind].schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join("/"), message: issue.message }));
  const first = fields[0] ? `${fields[0].path || kind}: ${fields[0].message}` : kind;
  throw new MainstayError("REQUEST_INVALID", { values: { count: fields.length, first }, fields });
}
function without(patch, merged) {
  return Object.fromEntries(Object.entries(merged).filter(([field]) => !(field in patch && patch[field] === null)));
}
function changesBetween2(before, after) {
  const from = new Map(Object.entries(before));
  const to = new Map(Object.entries(after));
  return [.../* @__PURE__ */ new Set([...from.keys(), ...to.keys()])].map((field) => ({ field, from: jsonOf(from.get(field)), to: jsonOf(to.get(field)) })).filter((change) => canonicalJson(change.from) !== canonicalJson(change.to));
}
function jsonOf(value) {
  return value ?? null;
}
function tell(unit, eventId, { type, id: id2, body, changes, cause }) {
  unit.emit({
    id: eventId,
    source: "/memory",
    type,
    subject: id2,
    at: cause.at,
    correlationId: cause.correlationId,
    ...cause.causationId === void 0 ? {} : { causationId: cause.causationId },
    data: { kind: body.kind, id: id2, version: body.version, by: cause.by, changes }
  });
}

// src/memory/settings/numbering.ts
import { z as z15 } from "zod";
var numberingSchema = z15.strictObject({
  /** The number that the next document gets. */
  next: z15.string(),
  /** The year of the newest number given: with a new one, a counter that begins with the year starts again. */
  year: z15.int(),
  /** Which key got which number, newest last: the same key gets the same number again. */
  applied: z15.array(z15.strictObject({ key: z15.string(), number: z15.string() }))
});
var numbering = defineCollection({
  name: "numbering",
  schemaVersion: 1,
  indexes: [],
  schema: numberingSchema,
  index: () => ({})
});
var KEYS_KEPT = 200;
async function takeNumber(unit, series, taking) {
  const document = await unit.get(numbering.name, series);
  const found = document && numbering.fromDocument(document);
  const state = found?.body ?? { next: firstNumber(series, taking.year), year: taking.year, applied: [] };
  const known = state.applied.find((given) => given.key === taking.key);
  if (known) return known.number;
  const number = inYear(state, taking.year);
  const applied = [...state.applied, { key: taking.key, number }].slice(-KEYS_KEPT);
  const body = { next: followingNumber(number), year: taking.year, applied };
  if (found) unit.replace(numbering.name, numbering.toDocument(series, body), found.revision);
  else unit.insert(numbering.name, numbering.toDocument(series, body));
  return number;
}
async function setNextNumber(unit, series, next) {
  const document = await unit.get(numbering.name, series);
  const found = document && numbering.fromDocument(document);
  const body = { next: next.number, year: next.year, applied: found?.body.applied ?? [] };
  if (found) unit.replace(numbering.name, numbering.toDocument(series, body), found.revision);
  else unit.insert(numbering.name, numbering.toDocument(series, body));
}
function followingNumber(number) {
  return number.replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, "0"));
}
function firstNumber(series, year) {
  return series === "practice" ? "PRACTICE-1" : `${year}-001`;
}
function inYear(state, year) {
  const old = String(state.year);
  if (year <= state.year || !state.next.startsWith(old)) return state.next;
  const rest = state.next.slice(old.length);
  return `${year}${rest.replace(/\d+$/, (digits) => "1".padStart(digits.length, "0"))}`;
}

// src/memory/settings/settings.ts
import { z as z16 } from "zod";
var KNOWN_ZONES = /* @__PURE__ */ new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);
var zoneName = z16.string().refine((zone) => KNOWN_ZONES.has(zone), { error: "is not a time zone such as Europe/Berlin" });
var clockTime = z16.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "is not a time such as 21:00" });
var words4 = (max) => z16.string().trim().min(1).max(max);
var businessSchema = z16.strictObject({
  name: words4(200).optional(),
  address: words4(500).optional(),
  taxNumber: words4(50).optional(),
  bank: words4(200).optional(),
  nextInvoiceNumber: z16.string().regex(/^[\w./ -]{0,30}\d{1,9}$/, { error: "must end in a number, such as 2026-001" }).optional()
});
var settingsSchema = z16.strictObject({
  zone: z16.strictObject({ home: zoneName.nullable(), here: zoneName.nullable(), until: z16.iso.date().optional() }),
  quietHours: z16.strictObject({ from: clockTime, to: clockTime }),
  /** Seconds between approval and sending. */
  hold: z16.int().min(0).max(3600),
  practice: z16.boolean(),
  paused: z16.boolean(),
  business: businessSchema
});
var settingsPatchSchema = z16.strictObject({
  zone: settingsSchema.shape.zone.partial().optional(),
  quietHours: settingsSchema.shape.quietHours.partial().optional(),
  hold: settingsSchema.shape.hold.optional(),
  practice: settingsSchema.shape.practice.optional(),
  /** A field set to null is forgotten. */
  business: z16.strictObject(
    Object.fromEntries(Object.entries(businessSchema.shape).map(([field, schema]) => [field, schema.nullable()]))
  ).optional()
});
var settings = defineCollection({
  name: "settings",
  schemaVersion: 1,
  indexes: [],
  schema: settingsSchema,
  index: () => ({})
});
var DOCUMENT = "operator";
async function openSettings(options) {
  const initial = {
    zone: { home: options.zone ?? null, here: options.zone ?? null },
    quietHours: { from: "21:00", to: "08:00" },
    hold: 0,
    practice: false,
    paused: false,
    business: {}
  };
  const document = await options.store.get(settings.name, DOCUMENT);
  let current = document ? settings.fromDocument(document).body : initial;
  return {
    current: () => current,
    homeZone: () => current.zone.home ?? "UTC",
    change: async (unit, patch, cause) => {
      const document2 = await unit.get(settings.name, DOCUMENT);
      const found = document2 && settings.fromDocument(document2);
      const before = found?.body ?? initial;
      const after = settingsSchema.parse(merge(before, patch));
      const changes = differences(before, after);
      if (changes.length === 0) return before;
      if (found) unit.replace(settings.name, settings.toDocument(DOCUMENT, after), found.revision);
      else unit.insert(settings.name, settings.toDocument(DOCUMENT, after));
      unit.emit({
        id: options.ids("evt"),
        source: "/memory",
        type: "settings.changed",
        subject: "settings",
        at: cause.at,
        correlationId: cause.correlationId,
        ...cause.causationId === void 0 ? {} : { causationId: cause.causationId },
        data: { by: cause.by, changes }
      });
      return after;
    },
    apply: (event) => {
      if (event.type === "settings.changed") current = settingsSchema.parse(changed(current, event.data.changes));
    }
  };
}
function merge(before, patch) {
  const { zone, quietHours, business, ...plain2 } = patch;
  return {
    ...before,
    ...plain2,
    zone: { ...before.zone, ...zone },
    quietHours: { ...before.quietHours, ...quietHours },
    business: withoutNulls({ ...before.business, ...business })
  };
}
function withoutNulls(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
function differences(before, after) {
  const from = flatten(before);
  const to = flatten(after);
  return [.../* @__PURE__ */ new Set([...from.keys(), ...to.keys()])].map((field) => ({ field, from: from.get(field) ?? null, to: to.get(field) ?? null })).filter((change) => canonicalJson(change.from) !== canonicalJson(change.to));
}
function changed(before, changes) {
  const after = structuredClone(before);
  for (const { field, to } of changes) {
    const [group = "", inner] = field.split(".");
    if (inner === void 0) after[group] = to;
    else after[group] = { ...after[group], [inner]: to ?? void 0 };
  }
  return { ...after, zone: { ...before.zone, ...after["zone"] } };
}
function flatten(settingsNow) {
  const flat = /* @__PURE__ */ new Map();
  for (const [group, value] of Object.entries(settingsNow)) {
    if (typeof value !== "object" || value === null) flat.set(group, value);
    else for (const [field, inner] of Object.entries(value)) flat.set(`${group}.${field}`, inner);
  }
  return flat;
}

// src/memory/working/conversations.ts
import { z as z17 } from "zod";
var questionSchema = z17.strictObject({
  run: z17.string(),
  /** Which answer the run waits for: `input:amount`, or a step's id. */
  key: z17.string(),
  text: z17.string(),
  choices: z17.array(z17.string()),
  askedAt: z17.string()
});
var conversationSchema = z17.strictObject({
  /** The place in the log of the newest message whose turn is done; turns are taken in order, so older ones are too. */
  handled: z17.int(),
  /** The newest is the open one; those before it are asked again once it is settled. */
  questions: z17.array(questionSchema),
  createdAt: z17.string()
});
var conversations = defineCollection({
  name: "conversations",
  schemaVersion: 1,
  indexes: [],
  schema: conversationSchema,
  index: ({ createdAt }) => ({ createdAt })
});
async function readConversation(unit, id2) {
  const document = await unit.get(conversations.name, id2);
  return document && conversations.fromDocument(document);
}
function changeConversation(unit, found, change) {
  const body = { ...found.body, ...change };
  unit.replace(conversations.name, conversations.toDocument(found.id, body), found.revision);
}
function openConversation(unit, id2, createdAt) {
  const body = { handled: 0, questions: [], createdAt };
  unit.insert(conversations.name, conversations.toDocument(id2, body), { ifAbsent: true });
}

// src/memory/working/messages.ts
import { z as z18 } from "zod";
var messageSchema = z18.strictObject({
  conversation: z18.string(),
  at: z18.string(),
  direction: z18.enum(["in", "out"]),
  author: z18.strictObject({ kind: z18.enum(["operator", "customer", "assistant"]), name: z18.string() }),
  text: z18.string(),
  /** The card that this message shows. */
  suggestion: z18.string().nullable(),
  /** Words that the reader may send back with one press. */
  choices: z18.array(z18.string()),
  /** The incoming event that this message answers; for an incoming message, its own event. */
  turn: z18.string()
});
var messages = defineCollection({
  name: "messages",
  schemaVersion: 1,
  indexes: [{ fields: ["conversation", "at"] }, { fields: ["turn"] }],
  schema: messageSchema,
  index: ({ conversation, at: at2, turn: turn2, direction }, id2) => ({ conversation, at: `${at2} ${id2}`, turn: turn2, direction })
});
function postMessage(target, posting, cause) {
  const { id: id2, conversation, text: text3, turn: turn2, suggestion } = posting;
  const body = {
    conversation,
    at: isoTime(cause.at),
    direction: "out",
    author: { kind: "assistant", name: "Mainstay" },
    text: text3,
    suggestion: suggestion ?? null,
    choices: [...posting.choices ?? []],
    turn: turn2
  };
  target.insert(messages.name, messages.toDocument(id2, body));
  target.emit({
    id: posting.eventId,
    source: "/memory",
    type: "message.posted",
    subject: id2,
    at: cause.at,
    correlationId: cause.correlationId,
    ...cause.causationId === void 0 ? {} : { causationId: cause.causationId },
    data: { message: id2, conversation, text: text3, answers: turn2, ...suggestion === void 0 ? {} : { suggestion } }
  });
}

// src/memory/books/business.ts
import { DateTime as DateTime2 } from "luxon";
function businessChange(settings2) {
  return {
    where: "local",
    type: "business.change",
    version: 1,
    input: businessSchema,
    outputs: ["name", "missing"],
    undo: { never: "What is known of your business is put back by saying it again" },
    preview: async () => ({ facts: [] }),
    apply: async (unit, input, { cause, zone }) => {
      const business = businessSchema.parse(input);
      const { nextInvoiceNumber } = business;
      const year = DateTime2.fromMillis(cause.at, { zone }).year;
      if (nextInvoiceNumber) await setNextNumber(unit, "invoice", { number: nextInvoiceNumber, year });
      const after = await settings2.change(unit, { business }, cause);
      return { name: after.business.name ?? "", missing: missingFromSeller(after.business) };
    }
  };
}
function missingFromSeller(business) {
  const parts = [
    ["name", "name"],
    ["address", "address"],
    ["taxNumber", "tax number"],
    ["bank", "bank details"]
  ];
  return parts.filter(([field]) => !business[field]).map(([, label]) => label);
}

// src/memory/books/control.ts
import { z as z19 } from "zod";
function controlCommands(settings2, ids) {
  return [
    control(settings2, ids, { type: "control.pause", paused: true, event: "control.paused" }),
    control(settings2, ids, { type: "control.resume", paused: false, event: "control.resumed" })
  ];
}
function control(settings2, ids, { type, paused, event }) {
  return {
    where: "local",
    type,
    version: 1,
    input: z19.strictObject({}),
    outputs: ["changed"],
    undo: { never: paused ? "A pause is ended by \u201Cresume\u201D" : "Going on is stopped by \u201Cpause\u201D" },
    preview: async () => ({ facts: [] }),
    apply: async (unit, _input, { cause }) => {
      const changed2 = settings2.current().paused !== paused;
      if (!changed2) return { changed: changed2 };
      await settings2.change(unit, { paused }, cause);
      unit.emit({
        id: ids("evt"),
        source: "/memory",
        type: event,
        subject: "control",
        at: cause.at,
        correlationId: cause.correlationId,
        ...cause.causationId === void 0 ? {} : { causationId: cause.causationId },
        data: { by: cause.by }
      });
      return { changed: changed2 };
    }
  };
}

// src/memory/books/customers.ts
import { z as z20 } from "zod";
var changeSchema = z20.strictObject({
  id: z20.string().meta({ title: "Customer", readOnly: true }),
  ...customerSchema.partial().shape
});
function customerCreate(books) {
  return {
    where: "local",
    type: "customer.create",
    version: 1,
    input: customerSchema,
    outputs: ["id", "name", "version"],
    undo: { command: "customer.delete@1", input: ({ id: id2 }) => ({ id: id2 ?? null }) },
    preview: async (input) => ({ facts: factsOf(customerSchema.parse(input)) }),
    apply: async (unit, input, { key, cause }) => {
      const id2 = deriveId("cus", key);
      const found = await readRecord(unit, "customer", id2);
      const record3 = found ?? books.create(unit, { kind: "customer", id: id2, data: input }, cause);
      return { id: id2, name: customerSchema.parse(record3.body.data).name, version: record3.body.version };
    }
  };
}
function customerChange(books) {
  return {
    where: "local",
    type: "customer.change",
    version: 1,
    input: changeSchema,
    outputs: ["id", "name", "version"],
    undo: { never: "A change of a customer is put back by changing it again" },
    preview: async (input) => ({ facts: factsOf(changeSchema.parse(input)) }),
    apply: async (unit, input, { cause }) => {
      const { id: id2, ...patch } = changeSchema.parse(input);
      const { body } = await books.change(unit, { kind: "customer", id: id2, patch }, cause);
      return { id: id2, name: customerSchema.parse(body.data).name, version: body.version };
    }
  };
}
function customerDelete(books) {
  const input = z20.strictObject({ id: z20.string().meta({ title: "Customer", readOnly: true }) });
  return {
    where: "local",
    type: "customer.delete",
    version: 1,
    input,
    outputs: ["id"],
    undo: { never: "A deleted customer is added again as a new one" },
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { id: id2 } = input.parse(given);
      if (await readRecord(unit, "customer", id2)) await books.remove(unit, { kind: "customer", id: id2 }, cause);
      return { id: id2 };
    }
  };
}
function factsOf(customer) {
  const labels = [
    ["name", "Name"],
    ["email", "E-mail"],
    ["phone", "Phone"],
    ["address", "Address"],
    ["taxNumber", "Tax number"]
  ];
  return labels.flatMap(([field, label]) => customer[field] ? [{ label, text: customer[field] }] : []);
}

// src/memory/books/invoices.ts
import { DateTime as DateTime3 } from "luxon";
import { z as z22 } from "zod";

// src/memory/books/invoice.ts
import { z as z21 } from "zod";
var positive = moneySchema.refine(({ minor }) => minor > 0, { error: "must be more than zero" });
var description = z21.string().trim().min(1).max(1e4);
var taxRate = z21.number().min(0).max(100).multipleOf(1e-3);
var invoiceInputSchema = z21.strictObject({
  customer: z21.string().meta({ title: "Customer", readOnly: true }),
  amount: positive.optional().meta({ title: "Amount before tax", kind: "money" }),
  what: description.optional().meta({ title: "For", kind: "longtext" }),
  due: z21.iso.date().meta({ title: "Due on" }),
  supplied: z21.iso.date().optional().meta({ title: "Supplied on" }),
  taxRate: taxRate.optional().meta({ title: "Tax rate in percent" }),
  lines: z21.array(
    z21.strictObject({
      what: description.meta({ title: "For" }),
      amount: positive.meta({ title: "Amount before tax", kind: "money" }),
      taxRate: taxRate.optional().meta({ title: "Tax rate in percent" })
    })
  ).min(1).max(500).optional().meta({ title: "Lines" })
}).superRefine(({ amount, what, lines }, context) => {
  if (!lines && !amount) context.addIssue({ code: "custom", path: ["amount"], message: "is needed unless there are lines" });
  if (!lines && !what) context.addIssue({ code: "custom", path: ["what"], message: "is needed unless there are lines" });
  if (lines && (amount || what)) context.addIssue({ code: "custom", path: ["lines"], message: "cannot stand beside a single amount" });
  const currencies = new Set(lines?.map((line3) => line3.amount.currency));
  if (currencies.size > 1) context.addIssue({ code: "custom", path: ["lines"], message: "must all be in one currency" });
});
function issueInvoice(input, issuing) {
  const lines = linesOf(input, issuing.defaults);
  const currency = lines[0]?.amount.currency ?? "";
  const net = addMoney(currency, lines.map((line3) => line3.amount));
  const taxes = taxesOf(currency, lines);
  const { name: name2, address, taxNumber, email } = issuing.customer;
  const { nextInvoiceNumber: _, ...seller } = issuing.business;
  return {
    number: issuing.number,
    status: "open",
    customer: issuing.customerId,
    seller: { ...seller, name: seller.name ?? "" },
    buyer: { name: name2, ...address ? { address } : {}, ...taxNumber ? { taxNumber } : {}, ...email ? { email } : {} },
    lines,
    net,
    taxes,
    total: addMoney(currency, [net, ...taxes.map(({ tax }) => tax)]),
    issuedOn: issuing.today,
    suppliedOn: input.supplied ?? issuing.today,
    dueOn: input.due,
    paper: issuing.defaults.paper
  };
}
function printable(invoice, kind) {
  const { number, issuedOn, suppliedOn, dueOn, lines, net, taxes, total, paper } = invoice;
  const seller = present(invoice.seller);
  const buyer = present(invoice.buyer);
  return { kind, number, issuedOn, suppliedOn, dueOn, seller, buyer, lines, net, taxes, total, paper };
}
function linesOf(input, defaults) {
  const rate = input.taxRate ?? defaults.taxRate;
  if (input.lines) {
    return input.lines.map((line3) => ({ description: line3.what, amount: line3.amount, taxRate: line3.taxRate ?? rate }));
  }
  if (!input.amount || !input.what) throw new TypeError("An invoice needs an amount and what it is for, or lines.");
  return [{ description: input.what, amount: input.amount, taxRate: rate }];
}
function taxesOf(currency, lines) {
  const rates = [...new Set(lines.map((line3) => line3.taxRate))].toSorted((a, b) => b - a);
  return rates.map((rate) => {
    const net = addMoney(currency, lines.filter((line3) => line3.taxRate === rate).map((line3) => line3.amount));
    return { rate, net, tax: percentOf(net, rate) };
  });
}
function present(value) {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== void 0));
}

// src/memory/books/invoices.ts
var UNASSIGNED = "assigned on approval";
function invoiceCreate(deps) {
  return {
    where: "local",
    type: "invoice.create",
    version: 1,
    input: invoiceInputSchema,
    outputs: ["id", "number", "pdf", "due", "total"],
    undo: { command: "invoice.void@1", input: ({ id: id2 }) => ({ id: id2 ?? null }) },
    preview: (input, context) => previewInvoice(deps, invoiceInputSchema.parse(input), context),
    apply: async (unit, input, context) => {
      const id2 = deriveId("inv", context.key);
      const found = await readRecord(unit, "invoice", id2);
      if (found) return outputsOf(found);
      const parsed = invoiceInputSchema.parse(input);
      const customer = await customerOf(unit, parsed.customer);
      const today = localDate2(context);
      const year = Number(today.slice(0, 4));
      const number = await takeNumber(unit, context.practice ? "practice" : "invoice", { key: context.key, year });
      const data = issueInvoice(parsed, { number, today, customerId: parsed.customer, customer, ...sellerOf(deps) });
      return outputsOf(deps.books.create(unit, { kind: "invoice", id: id2, data }, context.cause));
    }
  };
}
function invoiceVoid(books) {
  const input = z22.strictObject({ id: z22.string().meta({ title: "Invoice", readOnly: true }) });
  return {
    where: "local",
    type: "invoice.void",
    version: 1,
    input,
    outputs: ["id", "number"],
    undo: { never: "A voided invoice is replaced by a new one" },
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { id: id2 } = input.parse(given);
      const { body } = await books.change(unit, { kind: "invoice", id: id2, patch: { status: "void" } }, cause);
      return { id: id2, number: invoiceSchema.parse(body.data).number };
    }
  };
}
async function previewInvoice(deps, input, context) {
  const customer = await customerOf(deps.store, input.customer);
  const today = localDate2(context);
  const issuing = { number: UNASSIGNED, today, customerId: input.customer, customer, ...sellerOf(deps) };
  const invoice = issueInvoice(input, issuing);
  const { bytes, pages } = await deps.renderer.invoice(printable(invoice, "draft"));
  const missing = missingFromSeller(deps.settings.current().business);
  const amounts = [
    ...invoice.lines.slice(0, 3).map((line3) => `${line3.description.slice(0, 60)} ${formatMoney(line3.amount)}`),
    ...invoice.lines.length > 3 ? [`${invoice.lines.length - 3} more lines`] : [],
    ...invoice.taxes.map(({ rate, tax }) => tax.minor === 0 ? `tax ${rate}%` : `tax ${rate}% ${formatMoney(tax)}`),
    `total ${formatMoney(invoice.total)}`
  ];
  return {
    facts: [
      { label: "Invoice", text: `number ${UNASSIGNED}, due ${shortDate(input.due, today)}` },
      { label: "Amount", text: amounts.join(", ") }
    ],
    attachments: [{ bytes, name: "invoice.pdf", contentType: "application/pdf", pages }],
    notes: missing.length > 0 ? [`your ${listed(missing)} ${missing.length > 1 || missing[0] === "bank details" ? "are" : "is"} missing on it.`] : []
  };
}
function sellerOf({ settings: settings2, defaults }) {
  return { business: settings2.current().business, defaults };
}
async function customerOf(source, id2) {
  const found = await readRecord(source, "customer", id2);
  if (!found) throw new MainstayError("NOT_FOUND", { values: { kind: "customer", id: id2 } });
  return customerSchema.parse(found.body.data);
}
function outputsOf({ id: id2, body }) {
  const { number, dueOn, total } = invoiceSchema.parse(body.data);
  return { id: id2, number, pdf: invoicePdfId(id2), due: dueOn, total };
}
function invoicePdfId(invoiceId) {
  return `pdf_${invoiceId}`;
}
function localDate2({ now, zone }) {
  return DateTime3.fromMillis(now, { zone }).toFormat("yyyy-MM-dd");
}
function shortDate(date, today) {
  const format = date.slice(0, 4) === today.slice(0, 4) ? "ccc d LLL" : "ccc d LLL yyyy";
  return DateTime3.fromISO(date).toFormat(format, { locale: "en" });
}
function listed(parts) {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts);
}

// src/memory/books/connector.ts
function createBooks(deps) {
  return {
    name: "books",
    commands: [
      customerCreate(deps.books),
      customerChange(deps.books),
      customerDelete(deps.books),
      invoiceCreate(deps),
      invoiceVoid(deps.books),
      businessChange(deps.settings),
      ...controlCommands(deps.settings, deps.ids)
    ],
    status: () => ({ ready: true, text: "Customers and invoices are kept on this computer." })
  };
}

// src/memory/books/documents.ts
var INVOICE_PDF = /^pdf_(inv_[0-9a-f]+)$/;
function createAttachments(store2, renderer) {
  return {
    read: async (id2) => {
      const file2 = await invoicePdf(store2, renderer, id2) ?? await readFile(store2, id2);
      if (!file2) throw new MainstayError("NOT_FOUND", { values: { kind: "file", id: id2 } });
      return file2;
    }
  };
}
async function invoicePdf(store2, renderer, id2) {
  const invoiceId = INVOICE_PDF.exec(id2)?.[1];
  const record3 = invoiceId && await readRecord(store2, "invoice", invoiceId);
  if (!record3) return void 0;
  const invoice = invoiceSchema.parse(record3.body.data);
  const voided = invoice.status === "void";
  const storedId = voided ? `${id2}_void` : id2;
  const stored = await readFile(store2, storedId);
  if (stored) return stored;
  const { bytes, pages } = await renderer.invoice(printable(invoice, voided ? "void" : "invoice"));
  const name2 = `invoice-${invoice.number.replaceAll(/[^\w.-]+/g, "-")}.pdf`;
  const file2 = { name: name2, contentType: "application/pdf", bytes, pages };
  await store2.commit({
    operations: [{ kind: "insert", collection: attachments.name, document: fileDocument(storedId, record3.id, file2), ifAbsent: true }]
  });
  return file2;
}

// src/memory/records/directory.ts
async function openDirectory(store2) {
  const named2 = /* @__PURE__ */ new Map();
  let list2;
  for await (const record3 of customersOf(store2)) named2.set(record3.id, record3);
  return {
    all: (kind) => {
      if (kind !== "customer") return [];
      list2 ??= [...named2.values()];
      return list2;
    },
    apply: (event) => {
      if (applyTo(named2, event)) list2 = void 0;
    }
  };
}
function applyTo(named2, event) {
  if (event.type === "record.deleted") return named2.delete(event.data.id);
  if (event.type !== "record.created" && event.type !== "record.changed") return false;
  const { kind, id: id2, version, changes } = event.data;
  if (kind !== "customer") return false;
  const changed2 = new Map(changes.map((change) => [change.field, change.to]));
  const before = named2.get(id2);
  const name2 = changed2.get("name") ?? before?.name;
  const email = changed2.has("email") ? changed2.get("email") : before?.email;
  if (typeof name2 !== "string") return false;
  named2.set(id2, { id: id2, name: name2, version, ...typeof email === "string" ? { email } : {} });
  return true;
}
async function* customersOf(store2) {
  let after;
  while (after !== null) {
    const page = await store2.find(records.name, {
      where: { kind: "customer", deleted: 0 },
      limit: 1e3,
      ...after ? { after } : {}
    });
    for (const document of page.items) {
      const { id: id2, body } = records.fromDocument(document);
      if (!("name" in body.data)) continue;
      const { name: name2, email } = body.data;
      yield { id: id2, name: name2, version: body.version, ...email === void 0 ? {} : { email } };
    }
    after = page.next;
  }
}

// src/memory/index.ts
var memoryCollections = [
  attachments,
  conversations,
  messages,
  numbering,
  records,
  settings
];

// src/effects/admit.ts
var MAX_AGE_MS = 24 * 60 * 60 * 1e3;
async function admit(unit, deps, admitting) {
  const { effect: effect2, now } = admitting;
  if (deps.policy.paused()) return { kind: "hold" };
  if (effect2.body.dueAt !== null && effect2.body.dueAt > now) return { kind: "hold" };
  const problem = tooOld(effect2, now) ?? await notAsApproved(deps, admitting) ?? await outOfDate(unit, admitting);
  if (problem) return { kind: "refuse", error: refused(effect2, problem) };
  const decided2 = await decisionOf(deps, admitting);
  const { where } = deps.registry.handler(effect2.body.command);
  const approved = decided2?.data.rule === void 0;
  const verdict = await deps.policy.check(unit, { command: effect2.body.command, where, approved });
  if (verdict.kind === "allowed") return { kind: "start", rule: verdict.rule, automatic: verdict.automatic };
  return { kind: "refuse", error: refused(effect2, verdict.reason) };
}
function refused({ body }, reason) {
  return new MainstayError("COMMAND_REFUSED", { values: { command: `${body.command.type}@${body.command.version}`, reason } });
}
function tooOld({ body }, now) {
  const waited = now - Date.parse(body.plannedAt);
  return body.attempts === 0 && waited > MAX_AGE_MS ? "it was approved more than 24 hours ago and could not start" : void 0;
}
async function decisionOf(deps, { effect: effect2, decision }) {
  if (decision) return decision;
  const event = effect2.body.decision === null ? void 0 : await deps.log.get(effect2.body.decision);
  return event?.type === "suggestion.approved" ? event : void 0;
}
async function notAsApproved(deps, admitting) {
  const { effect: effect2, group } = admitting;
  const decided2 = await decisionOf(deps, admitting);
  if (!decided2 || decided2.data.suggestion !== effect2.body.suggestion) return "no approval of it is in the log";
  const commands = group.map(({ body }) => body.command);
  return bindingHash(commands, effect2.body.workflowVersion) === decided2.data.hash ? void 0 : "it is not what was approved";
}
async function outOfDate(unit, { effect: effect2, group }) {
  const ownChanges = new Set(group.map(({ body }) => body.outputs["id"]));
  for (const { kind, id: id2, version } of effect2.body.restsOn) {
    if (ownChanges.has(id2)) continue;
    const record3 = await readRecord(unit, kind, id2);
    if (record3?.body.version !== version) return "what it rests on changed after it was approved";
  }
  return void 0;
}

// src/effects/dispatch.ts
var MAX_ATTEMPTS = 5;
var FIRST_BACKOFF_MS = 5e3;
async function advanceGroup(deps, unit, advancing) {
  const { group, cause, decision } = advancing;
  for (const [position, effect2] of group.entries()) {
    if (isCarriedOut(effect2.body.status) || effect2.body.status === "undone") continue;
    if (effect2.body.status !== "planned") return void 0;
    const admission = await admit(unit, deps, { effect: effect2, group, now: cause.at, ...decision ? { decision } : {} });
    if (admission.kind === "hold") return void 0;
    if (admission.kind === "refuse") {
      endGroup(deps, unit, { group, position, to: { status: "refused", error: keptError(admission.error) }, cause });
      return void 0;
    }
    if (admission.automatic) await deps.policy.reserve(unit, effect2.body.command, effect2.id);
    const handler = deps.registry.handler(effect2.body.command);
    const input = resolvedInput(effect2, group);
    if (handler.where === "remote") {
      const to2 = { status: "sending", rule: admission.rule, attempts: effect2.body.attempts + 1, dueAt: null };
      const sending = stageChange(unit, effect2, { to: to2, ids: deps.ids, cause });
      group[position] = sending;
      return { effect: sending, handler, input };
    }
    const to = await applyLocal(deps, unit, { effect: effect2, handler, input, cause });
    if (to.status !== "done") {
      endGroup(deps, unit, { group, position, to, cause });
      return void 0;
    }
    group[position] = stageOutcome(deps, unit, { group, position, to: { ...to, rule: admission.rule }, cause });
  }
  return void 0;
}
async function applyLocal(deps, unit, { effect: effect2, handler, input, cause }) {
  const attempts = effect2.body.attempts + 1;
  try {
    const outputs = await handler.apply(unit, input, { ...contextOf(deps, effect2.body, cause), key: effect2.id, cause });
    return { status: "done", outputs, attempts };
  } catch (error) {
    if (!isMainstayError(error)) throw error;
    return { status: "failed", error: keptError(error), attempts };
  }
}
function contextOf(deps, effect2, cause) {
  return { now: cause.at, zone: deps.settings.homeZone(), practice: effect2.practice };
}
function resolvedInput(effect2, group) {
  const outputs = namedOutputs(group);
  return resolveReferences(effect2.body.command.input, (path) => {
    const value = path.split(".").reduce((at2, part) => at2?.[part], outputs);
    if (value === void 0) throw new MainstayError("EXPRESSION_FAILED", { values: { expression: path, reason: "an earlier command did not give it" } });
    return value;
  });
}
function stageOutcome(deps, unit, { group, position, to, cause }) {
  const effect2 = group[position];
  if (!effect2) throw new RangeError(`There is no effect at position ${position}.`);
  const last = group.every(({ body }, index) => index === position || isSettled(body.status));
  const changed2 = { ...effect2, body: { ...effect2.body, ...to } };
  const completes = last && isSettled(changed2.body.status);
  const statuses = group.map(({ body }, index) => index === position ? changed2.body.status : body.status);
  return stageChange(unit, effect2, {
    to,
    ids: deps.ids,
    cause,
    ...completes ? { also: (outbox) => emitCompleted(deps, outbox, { effect: effect2, statuses, cause }) } : {}
  });
}
function emitCompleted(deps, outbox, { effect: effect2, statuses, cause }) {
  if (effect2.body.suggestion === null) return;
  outbox.emit({
    id: deps.ids("evt"),
    source: "/effects",
    type: "suggestion.completed",
    subject: effect2.body.suggestion,
    at: cause.at,
    correlationId: effect2.body.correlation,
    data: { suggestion: effect2.body.suggestion, status: statuses.every(isCarriedOut) ? "succeeded" : "failed" }
  });
}
function endGroup(deps, unit, ending) {
  const { group, position, cause } = ending;
  for (let later = group.length - 1; later > position; later -= 1) {
    const effect2 = group[later];
    if (effect2?.body.status !== "planned") continue;
    group[later] = stageChange(unit, effect2, { to: { status: "cancelled" }, ids: deps.ids, cause });
  }
  group[position] = stageOutcome(deps, unit, ending);
}
async function makeCall(deps, call) {
  let pending = call;
  try {
    while (pending) {
      const { effect: effect2, handler, input } = pending;
      const outcome = await handler.perform(input, { ...contextOf(deps, effect2.body, { at: deps.clock.now() }), key: effect2.id });
      pending = await settle2(deps, effect2, stateAfter(deps, effect2.body, outcome));
    }
  } catch (error) {
    deps.onError(error, { effect: call.effect.id });
  }
}
async function settle2(deps, effect2, to) {
  const unit = deps.units.open();
  const group = await readGroup(deps.store, effect2);
  const position = effect2.body.position;
  const cause = { at: deps.clock.now(), by: "effects", correlationId: effect2.body.correlation };
  let next;
  if (to.status === "failed") endGroup(deps, unit, { group, position, to, cause });
  else {
    group[position] = stageOutcome(deps, unit, { group, position, to, cause });
    if (isCarriedOut(to.status)) next = await advanceGroup(deps, unit, { group, cause });
  }
  const result = await unit.commit();
  if (!result.ok) return void 0;
  if (to.status === "planned") scheduleRetry(deps, effect2.id, to.dueAt ?? cause.at);
  return next;
}
function stateAfter(deps, effect2, outcome) {
  if ("outputs" in outcome) {
    const { status, outputs, providerRef, note } = outcome;
    return { status, outputs, providerRef: providerRef ?? null, note: note ?? null, error: null };
  }
  const error = keptError(outcome.error);
  if (outcome.status === "unknown") return { status: "unknown", error };
  if (!outcome.error.retry || effect2.attempts >= MAX_ATTEMPTS) return { status: "failed", error };
  const backoff = FIRST_BACKOFF_MS * 4 ** (effect2.attempts - 1) * (0.75 + deps.random() / 2);
  return { status: "planned", error, dueAt: Math.round(deps.clock.now() + (outcome.retryAfterMs ?? backoff)) };
}
function scheduleRetry(deps, id2, dueAt) {
  deps.scheduler.at(`effect:${id2}`, dueAt, () => continueEffect(deps, id2));
}
async function continueEffect(deps, id2) {
  const document = await deps.store.get(effects.name, id2);
  const effect2 = document && effects.fromDocument(document);
  if (effect2?.body.status !== "planned") return;
  const unit = deps.units.open();
  const group = effect2.body.suggestion === null ? [effect2] : await readGroup(deps.store, effect2);
  const cause = { at: deps.clock.now(), by: "effects", correlationId: effect2.body.correlation };
  const call = await advanceGroup(deps, unit, { group, cause });
  const result = await unit.commit();
  if (result.ok && call) await makeCall(deps, call);
}
async function readGroup(store2, effect2) {
  if (effect2.body.suggestion === null) return [effect2];
  const page = await store2.find(effects.name, {
    where: { suggestion: effect2.body.suggestion },
    sort: { field: "position", direction: "asc" },
    limit: 1e3
  });
  return page.items.map((document) => effects.fromDocument(document));
}

// src/effects/recover.ts
async function recoverEffects(deps, recovery) {
  for (const effect2 of await openEffects(deps)) {
    try {
      await recoverEffect(deps, effect2, recovery);
    } catch (error) {
      deps.onError(error, { effect: effect2.id });
    }
  }
}
async function openEffects(deps) {
  const found = [];
  let after;
  while (after !== null) {
    const page = await deps.store.find(effects.name, {
      where: { open: 1 },
      limit: 1e3,
      ...after ? { after } : {}
    });
    found.push(...page.items.map((document) => effects.fromDocument(document)));
    after = page.next;
  }
  return found;
}
async function recoverEffect(deps, effect2, { restored }) {
  const unit = deps.units.open();
  await reapplyOutbox(unit, effect2.body.outbox);
  await unit.commit();
  const { status, dueAt } = effect2.body;
  if (status === "unknown") return;
  if (restored) await settle2(deps, effect2, unsure("a backup was restored"));
  else if (status === "sending") await continueAfter(deps, effect2, await outcomeOf2(deps, effect2));
  else if (dueAt !== null && dueAt > deps.clock.now()) scheduleRetry(deps, effect2.id, dueAt);
  else await continueEffect(deps, effect2.id);
}
async function continueAfter(deps, effect2, outcome) {
  const to = outcome ? stateAfter(deps, effect2.body, outcome) : unsure("Mainstay was interrupted while sending");
  const next = await settle2(deps, effect2, to);
  if (next) await makeCall(deps, next);
}
async function outcomeOf2(deps, effect2) {
  const handler = deps.registry.handler(effect2.body.command);
  if (handler.where === "local" || handler.repeat === "none") return void 0;
  if (handler.repeat === "lookup") return handler.lookup?.(effect2.id);
  const context = { ...contextOf(deps, effect2.body, { at: deps.clock.now() }), key: effect2.id };
  return handler.perform(resolvedInput(effect2, await readGroup(deps.store, effect2)), context);
}
function unsure(reason) {
  return { status: "unknown", error: keptError(new MainstayError("SEND_UNCERTAIN", { values: { reason } })) };
}

// src/effects/undo.ts
async function compensationOf(deps, id2) {
  const effect2 = await readEffect(deps.store, id2);
  if (!effect2) throw new MainstayError("NOT_FOUND", { values: { kind: "effect", id: id2 } });
  const { status, command, outputs } = effect2.body;
  if (!isCarriedOut(status)) throw notUndoable(id2, `it is ${status}`);
  const { undo } = deps.registry.handler(command);
  if ("never" in undo) throw notUndoable(id2, undo.never);
  const name2 = parseCommandName(undo.command);
  if (!name2) throw new TypeError(`${commandName(command)} names ${undo.command} as its undo, which is no command.`);
  const compensation = { ...name2, input: undo.input(outputs) };
  return { effect: effect2, command: compensation, where: deps.registry.handler(compensation).where };
}
async function undoLocally(deps, compensation, cause) {
  const { effect: effect2, command } = compensation;
  const handler = deps.registry.handler(command);
  if (handler.where !== "local") throw new TypeError(`${commandName(command)} is not local.`);
  const unit = deps.units.open();
  await recordLocal(deps, unit, { command, handler, key: effectIdOf(effect2.id, 0), run: effect2.body.run, cause });
  const undone = stageChange(unit, effect2, { to: { status: "undone" }, ids: deps.ids, cause });
  const result = await unit.commit();
  if (!result.ok) throw new MainstayError("STORE_CONFLICT", { values: { collection: result.collection, id: result.id } });
  return undone;
}
async function recordLocal(deps, unit, { command, handler, key, run, cause }) {
  const known = await readEffect(unit, key);
  if (known) return known;
  const verdict = await deps.policy.check(unit, { command, where: "local", approved: false });
  if (verdict.kind !== "allowed") {
    throw new MainstayError("COMMAND_REFUSED", { values: { command: commandName(command), reason: verdict.reason } });
  }
  const outputs = await handler.apply(unit, command.input, {
    ...contextOf(deps, { practice: deps.settings.current().practice }, cause),
    key,
    cause
  });
  const body = { ...blankEffect(command, cause), status: "done", run, outputs, attempts: 1, rule: verdict.rule };
  const effect2 = { id: key, revision: 1, body };
  unit.insert(effects.name, effects.toDocument(key, body));
  emitStatus(unit, effect2, { ids: deps.ids, cause });
  return effect2;
}
function notUndoable(id2, reason) {
  return new MainstayError("EFFECT_NOT_UNDOABLE", { values: { id: id2, reason } });
}

// src/effects/service.ts
function createEffects(deps) {
  const underWay = /* @__PURE__ */ new Set();
  function inBackground2(work) {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }
  return {
    start: (unit, starting) => advanceGroup(deps, unit, starting),
    launch: (call) => inBackground2(makeCall(deps, call)),
    record: (unit, write) => recordLocal(deps, unit, write),
    resolve: async (id2, outcome) => {
      const next = await resolveEffect(deps, id2, outcome);
      if (next) inBackground2(makeCall(deps, next));
    },
    compensationOf: (id2) => compensationOf(deps, id2),
    undoLocally: (compensation, cause) => undoLocally(deps, compensation, cause),
    resume: async () => {
      const planned = (await openEffects(deps)).filter(({ body }) => body.status === "planned");
      for (const { id: id2 } of planned) inBackground2(guarded(deps, id2));
    },
    recover: (recovery) => recoverEffects(deps, recovery),
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    }
  };
}
async function guarded(deps, id2) {
  try {
    await continueEffect(deps, id2);
  } catch (error) {
    deps.onError(error, { effect: id2 });
  }
}
async function resolveEffect(deps, id2, outcome) {
  const effect2 = await readEffect(deps.store, id2);
  if (!effect2) throw new MainstayError("NOT_FOUND", { values: { kind: "effect", id: id2 } });
  const { status } = effect2.body;
  if (status !== "unknown") throw new MainstayError("EFFECT_NOT_UNKNOWN", { values: { id: id2, status } });
  return settle2(deps, effect2, resolved(outcome));
}
function resolved(outcome) {
  if (outcome === "done") return { status: "done", note: "You said that it arrived.", error: null };
  if (outcome === "retry") return { status: "planned", error: null, dueAt: null };
  return { status: "failed", error: keptError(new MainstayError("SEND_GIVEN_UP")) };
}

// src/approvals/suggestion.ts
import { z as z23 } from "zod";
var SUGGESTION_STATUSES = ["pending", "approved", "rejected", "expired", "superseded", "stale"];
var previewSchema = z23.strictObject({
  to: z23.array(z23.string()),
  facts: z23.array(z23.strictObject({ label: z23.string(), text: z23.string() })),
  subject: z23.string().exactOptional(),
  text: z23.string().exactOptional(),
  attachments: z23.array(
    z23.strictObject({ id: z23.string(), name: z23.string(), pages: z23.int().exactOptional() })
  ),
  notes: z23.array(z23.string()),
  /** What an edit changed, old and new. */
  changes: z23.array(z23.strictObject({ label: z23.string(), from: z23.string(), to: z23.string() }))
});
var decisionSchema = z23.strictObject({
  by: z23.string(),
  via: z23.string(),
  at: z23.string(),
  reason: z23.string().exactOptional(),
  rule: z23.string().exactOptional()
});
var suggestionSchema = z23.strictObject({
  status: z23.enum(SUGGESTION_STATUSES),
  title: z23.string(),
  preview: previewSchema,
  reason: z23.string(),
  commands: z23.array(commandSchema),
  workflowVersion: z23.string(),
  hash: z23.string(),
  risk: z23.enum(["local", "leaves"]),
  undo: z23.string(),
  cost: z23.string(),
  createdAt: z23.string(),
  expiresAt: z23.string(),
  run: z23.string().nullable(),
  step: z23.string().nullable(),
  conversation: z23.string(),
  turn: z23.string(),
  restsOn: z23.array(z23.strictObject({ kind: z23.string(), id: z23.string(), version: z23.int() })),
  supersedes: z23.string().nullable(),
  supersededBy: z23.string().nullable(),
  decision: decisionSchema.nullable(),
  effectIds: z23.array(z23.string()),
  correlation: z23.string(),
  practice: z23.boolean(),
  outbox: outboxSchema
});
var suggestions = defineCollection({
  name: "suggestions",
  schemaVersion: 1,
  indexes: [
    { fields: ["status", "at"] },
    { fields: ["run"], sparse: true },
    { fields: ["turn"] }
  ],
  schema: suggestionSchema,
  index: ({ status, createdAt, run, turn: turn2, restsOn, conversation }, id2) => ({
    status,
    at: `${createdAt} ${id2}`,
    run,
    turn: turn2,
    conversation,
    rests: restsOn.map((record3) => record3.id)
  })
});

// src/approvals/decide.ts
async function readSuggestion(source, id2) {
  const document = await source.get(suggestions.name, id2);
  if (!document) throw new MainstayError("NOT_FOUND", { values: { kind: "card", id: id2 } });
  return suggestions.fromDocument(document);
}
function alreadyDecided(found, wanted, { hash }) {
  const { status, expiresAt } = found.body;
  if (status === wanted && found.body.hash === hash) return true;
  if (status === "expired") throw new MainstayError("SUGGESTION_EXPIRED", { values: { at: expiresAt } });
  if (status === "stale" || status === "superseded") throw new MainstayError("SUGGESTION_CHANGED");
  if (status !== "pending") throw new MainstayError("SUGGESTION_DECIDED", { values: { status } });
  if (found.body.hash !== hash) throw new MainstayError("SUGGESTION_CHANGED");
  return false;
}
async function movedOn(source, restsOn) {
  const changed2 = [];
  for (const { kind, id: id2, version } of restsOn) {
    const record3 = await readRecord(source, kind, id2);
    const now = record3?.body.version ?? 0;
    if (now !== version) changed2.push({ kind, id: id2, seen: version, now });
  }
  return changed2;
}
function stageEnd(unit, found, ending) {
  const body = { ...found.body, ...ending.to, outbox: [...ending.outbox.entries] };
  unit.replace(suggestions.name, suggestions.toDocument(found.id, body), found.revision);
  applyOutbox(unit, ending.outbox.entries);
  return { id: found.id, revision: found.revision + 1, body };
}
async function stageApproval(deps, unit, { found, deciding, cause }) {
  const { hash, by, via, reason, rule } = deciding;
  const outbox = createOutbox();
  const decision = deps.ids("evt");
  const data = { suggestion: found.id, hash, by, via, ...reason === void 0 ? {} : { reason }, ...rule === void 0 ? {} : { rule } };
  outbox.emit({
    id: decision,
    source: "/approvals",
    type: "suggestion.approved",
    subject: found.id,
    at: cause.at,
    correlationId: found.body.correlation,
    data
  });
  const group = planGroup(
    {
      suggestion: found.id,
      run: found.body.run,
      decision,
      workflowVersion: found.body.workflowVersion,
      title: found.body.title,
      commands: found.body.commands,
      restsOn: found.body.restsOn,
      practice: found.body.practice
    },
    { ...cause, correlationId: found.body.correlation, causationId: decision }
  );
  for (const effect2 of group) stagePlanned(outbox, effect2, { ids: deps.ids, cause });
  const suggestion = stageEnd(unit, found, {
    to: { status: "approved", decision: decisionBody(deciding, cause), effectIds: group.map(({ id: id2 }) => id2) },
    outbox
  });
  const event = { type: "suggestion.approved", data };
  const call = await deps.effects.start(unit, { group, cause, decision: event });
  return { suggestion, call };
}
function stageRejection(deps, unit, { found, deciding, cause }) {
  const { hash, by, via, reason } = deciding;
  const outbox = createOutbox();
  outbox.emit({
    id: deps.ids("evt"),
    source: "/approvals",
    type: "suggestion.rejected",
    subject: found.id,
    at: cause.at,
    correlationId: found.body.correlation,
    data: { suggestion: found.id, hash, by, via, ...reason === void 0 ? {} : { reason } }
  });
  return stageEnd(unit, found, { to: { status: "rejected", decision: decisionBody(deciding, cause) }, outbox });
}
function decisionBody({ by, via, reason, rule }, cause) {
  return { by, via, at: isoTime(cause.at), ...reason === void 0 ? {} : { reason }, ...rule === void 0 ? {} : { rule } };
}
function stageStale(deps, unit, { found, changed: changed2, cause }) {
  const outbox = createOutbox();
  outbox.emit({
    id: deps.ids("evt"),
    source: "/approvals",
    type: "suggestion.stale",
    subject: found.id,
    at: cause.at,
    correlationId: found.body.correlation,
    data: { suggestion: found.id, changed: changed2 }
  });
  return stageEnd(unit, found, { to: { status: "stale" }, outbox });
}
function stageExpiry(deps, unit, { found, cause }) {
  const outbox = createOutbox();
  outbox.emit({
    id: deps.ids("evt"),
    source: "/approvals",
    type: "suggestion.expired",
    subject: found.id,
    at: cause.at,
    correlationId: found.body.correlation,
    data: { suggestion: found.id, at: isoTime(cause.at) }
  });
  return stageEnd(unit, found, { to: { status: "expired" }, outbox });
}

// src/approvals/preview.ts
async function drawCard(registry, drawing) {
  const parts = [];
  for (const [position, command] of drawing.commands.entries()) {
    const handler = registry.handler(command);
    const worded = resolveReferences(command.input, wordFor);
    const input = registry.parseInput({ ...command, input: worded }, `inputs/${position}`);
    parts.push({ command, handler, preview: await handler.preview(input, drawing.context) });
  }
  const previews = parts.map(({ preview }) => preview);
  const files = previews.flatMap((preview, index) => filesOf(preview, `${drawing.suggestion}/${index}`));
  return {
    commands: parts.map(({ command, preview }) => preview.to === void 0 ? command : { ...command, recipient: preview.to }),
    preview: mergePreviews(previews, files),
    undo: undoText(parts),
    risk: parts.some(({ handler }) => handler.where === "remote") ? "leaves" : "local",
    files: files.flatMap(({ document }) => document ?? [])
  };
}
function wordFor(path) {
  return `(${path.split(".").at(-1) ?? path})`;
}
function filesOf({ attachments: attachments2 = [] }, owner) {
  return attachments2.flatMap((file2, index) => {
    const id2 = file2.id ?? deriveId("att", owner, index);
    const shown2 = { id: id2, name: file2.name, ...file2.pages === void 0 ? {} : { pages: file2.pages } };
    if (!file2.bytes) return file2.id ? [{ shown: shown2 }] : [];
    const document = fileDocument(id2, owner.split("/")[0] ?? owner, { ...file2, bytes: file2.bytes });
    return [{ shown: shown2, document }];
  });
}
function mergePreviews(previews, files) {
  const subject = previews.find((preview) => preview.subject !== void 0)?.subject;
  const text3 = previews.find((preview) => preview.text !== void 0)?.text;
  return {
    to: previews.flatMap((preview) => preview.to ?? []),
    facts: previews.flatMap((preview) => preview.facts ?? []),
    ...subject === void 0 ? {} : { subject },
    ...text3 === void 0 ? {} : { text: text3 },
    attachments: files.map(({ shown: shown2 }) => shown2),
    notes: previews.flatMap((preview) => preview.notes ?? []),
    changes: []
  };
}
function undoText(parts) {
  const never = parts.flatMap(({ handler }) => "never" in handler.undo ? [handler.undo.never] : []);
  const undoable = parts.flatMap(({ command, handler }) => "never" in handler.undo ? [] : [undoWords(command, handler.undo.command)]);
  const text3 = [.../* @__PURE__ */ new Set([...never, ...undoable])].join("; ");
  return text3.charAt(0).toUpperCase() + text3.slice(1);
}
function undoWords(command, undo) {
  const [thing = command.type] = command.type.split(".");
  const verb = undo.replace(/@\d+$/, "").split(".").at(-1) ?? "undo";
  return `${thing} can be ${verb.endsWith("e") ? `${verb}d` : `${verb}ed`}`;
}

// src/approvals/propose.ts
var DAY_MS = 24 * 60 * 60 * 1e3;
var CARD_LIFETIME_MS = 7 * DAY_MS;
async function propose(deps, target, { proposal, cause }) {
  const practice = deps.settings.current().practice;
  const context = { now: cause.at, zone: deps.settings.homeZone(), practice };
  const drawn = await drawCard(deps.registry, { suggestion: proposal.id, commands: proposal.commands, context });
  const automatic = await allowedByRules(deps, target.unit, drawn.commands);
  const body = {
    status: "pending",
    title: proposal.title.slice(0, 200),
    preview: { ...drawn.preview, changes: [...proposal.changes ?? []] },
    reason: proposal.reason,
    commands: [...drawn.commands],
    workflowVersion: proposal.workflowVersion,
    hash: bindingHash(drawn.commands, proposal.workflowVersion),
    risk: drawn.risk,
    undo: drawn.undo,
    cost: "no cost",
    createdAt: isoTime(cause.at),
    expiresAt: isoTime(cause.at + proposal.lifetimeMs),
    run: proposal.run,
    step: proposal.step,
    conversation: proposal.conversation,
    turn: proposal.turn,
    restsOn: [...proposal.restsOn],
    supersedes: proposal.supersedes ?? null,
    supersededBy: null,
    decision: null,
    effectIds: [],
    correlation: cause.correlationId,
    practice,
    outbox: []
  };
  for (const file2 of drawn.files) target.unit.insert(attachments.name, file2, { ifAbsent: true });
  target.outbox.insert(suggestions.name, suggestions.toDocument(proposal.id, body));
  announce(deps, target.outbox, { id: proposal.id, body, cause });
  return { suggestion: { id: proposal.id, revision: 1, body }, automatic };
}
async function allowedByRules(deps, unit, commands) {
  let automatic = true;
  for (const command of commands) {
    const { where } = deps.registry.handler(command);
    const verdict = await deps.policy.check(unit, { command, where, approved: false });
    if (verdict.kind === "refused") {
      throw new MainstayError("COMMAND_REFUSED", { values: { command: commandName(command), reason: verdict.reason } });
    }
    if (verdict.kind === "ask") automatic = false;
  }
  return automatic;
}
function announce({ ids }, outbox, { id: id2, body, cause }) {
  const { run, title, hash, commands, supersedes, expiresAt, conversation, turn: turn2 } = body;
  outbox.emit({
    id: ids("evt"),
    source: "/approvals",
    type: "suggestion.proposed",
    subject: id2,
    at: cause.at,
    correlationId: cause.correlationId,
    ...cause.causationId === void 0 ? {} : { causationId: cause.causationId },
    data: {
      suggestion: id2,
      title,
      hash,
      commands,
      expiresAt,
      ...run === null ? {} : { run },
      ...supersedes === null ? {} : { supersedes }
    }
  });
  postMessage(outbox, { id: ids("msg"), eventId: ids("evt"), conversation, text: title, turn: turn2, suggestion: id2 }, cause);
}

// src/approvals/service.ts
function createApprovals(deps) {
  const underWay = /* @__PURE__ */ new Set();
  function inBackground2(id2, work) {
    const tracked = work.then(() => void 0, (error) => deps.onError(error, { suggestion: id2 })).finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }
  function scheduleExpiry({ id: id2, body }) {
    deps.scheduler.at(`suggestion:${id2}`, Date.parse(body.expiresAt), async () => {
      await settlePending(deps, id2);
    });
  }
  return {
    propose: (target, proposing) => propose(deps, target, proposing),
    proposed: async ({ suggestion, automatic }) => {
      scheduleExpiry(suggestion);
      const { id: id2, body } = suggestion;
      if (automatic) inBackground2(id2, approve(deps, id2, { hash: body.hash, by: "your rules", via: "policy", rule: "within your rules" }));
    },
    read: (id2) => readSuggestion(deps.store, id2),
    approve: (id2, deciding) => approve(deps, id2, deciding),
    reject: (id2, deciding) => reject(deps, id2, deciding),
    edit: async (id2, editing) => {
      const edited = await attempt(deps, (unit) => stageEdit(deps, unit, { id: id2, editing }));
      deps.scheduler.cancel(`suggestion:${id2}`);
      scheduleExpiry(edited);
      return edited;
    },
    apply: (event) => {
      if (event.type !== "record.changed" && event.type !== "record.deleted") return;
      inBackground2(event.data.id, markStale(deps, event.data.id));
    },
    recover: (offMs) => recover(deps, offMs, scheduleExpiry),
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    }
  };
}
async function approve(deps, id2, deciding) {
  return attempt(deps, async (unit) => {
    const found = await readSuggestion(unit, id2);
    if (alreadyDecided(found, "approved", deciding)) return { value: found };
    const cause = causeOf(deps, found, deciding.by);
    const ended = await endedMeanwhile(deps, unit, { found, cause });
    if (ended) return { value: ended, refuse: refusalOf(ended) };
    const { suggestion, call } = await stageApproval(deps, unit, { found, deciding, cause });
    return {
      value: suggestion,
      committed: () => {
        deps.scheduler.cancel(`suggestion:${id2}`);
        if (call) deps.effects.launch(call);
      }
    };
  });
}
async function reject(deps, id2, deciding) {
  return attempt(deps, async (unit) => {
    const found = await readSuggestion(unit, id2);
    if (alreadyDecided(found, "rejected", deciding)) return { value: found };
    const value = stageRejection(deps, unit, { found, deciding, cause: causeOf(deps, found, deciding.by) });
    return { value, committed: () => deps.scheduler.cancel(`suggestion:${id2}`) };
  });
}
async function attempt(deps, work) {
  for (let tries = 0; tries < 5; tries += 1) {
    const unit = deps.units.open();
    const { value, committed, refuse } = await work(unit);
    const result = await unit.commit();
    if (!result.ok) continue;
    if (refuse) throw refuse;
    committed?.();
    return value;
  }
  throw new MainstayError("STORE_CONFLICT", { values: { collection: "suggestions", id: "" } });
}
function causeOf(deps, found, by) {
  return { at: deps.clock.now(), by, correlationId: found.body.correlation };
}
async function endedMeanwhile(deps, unit, { found, cause }) {
  if (found.body.status !== "pending") return void 0;
  if (Date.parse(found.body.expiresAt) <= cause.at) return stageExpiry(deps, unit, { found, cause });
  const changed2 = await movedOn(unit, found.body.restsOn);
  return changed2.length > 0 ? stageStale(deps, unit, { found, changed: changed2, cause }) : void 0;
}
function refusalOf({ body }) {
  return body.status === "expired" ? new MainstayError("SUGGESTION_EXPIRED", { values: { at: body.expiresAt } }) : new MainstayError("SUGGESTION_CHANGED");
}
async function settlePending(deps, id2) {
  await attempt(deps, async (unit) => {
    const found = await readSuggestion(unit, id2);
    return { value: await endedMeanwhile(deps, unit, { found, cause: causeOf(deps, found, "clock") }) ?? found };
  });
}
async function markStale(deps, recordId) {
  const page = await deps.store.find(suggestions.name, { where: { status: "pending", rests: { has: recordId } }, limit: 1e3 });
  for (const { id: id2 } of page.items) await settlePending(deps, id2);
}
async function stageEdit(deps, unit, { id: id2, editing }) {
  const found = await readSuggestion(unit, id2);
  const commands = editedCommands(found.body.commands, editing.inputs);
  const newId = deriveId("sug", id2, commands.map(({ input }) => input));
  if (found.body.supersededBy === newId) return { value: await readSuggestion(unit, newId) };
  alreadyDecided(found, "rejected", editing);
  const cause = causeOf(deps, found, editing.by);
  const ended = await endedMeanwhile(deps, unit, { found, cause });
  if (ended) return { value: ended, refuse: refusalOf(ended) };
  const outbox = createOutbox();
  const { workflowVersion, run, step, conversation, turn: turn2, restsOn, title, expiresAt, reason } = found.body;
  const lifetimeMs = Date.parse(expiresAt) - cause.at;
  const changes = changesBetween(deps.registry, found.body.commands, commands);
  const proposal = { id: newId, title, reason, commands, workflowVersion, run, step, conversation, turn: turn2, restsOn, lifetimeMs, supersedes: id2, changes };
  const { suggestion } = await propose(deps, { unit, outbox }, { proposal, cause });
  outbox.emit({
    id: deps.ids("evt"),
    source: "/approvals",
    type: "suggestion.superseded",
    subject: id2,
    at: cause.at,
    correlationId: found.body.correlation,
    data: { suggestion: id2, by: newId, hash: suggestion.body.hash }
  });
  stageEnd(unit, found, { to: { status: "superseded", supersededBy: newId }, outbox });
  return { value: suggestion };
}
function editedCommands(commands, inputs) {
  if (inputs.length !== commands.length) {
    const message = `must have one entry for each of the ${commands.length} commands`;
    throw new MainstayError("REQUEST_INVALID", { values: { count: 1, first: `inputs ${message}` }, fields: [{ path: "inputs", message }] });
  }
  return commands.map(({ recipient: _, ...command }, index) => ({ ...command, input: inputs[index] ?? command.input }));
}
async function recover(deps, offMs, schedule) {
  let after;
  while (after !== null) {
    const page = await deps.store.find(suggestions.name, {
      where: { status: "pending" },
      ...after ? { after } : {}
    });
    for (const document of page.items) schedule(await givenBack(deps, suggestions.fromDocument(document), offMs));
    after = page.next;
  }
}
async function givenBack(deps, found, offMs) {
  const unit = deps.units.open();
  await reapplyOutbox(unit, found.body.outbox);
  const body = { ...found.body, expiresAt: isoTime(Date.parse(found.body.expiresAt) + offMs), outbox: [] };
  unit.replace(suggestions.name, suggestions.toDocument(found.id, body), found.revision);
  await unit.commit();
  return { ...found, revision: found.revision + 1, body };
}

// src/connectors/registry.ts
function createRegistry(connectors) {
  const handlers = /* @__PURE__ */ new Map();
  for (const handler of connectors.flatMap((connector) => connector.commands)) {
    const name2 = commandName(handler);
    if (handlers.has(name2)) throw new TypeError(`Two connectors offer ${name2}.`);
    handlers.set(name2, handler);
  }
  function handlerOf(command) {
    const found = handlers.get(commandName(command));
    if (!found) throw new MainstayError("COMMAND_UNKNOWN", { values: { command: commandName(command) } });
    return found;
  }
  return {
    handler: handlerOf,
    parseInput: (command, at2 = "") => {
      const parsed = handlerOf(command).input.safeParse(command.input);
      if (parsed.success) return parsed.data;
      throw invalidInput(parsed.error.issues.map((issue) => fieldError(issue, at2)));
    },
    all: () => [...handlers.values()],
    statuses: () => connectors.map((connector) => ({ name: connector.name, ...connector.status() })),
    close: async () => {
      for (const connector of connectors) await connector.close?.();
    }
  };
}
function fieldError(issue, at2) {
  return { path: [at2, ...issue.path.map(String)].filter((part) => part !== "").join("/"), message: issue.message };
}
function invalidInput(fields) {
  const first = fields[0];
  return new MainstayError("REQUEST_INVALID", {
    values: { count: fields.length, first: first ? `${first.path} ${first.message}` : "" },
    fields
  });
}

// src/gateway/receive.ts
var MAIN_CONVERSATION = "main";
var MAX_TEXT = 2e4;
function createIntake(deps) {
  return {
    message: async (incoming) => {
      const text3 = cleanText2(incoming.text);
      const conversation = incoming.conversation ?? MAIN_CONVERSATION;
      const at2 = deps.clock.now();
      const dedupeKey = incoming.id === void 0 ? void 0 : sha256(`message:${conversation}:${incoming.id}`);
      const eventId = deps.ids("evt");
      const message = dedupeKey === void 0 ? deps.ids("msg") : deriveId("msg", dedupeKey);
      const unit = deps.units.open();
      openConversation(unit, conversation, isoTime(at2));
      unit.insert(messages.name, messages.toDocument(message, incomingMessage({ conversation, text: text3, at: at2, eventId })));
      unit.emit({
        id: eventId,
        source: `/gateway/${incoming.via}`,
        type: "message.received",
        subject: message,
        at: at2,
        correlationId: eventId,
        ...dedupeKey === void 0 ? {} : { dedupeKey },
        data: { message, conversation, via: incoming.via, text: text3 }
      });
      const result = await unit.commit();
      if (result.ok) return { eventId, conversation, duplicate: false };
      return original(deps, message, conversation);
    }
  };
}
async function original(deps, message, conversation) {
  const page = await deps.log.read({ type: "message.received", subject: message }, { limit: 1 });
  const first = page.items[0];
  if (!first) throw new MainstayError("STORE_CONFLICT", { values: { collection: "messages", id: message } });
  return { eventId: first.id, conversation, duplicate: true };
}
function incomingMessage({ conversation, text: text3, at: at2, eventId }) {
  return {
    conversation,
    at: isoTime(at2),
    direction: "in",
    author: { kind: "operator", name: "You" },
    text: text3,
    suggestion: null,
    choices: [],
    turn: eventId
  };
}
function cleanText2(text3) {
  const clean = text3.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "").trim();
  if (clean === "") throw invalid("must not be empty");
  if (clean.length > MAX_TEXT) throw invalid(`is longer than ${MAX_TEXT} characters; send it in parts`);
  return clean;
}
function invalid(message) {
  return new MainstayError("REQUEST_INVALID", { values: { count: 1, first: `text ${message}` }, fields: [{ path: "text", message }] });
}

// src/observability/day.ts
function countDay(events2, answering) {
  const received = events2.flatMap((event) => event.type === "message.received" ? [event] : []);
  const fates = fatesOf(events2);
  const messages2 = received.map((event) => ({
    id: event.id,
    at: event.time,
    text: event.data.text,
    fate: event.id === answering ? "answered" : fates(event.id)
  }));
  const count = (fate) => messages2.filter((message) => message.fate === fate).length;
  return {
    received: messages2,
    answered: count("answered"),
    waiting: count("waiting"),
    failed: count("failed"),
    missing: messages2.filter((message) => message.fate === "missing"),
    cards: countCards(events2),
    effects: countEffects(events2),
    customersAdded: events2.filter((event) => event.type === "record.created" && event.data.kind === "customer").length,
    invoiced: countInvoiced(events2)
  };
}
function fatesOf(events2) {
  const runs2 = /* @__PURE__ */ new Map();
  const ended = /* @__PURE__ */ new Map();
  const replied = /* @__PURE__ */ new Set();
  for (const event of events2) {
    if (event.type === "run.started") runs2.set(event.correlationid, event.data.run);
    if (event.type === "question.answered") runs2.set(event.data.event, event.data.run);
    if (event.type === "run.finished") ended.set(event.data.run, event.data.status);
    if (event.type === "message.posted" && event.data.answers !== void 0) replied.add(event.data.answers);
  }
  return (eventId) => {
    const run = runs2.get(eventId);
    if (run !== void 0 && ended.get(run) === "failed") return "failed";
    if (!replied.has(eventId)) return run !== void 0 && !ended.has(run) ? "waiting" : "missing";
    return run !== void 0 && !ended.has(run) ? "waiting" : "answered";
  };
}
function countCards(events2) {
  const approvals = events2.filter((event) => event.type === "suggestion.approved");
  return {
    proposed: events2.filter((event) => event.type === "suggestion.proposed").length,
    approved: approvals.filter((event) => event.data.rule === void 0).length,
    rejected: events2.filter((event) => event.type === "suggestion.rejected").length,
    byRules: approvals.filter((event) => event.data.rule !== void 0).length
  };
}
function countEffects(events2) {
  const leaving = (type) => events2.filter((event) => event.type === type && "recipient" in event.data && event.data.recipient !== void 0).length;
  return {
    sent: leaving("effect.done"),
    saved: leaving("effect.saved"),
    failed: leaving("effect.failed"),
    unknown: leaving("effect.unknown"),
    refused: events2.filter((event) => event.type === "effect.refused").length
  };
}
function countInvoiced(events2) {
  const sums = {};
  for (const event of events2) {
    if (event.type !== "record.created" || event.data.kind !== "invoice") continue;
    const total = event.data.changes.find(({ field }) => field === "total")?.to;
    if (!isTotal(total)) continue;
    sums[total.currency] = (sums[total.currency] ?? 0) + total.minor;
  }
  return sums;
}
function isTotal(value) {
  return typeof value === "object" && value !== null && "minor" in value && "currency" in value;
}

// src/observability/digest.ts
import { DateTime as DateTime5 } from "luxon";

// src/observability/words.ts
import { DateTime as DateTime4 } from "luxon";
function shownTime(iso, { zone, now }) {
  const time2 = DateTime4.fromISO(iso, { zone });
  const today = DateTime4.fromMillis(now, { zone });
  const sameDay = time2.hasSame(today, "day");
  return time2.toFormat(sameDay ? "H:mm" : "ccc d LLL, H:mm", { locale: "en" });
}
function shownDay(time2) {
  return time2.toFormat("ccc d LLL", { locale: "en" });
}
function quoted2(text3, max = 80) {
  const line3 = text3.replaceAll(/\s+/g, " ").trim();
  return `\u201C${line3.length > max ? `${line3.slice(0, max - 1)}\u2026` : line3}\u201D`;
}
function counted2(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}
var EFFECT_WORDS = {
  planned: "approved, waiting",
  sending: "sending",
  done: "done",
  saved: "saved, not sent",
  failed: "failed",
  unknown: "not sure it arrived",
  refused: "refused",
  cancelled: "cancelled",
  undone: "undone"
};

// src/observability/digest.ts
async function digestOf(log, question) {
  const start = DateTime5.fromISO(question.date, { zone: question.zone }).startOf("day");
  const from = start.toUTC().toISO() ?? "";
  const to = start.plus({ days: 1 }).toUTC().toISO() ?? "";
  const events2 = [];
  for await (const event of log.scan({ from, to })) events2.push(event);
  const count = countDay([...events2, ...await laterOutcomes(log, { events: events2, to })], question.answering);
  return { ...count, date: question.date, text: digestText(count, { ...question, start }) };
}
async function laterOutcomes(log, { events: events2, to }) {
  const received = new Set(events2.flatMap((event) => event.type === "message.received" ? [event.id] : []));
  const later = [];
  for await (const event of log.scan({ from: to, types: ["run.started", "run.finished", "message.posted", "question.answered"] })) {
    if (received.has(event.correlationid)) later.push(event);
  }
  return later;
}
function digestText(count, { now, zone, start }) {
  const today = start.hasSame(DateTime5.fromMillis(now, { zone }), "day");
  const title = `${today ? "Today" : "On"} ${shownDay(start)}.`;
  if (count.received.length === 0 && count.cards.proposed === 0) return `${title} Nothing came in and nothing was sent.`;
  const reader = { zone, now };
  return [
    `${title} ${balance(count)}`,
    ...count.missing.map(({ text: text3, at: at2 }) => `Not accounted for: ${quoted2(text3)}, ${shownTime(at2, reader)}`),
    cardsLine(count),
    leftLine(count),
    booksLine(count)
  ].filter((line3) => line3 !== "").join("\n");
}
function balance({ received, answered, waiting, failed: failed2, missing }) {
  const came = counted2(received.length, "message", "messages");
  if (missing.length > 0) return `${came} in, ${received.length - missing.length} accounted for.`;
  return `${came} in = ${answered} answered + ${waiting} waiting + ${failed2} failed`;
}
function cardsLine({ cards }) {
  if (cards.proposed === 0) return "";
  return `Cards: ${cards.proposed} made, ${cards.approved} approved by you, ${cards.rejected} rejected, ${cards.byRules} by your rules`;
}
function leftLine({ effects: effects2 }) {
  const parts = [
    `Sent: ${effects2.sent}`,
    ...effects2.saved > 0 ? [`saved as a file, not sent: ${effects2.saved}`] : [],
    ...effects2.failed > 0 ? [`failed: ${effects2.failed}`] : [],
    ...effects2.unknown > 0 ? [`not sure it arrived: ${effects2.unknown}`] : [],
    ...effects2.refused > 0 ? [`refused: ${effects2.refused}`] : []
  ];
  return parts.join(", ");
}
function booksLine({ customersAdded, invoiced }) {
  const sums = Object.entries(invoiced).map(([currency, minor]) => formatMoney({ minor, currency }));
  const parts = [
    ...customersAdded > 0 ? [`${counted2(customersAdded, "customer", "customers")} added`] : [],
    ...sums.length > 0 ? [`invoiced ${sums.join(" and ")}`] : []
  ];
  const text3 = parts.join(", ");
  return text3.charAt(0).toUpperCase() + text3.slice(1);
}

// src/observability/tools.ts
import { DateTime as DateTime12 } from "luxon";
import { z as z28 } from "zod";

// src/orchestrator/runs/run.ts
import { z as z24 } from "zod";

// src/orchestrator/runs/state.ts
var NEW_RUN = {
  status: "running",
  startedAt: 0,
  inputs: {},
  inputsResolved: false,
  asked: null,
  steps: {},
  restsOn: []
};
function isEnded(status) {
  return status !== "running" && status !== "waiting";
}

// src/orchestrator/runs/evolve.ts
function evolve(state, entry) {
  if (state.status !== "running" && state.status !== "waiting") return state;
  switch (entry.kind) {
    case "started":
      return { ...state, startedAt: entry.at, inputs: { ...state.inputs, ...entry.provided } };
    case "input-known":
      return {
        ...state,
        inputs: { ...state.inputs, [entry.name]: entry.value },
        asked: state.asked === entry.name ? null : state.asked,
        restsOn: resting(state.restsOn, entry.rested)
      };
    case "input-asked":
      return { ...state, asked: entry.name };
    case "inputs-resolved":
      return { ...state, inputsResolved: true, asked: null };
    case "ended":
      return { ...state, status: entry.status, asked: null };
    default:
      return evolveStep(state, entry);
  }
}
function evolveStep(state, entry) {
  const step = state.steps[entry.step] ?? { status: "running", list: null, items: [] };
  const rested = "rested" in entry ? entry.rested : void 0;
  const inputs = entry.kind === "item-restarted" ? { ...state.inputs, ...entry.inputs } : state.inputs;
  const restsOn = resting(state.restsOn, rested);
  return { ...state, inputs, restsOn, steps: { ...state.steps, [entry.step]: nextStep(step, entry) } };
}
function nextStep(step, entry) {
  if (entry.kind === "step-listed") return { ...step, list: entry.list, status: entry.list.length === 0 ? "succeeded" : "running" };
  if (entry.kind === "step-skipped") return { ...step, status: "skipped" };
  const items = step.items.slice();
  items[entry.index] = nextItem(items[entry.index], entry);
  return { ...step, items, status: statusOf(items, step.list?.length ?? 1) };
}
function nextItem(item, entry) {
  if (entry.kind === "item-started") {
    const { attempt: attempt2, at: at3 } = entry;
    return { status: "running", attempt: attempt2, startedAt: at3, endedAt: null, waiting: null, output: null, error: null };
  }
  if (!item) throw new RangeError(`The journal has ${entry.kind} for item ${entry.index} of ${entry.step}, which never started.`);
  if (entry.kind === "item-waiting") return { ...item, status: "waiting", waiting: entry.waiting };
  if (entry.kind === "item-restarted") return { ...item, status: "running", waiting: null, endedAt: null, attempt: item.attempt + 1 };
  const { status, at: at2, output, error } = entry;
  return { ...item, status, endedAt: at2, waiting: null, output, error: error ?? null };
}
function statusOf(items, count) {
  const statuses = Array.from({ length: count }, (_, index) => items[index]?.status ?? "running");
  if (statuses.some((status) => !isEnded(status))) return statuses.includes("waiting") ? "waiting" : "running";
  const worst = ["failed", "expired", "rejected", "succeeded", "skipped"].find((status) => statuses.includes(status));
  return worst ?? "succeeded";
}
function resting(before, rested) {
  if (!rested || rested.length === 0) return before;
  const read = new Set(rested.map(({ id: id2 }) => id2));
  return [...before.filter(({ id: id2 }) => !read.has(id2)), ...rested];
}

// src/orchestrator/runs/run.ts
var runSchema = z24.strictObject({
  workflow: z24.strictObject({ name: z24.string(), version: z24.string() }),
  status: z24.enum(["running", "waiting", "succeeded", "failed", "cancelled"]),
  conversation: z24.string(),
  /** The incoming event that began it. */
  trigger: z24.string(),
  /** The words that began it, from which its inputs are read. */
  text: z24.string(),
  /** The run and step that started it as a child. */
  parent: z24.strictObject({ run: z24.string(), step: z24.string(), index: z24.int() }).nullable(),
  /** Where the log stood when it started: a wait looks from here. */
  startedSequence: z24.int(),
  startedAt: z24.string(),
  changedAt: z24.string(),
  wakeAt: z24.int().nullable(),
  error: z24.string().nullable(),
  outbox: outboxSchema
});
var runs = defineCollection({
  name: "runs",
  schemaVersion: 1,
  indexes: [{ fields: ["open"], sparse: true }, { fields: ["workflow", "at"] }],
  schema: runSchema,
  index: ({ status, workflow, conversation, trigger, startedAt, parent }, id2) => ({
    status,
    workflow: workflow.name,
    conversation,
    trigger,
    parent: parent?.run ?? null,
    at: `${startedAt} ${id2}`,
    open: status === "running" || status === "waiting" ? 1 : null
  })
});
var chunkSchema = z24.strictObject({
  run: z24.string(),
  at: z24.string(),
  entries: z24.array(z24.custom((value) => typeof value === "object" && value !== null))
});
var journal = defineCollection({
  name: "journal",
  schemaVersion: 1,
  indexes: [{ fields: ["run", "revision"] }],
  schema: chunkSchema,
  index: ({ run }, id2) => ({ run, revision: Number(id2.split(".").at(-1)) })
});
function newRun({ definition, conversation, trigger, text: text3, parent, sequence, at: at2 }) {
  return {
    workflow: { name: definition.name, version: definition.hash },
    status: "running",
    conversation,
    trigger,
    text: text3,
    parent,
    startedSequence: sequence,
    startedAt: isoTime(at2),
    changedAt: isoTime(at2),
    wakeAt: null,
    error: null,
    outbox: []
  };
}
function openingChunk(id2, run, provided) {
  const at2 = Date.parse(run.startedAt);
  return journal.toDocument(chunkId(id2, 0), { run: id2, at: run.startedAt, entries: [{ kind: "started", at: at2, provided }] });
}
function chunkId(run, revision) {
  return `${run}.${revision}`;
}
async function readRun(source, id2) {
  const document = await source.get(runs.name, id2);
  return document && runs.fromDocument(document);
}
async function readJournal(store2, run) {
  const entries = [];
  let after;
  while (after !== null) {
    const page = await store2.find(journal.name, {
      where: { run },
      sort: { field: "revision", direction: "asc" },
      limit: 1e3,
      ...after ? { after } : {}
    });
    for (const document of page.items) entries.push(...journal.fromDocument(document).body.entries);
    after = page.next;
  }
  return entries;
}
function foldJournal(entries) {
  return entries.reduce(evolve, NEW_RUN);
}
async function openRuns(store2) {
  const found = [];
  let after;
  while (after !== null) {
    const page = await store2.find(runs.name, {
      where: { open: 1 },
      limit: 1e3,
      ...after ? { after } : {}
    });
    found.push(...page.items.map((document) => runs.fromDocument(document)));
    after = page.next;
  }
  return found;
}

// src/orchestrator/workflows/store.ts
import { z as z25 } from "zod";
var versionSchema = z25.strictObject({
  name: z25.string(),
  version: z25.int(),
  source: jsonObjectSchema,
  firstUsedAt: z25.string()
});
var workflows = defineCollection({
  name: "workflows",
  schemaVersion: 1,
  indexes: [{ fields: ["name", "firstUsedAt"] }],
  schema: versionSchema,
  index: ({ name: name2, firstUsedAt }) => ({ name: name2, firstUsedAt })
});
async function openWorkflows(options) {
  const { store: store2, definitions, compile } = options;
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const byHash = new Map(definitions.map((definition) => [definition.hash, definition]));
  const firstUsedAt = isoTime(options.now);
  await store2.commit({
    operations: definitions.map(({ hash, name: name2, version, source }) => ({
      kind: "insert",
      collection: workflows.name,
      document: workflows.toDocument(hash, { name: name2, version, source, firstUsedAt }),
      ifAbsent: true
    }))
  });
  return {
    newest: (name2) => byName.get(name2),
    all: () => definitions,
    byHash: async (hash) => {
      const known = byHash.get(hash);
      if (known) return known;
      const document = await store2.get(workflows.name, hash);
      if (!document) throw new MainstayError("NOT_FOUND", { values: { kind: "workflow version", id: hash } });
      const definition = compile(workflows.fromDocument(document).body.source);
      byHash.set(hash, definition);
      return definition;
    }
  };
}

// src/orchestrator/runs/waits.ts
function createWaitRegister() {
  const byRun = /* @__PURE__ */ new Map();
  const byKey = /* @__PURE__ */ new Map();
  function drop(run) {
    for (const key of byRun.get(run) ?? []) {
      const runs2 = byKey.get(key);
      runs2?.delete(run);
      if (runs2?.size === 0) byKey.delete(key);
    }
    byRun.delete(run);
  }
  return {
    drop,
    keep: (run, state) => {
      drop(run);
      const keys = waitsOf(state).flatMap(({ types, subject }) => types.map((type) => keyOf(type, subject)));
      if (keys.length === 0) return;
      byRun.set(run, keys);
      for (const key of keys) byKey.set(key, (byKey.get(key) ?? /* @__PURE__ */ new Set()).add(run));
    },
    waitingFor: (event) => [
      .../* @__PURE__ */ new Set([...byKey.get(keyOf(event.type, event.subject)) ?? [], ...byKey.get(keyOf(event.type, null)) ?? []])
    ],
    subjectsOf: (run) => [
      ...new Set((byRun.get(run) ?? []).flatMap((key) => key.split(" ")[1] ?? []).filter((subject) => subject !== "*"))
    ]
  };
}
function waitsOf(state) {
  if (state.status !== "running" && state.status !== "waiting") return [];
  return Object.values(state.steps).flatMap((step) => step.items.flatMap((item) => item?.waiting ?? []));
}
function keyOf(type, subject) {
  return `${type} ${subject ?? "*"}`;
}

// src/orchestrator/runs/advancing.ts
function record2(advancing, entries) {
  for (const entry of entries) {
    advancing.entries.push(entry);
    advancing.state = evolve(advancing.state, entry);
  }
}
function tell2(deps, { outbox, run, cause }, { type, data }) {
  outbox.emit({
    id: deps.ids("evt"),
    source: "/orchestrator",
    type,
    subject: run.id,
    at: cause.at,
    correlationId: cause.correlationId,
    ...cause.causationId === void 0 ? {} : { causationId: cause.causationId },
    data
  });
}
function say(deps, advancing, saying) {
  const { outbox, run, turn: turn2, cause } = advancing;
  const { conversation } = run.body;
  const { text: text3, choices = [] } = saying;
  postMessage(outbox, { id: deps.ids("msg"), eventId: deps.ids("evt"), conversation, text: text3, turn: turn2, choices }, cause);
}
function ask(deps, advancing, asking) {
  const { run, cause } = advancing;
  const { key, text: text3, choices } = asking;
  say(deps, advancing, { text: text3, choices });
  tell2(deps, advancing, { type: "question.asked", data: { run: run.id, conversation: run.body.conversation, step: key, text: text3 } });
  advancing.asked.push({ run: run.id, key, text: text3, choices: [...choices], askedAt: isoTime(cause.at) });
}
function stepId(prefix, { run, state }, { step, index }) {
  const attempt2 = state.steps[step]?.items[index]?.attempt ?? 1;
  return deriveId(prefix, run.id, step, index, attempt2);
}

// src/orchestrator/runs/decide.ts
var NOTHING = { actions: [], wakeAt: null };
function decide(definition, state, now) {
  if (state.status !== "running" && state.status !== "waiting") return NOTHING;
  if (state.asked !== null) return NOTHING;
  if (!state.inputsResolved) return { actions: [{ do: "resolve-inputs" }], wakeAt: null };
  const decisions = definition.steps.map((step) => decideStep(definition, { state, step, now }));
  const actions = decisions.flatMap((decision) => decision.actions);
  if (actions.length > 0) return { actions, wakeAt: null };
  const ended = definition.steps.every((step) => hasEnded(step, state.steps[step.id]));
  if (ended) return { actions: [{ do: "end", status: endStatus(definition, state) }], wakeAt: null };
  const wakes = decisions.flatMap(({ wakeAt }) => wakeAt ?? []);
  return { actions: [], wakeAt: wakes.length > 0 ? Math.min(...wakes) : null };
}
function decideStep(definition, { state, step, now }) {
  const found = state.steps[step.id];
  if (!found) return decideOpening(definition, state, step);
  if (found.status === "skipped" || hasEnded(step, found)) return NOTHING;
  const count = found.list?.length ?? 1;
  const decisions = Array.from({ length: count }, (_, index) => decideItem(step, { item: found.items[index], index, now }));
  const wakes = decisions.flatMap(({ wakeAt }) => wakeAt ?? []);
  return { actions: decisions.flatMap(({ actions }) => actions), wakeAt: wakes.length > 0 ? Math.min(...wakes) : null };
}
function decideOpening(definition, state, step) {
  const mended = new Set(definition.steps.filter((other) => other.onFailure === step.id));
  const before = definition.steps.filter((other) => step.needs.includes(other.id) || mended.has(other));
  if (before.some((other) => !hasEnded(other, state.steps[other.id]))) return NOTHING;
  const failing = before.find((other) => state.steps[other.id]?.status !== (mended.has(other) ? "failed" : "succeeded"));
  if (!failing) return { actions: [{ do: "open-step", step }], wakeAt: null };
  const reason = `${failing.id} ${state.steps[failing.id]?.status ?? "did not run"}`;
  return { actions: [{ do: "skip-step", step, reason }], wakeAt: null };
}
function decideItem(step, { item, index, now }) {
  if (!item) return { actions: [{ do: "start-item", step, index, attempt: 1 }], wakeAt: null };
  if (item.status === "failed") return decideRetry(step, { item, index, now });
  if (isEnded(item.status)) return NOTHING;
  const wakeAt = item.waiting?.wakeAt ?? null;
  if (wakeAt !== null && wakeAt <= now) return { actions: [{ do: "wake-item", step, index }], wakeAt: null };
  const deadline = step.timeoutSeconds === void 0 ? null : item.startedAt + step.timeoutSeconds * 1e3;
  if (deadline !== null && deadline <= now) return { actions: [{ do: "time-out-item", step, index }], wakeAt: null };
  const times = [wakeAt, deadline].flatMap((time2) => time2 ?? []);
  return { actions: [], wakeAt: times.length > 0 ? Math.min(...times) : null };
}
function decideRetry(step, { item, index, now }) {
  if (!mayRetry(step, item)) return NOTHING;
  const dueAt = (item.endedAt ?? now) + (step.retry?.delaySeconds ?? 0) * 1e3;
  if (dueAt > now) return { actions: [], wakeAt: dueAt };
  return { actions: [{ do: "start-item", step, index, attempt: item.attempt + 1 }], wakeAt: null };
}
function mayRetry(step, item) {
  return item.status === "failed" && item.attempt < (step.retry?.attempts ?? 1);
}
function hasEnded(step, found) {
  if (!found || !isEnded(found.status)) return false;
  return !found.items.some((item) => item && mayRetry(step, item));
}
function endStatus(definition, state) {
  const failed2 = definition.steps.filter((step) => state.steps[step.id]?.status === "failed");
  const unmended = failed2.filter((step) => !step.onFailure || state.steps[step.onFailure]?.status !== "succeeded");
  return unmended.length > 0 ? "failed" : "succeeded";
}

// src/orchestrator/workflows/schema.ts
import { z as z26 } from "zod";
var name = z26.string().regex(/^[a-z][a-z0-9-]*$/, { error: "must be small letters, digits and dashes" });
var stepId2 = z26.string().regex(/^[a-z][a-zA-Z0-9_]*$/, { error: "must be letters, digits and _, beginning with a small letter" });
var text2 = z26.string().min(1, { error: "is empty" });
var fileName = z26.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/, { error: "must be the name of a file in the skill\u2019s own folder" });
var withTree = z26.record(z26.string(), jsonSchema);
var commandInSuggest = z26.strictObject({ as: stepId2.exactOptional(), do: text2, with: withTree });
function templateKey({
  skill,
  otherwise
}) {
  return `${skill}/${otherwise}`;
}
var kinds = {
  call: text2,
  agent: z26.strictObject({ skill: name, goal: text2, tier: text2, otherwise: fileName }),
  suggest: z26.strictObject({
    title: text2,
    reason: text2.exactOptional(),
    commands: z26.array(commandInSuggest).min(1),
    expiresInDays: z26.number().positive().max(30).exactOptional()
  }),
  ask: inputSpecSchema.extend({ question: text2 }),
  wait: z26.strictObject({ event: text2.exactOptional(), subject: text2.exactOptional(), until: text2.exactOptional() }).refine(({ event, until }) => event !== void 0 || until !== void 0, {
    error: "needs an event, a time in `until`, or both"
  }).refine(({ event, subject }) => subject === void 0 || event !== void 0, {
    error: "belongs to an event",
    path: ["subject"]
  }),
  workflow: name,
  reply: z26.strictObject({ text: text2, choices: jsonSchema.exactOptional() })
};
var STEP_KINDS = Object.keys(kinds);
var retrySchema = z26.strictObject({
  attempts: z26.int().min(1).max(10),
  delaySeconds: z26.number().min(0).default(0)
});
var stepSchema = z26.strictObject({
  id: stepId2,
  needs: z26.array(stepId2).default([]),
  if: text2.exactOptional(),
  forEach: text2.exactOptional(),
  retry: retrySchema.exactOptional(),
  timeoutSeconds: z26.number().positive().exactOptional(),
  onFailure: stepId2.exactOptional(),
  with: withTree.exactOptional(),
  ...Object.fromEntries(Object.entries(kinds).map(([kind, schema]) => [kind, schema.exactOptional()]))
}).superRefine((step, context) => {
  const used = STEP_KINDS.filter((kind) => step[kind] !== void 0);
  if (used.length !== 1) {
    const message = used.length === 0 ? `does nothing; give it one of ${STEP_KINDS.join(", ")}` : `does several things: ${used.join(", ")}`;
    context.addIssue({ code: "custom", message });
  }
  if (step.with && !step.call && !step.workflow)
    context.addIssue({ code: "custom", path: ["with"], message: "belongs to call and workflow only" });
});
var triggers = {
  message: z26.strictObject({
    plane: z26.enum(["operator", "customer"]),
    examples: z26.array(text2).min(1),
    exact: z26.array(text2).exactOptional()
  }),
  event: z26.strictObject({ type: text2 })
};
var sourceSchema = z26.strictObject({
  name,
  version: z26.int().positive(),
  title: text2,
  on: z26.strictObject({ message: triggers.message.exactOptional(), event: triggers.event.exactOptional() }),
  input: z26.record(
    z26.string().regex(/^[a-z][a-zA-Z0-9]*$/, {
      error: "must be letters and digits, beginning with a small letter"
    }),
    inputSpecSchema
  ).default({}),
  steps: z26.array(stepSchema).min(1),
  /** The texts of its `otherwise` files, kept with it, by `templateKey`. */
  templates: z26.record(z26.string(), z26.string()).default({})
}).superRefine(({ steps, templates }, context) => {
  for (const [index, { agent }] of steps.entries()) {
    if (!agent || Object.hasOwn(templates, templateKey(agent))) continue;
    const message = `names a file that is not there: ${templateKey(agent)}`;
    context.addIssue({ code: "custom", path: ["steps", index, "agent", "otherwise"], message });
  }
});
var SOURCE_KEYS = [
  sourceSchema,
  ...Object.values(triggers),
  inputSpecSchema,
  stepSchema,
  retrySchema,
  kinds.agent,
  kinds.suggest,
  commandInSuggest,
  kinds.ask,
  kinds.wait,
  kinds.reply
].flatMap(({ shape }) => Object.keys(shape));

// src/orchestrator/workflows/ast.ts
function referencesIn(node) {
  const chain = chainOf(node);
  if (!chain) return childrenOf(node).flatMap(referencesIn);
  return [chain.reference, ...chain.computed.flatMap(referencesIn)];
}
function chainOf(node) {
  if (node.op === "id") return { reference: { root: node.args, path: [], start: node.start }, computed: [] };
  if (node.op !== "." && node.op !== "[]") return void 0;
  const inner = chainOf(node.args[0]);
  if (!inner) return void 0;
  const { reference, computed } = inner;
  const [, field] = node.args;
  const name2 = typeof field === "string" ? field : field.op === "value" && typeof field.args === "string" ? field.args : null;
  return {
    reference: { ...reference, path: [...reference.path, name2] },
    computed: typeof field === "string" ? computed : [...computed, field]
  };
}
var MAX_EXPRESSION_CHARACTERS = 2e3;
var LOOPS = /* @__PURE__ */ new Set(["map", "filter", "all", "exists", "exists_one"]);
var MAX_NESTED_LOOPS = 2;
function refusalOf2(ast) {
  if (ast.input.length > MAX_EXPRESSION_CHARACTERS) {
    const problem = `an expression is ${ast.input.length} characters long, and ${MAX_EXPRESSION_CHARACTERS} is the most`;
    return { problem, mend: "Split it over several steps." };
  }
  if (calls(ast, "matches")) {
    const mend = "Compare with ==, contains, startsWith or endsWith.";
    return { problem: "\u201Cmatches\u201D is not available, because a pattern can hang", mend };
  }
  if (calls(ast, "has")) {
    return {
      problem: "\u201Chas\u201D is not available, because a field that is missing reads as null",
      mend: "Compare with null."
    };
  }
  if (searchesFields(ast)) {
    return { problem: "\u201Cin\u201D searches lists, not the fields of a name", mend: "Compare the field with null." };
  }
  if (nestedLoops(ast) > MAX_NESTED_LOOPS) {
    return {
      problem: `more than ${MAX_NESTED_LOOPS} loops stand inside each other`,
      mend: "Use a step with `forEach`."
    };
  }
  return void 0;
}
function calls(node, name2) {
  const own = (node.op === "call" || node.op === "rcall") && node.args[0] === name2;
  return own || childrenOf(node).some((child) => calls(child, name2));
}
var FIELDS = /* @__PURE__ */ new Set(["input", "steps", "event", "business", "command"]);
function searchesFields(node) {
  const right = node.op === "in" ? chainOf(node.args[1])?.reference : void 0;
  if (right && FIELDS.has(right.root) && right.path.length <= (right.root === "steps" ? 1 : 0)) return true;
  return childrenOf(node).some(searchesFields);
}
function nestedLoops(node) {
  const deepest = (nodes) => Math.max(0, ...nodes.map(nestedLoops));
  if (node.op !== "rcall") return deepest(childrenOf(node));
  const [name2, receiver, args] = node.args;
  return Math.max(nestedLoops(receiver), deepest(args) + (LOOPS.has(name2) ? 1 : 0));
}
function childrenOf({ args }) {
  return nodesIn(args);
}
function nodesIn(value) {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : [];
}
function isNode(value) {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}

// src/orchestrator/workflows/cel.ts
import { Environment } from "@marcbachmann/cel-js";
import { DateTime as DateTime6 } from "luxon";

// src/orchestrator/workflows/values.ts
var CelMoney = class {
  minor;
  currency;
  constructor({ minor, currency }) {
    this.minor = BigInt(minor);
    this.currency = currency;
  }
};
function plainMoney({ minor, currency }) {
  return { minor: safeNumber(minor), currency };
}
function toCel(value) {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => toCel(item));
  const object = value;
  return isMoney(object) ? new CelMoney(object) : nullSafe(object);
}
function fromCel(value) {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return safeNumber(value);
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof CelMoney) return { ...plainMoney(value) };
  if (value instanceof Date) return value.toISOString();
  const fields = fieldsOf(value);
  if (!fields) throw new RangeError("the result is no text, number, list or map");
  return Object.fromEntries(fields.map(([key, item]) => [key, fromCel(item)]));
}
function writtenOut(value) {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (typeof value !== "object") return String(value);
  return !Array.isArray(value) && isMoney(value) ? formatMoney(value) : JSON.stringify(value);
}
function isMoney(value) {
  return Object.keys(value).length === 2 && Number.isSafeInteger(value["minor"]) && typeof value["currency"] === "string";
}
function nullSafe(object) {
  const map = new Map(Object.entries(object).map(([key, item]) => [key, toCel(item)]));
  map.get = (key) => Map.prototype.get.call(map, key) ?? null;
  return map;
}
function fieldsOf(value) {
  if (value instanceof Map) return [...value].map(([key, item]) => [String(key), item]);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return void 0;
  }
  return Object.entries(value);
}
function safeNumber(value) {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is too large to be exact`);
  return number;
}

// src/orchestrator/workflows/cel.ts
var SCOPE_ROOTS = ["steps", "event", "item", "index", "now", "today", "zone", "business"];
var LIMITS = {
  maxAstNodes: 500,
  maxDepth: 40,
  maxListElements: 200,
  maxMapEntries: 200,
  maxCallArguments: 16
};
function createCelEnvironment(reading2) {
  const environment2 = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    limits: LIMITS
  });
  environment2.registerType("Money", { ctor: CelMoney, fields: { minor: "int", currency: "string" } });
  registerMoney(environment2);
  registerDates(environment2, reading2);
  registerText(environment2);
  return environment2;
}
function registerMoney(environment2) {
  environment2.registerOperator("Money == Money", isSameMoney).registerOperator("Money + Money", (a, b) => sum2(a, b, 1n)).registerOperator("Money - Money", (a, b) => sum2(a, b, -1n)).registerOperator("Money * int", (money, times) => multiple(money, times)).registerOperator("int * Money", (times, money) => multiple(money, times)).registerOperator("Money < Money", (a, b) => compare(a, b) < 0).registerOperator("Money <= Money", (a, b) => compare(a, b) <= 0).registerOperator("Money > Money", (a, b) => compare(a, b) > 0).registerOperator("Money >= Money", (a, b) => compare(a, b) >= 0).registerFunction("format(Money): string", (money) => formatMoney(plainMoney(money))).registerFunction("string(Money): string", (money) => formatMoney(plainMoney(money)));
}
function registerDates(environment2, reading2) {
  const move = (date, by) => dateOf(date, reading2).plus(by).toFormat("yyyy-MM-dd");
  const short2 = (date) => {
    const day = dateOf(date, reading2);
    const sameYear = reading2.today.startsWith(`${day.toFormat("yyyy")}-`);
    return day.toFormat(sameYear ? "ccc d LLL" : "ccc d LLL yyyy", { locale: "en" });
  };
  environment2.registerFunction("days(int): int", (count) => count).registerFunction(
    "addDays(string, int): string",
    (date, days) => move(date, { days: Number(days) })
  ).registerFunction(
    "addMonths(string, int): string",
    (date, months) => move(date, { months: Number(months) })
  ).registerFunction("format(string): string", short2).registerFunction(
    "formatLong(string): string",
    (date) => dateOf(date, reading2).toFormat("d LLLL", { locale: "en" })
  );
}
function registerText(environment2) {
  const lists = new Intl.ListFormat("en-GB", { type: "conjunction" });
  const numbers = new Intl.NumberFormat("en-US");
  environment2.registerFunction("format(int): string", (value) => numbers.format(value)).registerFunction("format(double): string", (value) => numbers.format(value)).registerFunction("firstName(string): string", (name2) => name2.trim().split(/\s+/)[0] ?? name2).registerFunction("quote(string): string", (text3) => `\u201C${text3}\u201D`).registerFunction(
    "list(list): string",
    (items) => lists.format(items.map((item) => writtenOut(fromCel(item))))
  ).registerFunction("default(dyn, dyn): dyn", (value, otherwise) => value ?? otherwise);
}
function sum2(a, b, sign) {
  const other = new CelMoney({ minor: sign * sameCurrency(a, b).minor, currency: b.currency });
  return new CelMoney(addMoney(a.currency, [plainMoney(a), plainMoney(other)]));
}
function isSameMoney(a, b) {
  return a.minor === b.minor && a.currency === b.currency;
}
function compare(a, b) {
  return Number(a.minor - sameCurrency(a, b).minor);
}
function multiple({ minor, currency }, times) {
  return new CelMoney({ minor: minor * times, currency });
}
function sameCurrency(a, b) {
  if (a.currency !== b.currency)
    throw new RangeError(`${a.currency} and ${b.currency} cannot be compared or added`);
  return b;
}
function dateOf(text3, { zone }) {
  const date = DateTime6.fromISO(text3, { zone });
  if (!/^\d{4}-\d{2}-\d{2}/.test(text3) || !date.isValid) throw new RangeError(`\u201C${text3}\u201D is no date`);
  return date;
}

// src/orchestrator/workflows/scan.ts
var OPEN = "${{";
function scanTemplate(text3) {
  const pieces = [];
  let at2 = 0;
  while (at2 < text3.length) {
    const open3 = text3.indexOf(OPEN, at2);
    if (open3 === -1) break;
    const start = open3 + OPEN.length;
    const end = endOfExpression(text3, start);
    if (end === void 0) return void 0;
    if (open3 > at2) pieces.push({ kind: "text", text: text3.slice(at2, open3) });
    pieces.push({ kind: "expression", source: text3.slice(start, end), start });
    at2 = end + 2;
  }
  if (at2 < text3.length) pieces.push({ kind: "text", text: text3.slice(at2) });
  return pieces;
}
function endOfExpression(text3, from) {
  let depth = 0;
  for (let at2 = from; at2 < text3.length; at2 += 1) {
    const character = text3[at2];
    if (character === '"' || character === "'") {
      const end = endOfString(text3, at2, character);
      if (end === void 0) return void 0;
      at2 = end;
    } else if (character === "/" && text3[at2 + 1] === "/") at2 = endOfComment(text3, at2, depth) - 1;
    else if (character === "{") depth += 1;
    else if (character === "}" && depth > 0) depth -= 1;
    else if (character === "}") return text3[at2 + 1] === "}" ? at2 : void 0;
  }
  return void 0;
}
function endOfString(text3, from, quote) {
  const close = text3.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote;
  for (let at2 = from + close.length; at2 < text3.length; at2 += 1) {
    if (text3[at2] === "\\") at2 += 1;
    else if (text3.startsWith(close, at2)) return at2 + close.length - 1;
  }
  return void 0;
}
function endOfComment(text3, from, depth) {
  const newline = text3.indexOf("\n", from);
  const close = depth === 0 ? text3.indexOf("}}", from) : -1;
  return Math.min(...[newline, close].filter((end) => end !== -1), text3.length);
}

// src/orchestrator/workflows/template.ts
var reading = { today: "", zone: "utc" };
var environment = createCelEnvironment(reading);
for (const root of ["input", "command", ...SCOPE_ROOTS]) environment.registerVariable(root, "dyn");
var OUTPUT_PATH = /^\s*commands\.([A-Za-z_]\w*\.[A-Za-z_]\w*)\s*$/;
function compileTemplate(source) {
  const pieces = scanTemplate(source);
  if (!pieces) throw failed(source, "an expression that begins with ${{ does not end with }}");
  const parts = pieces.map((piece) => {
    if (piece.kind === "text") return piece;
    const output = OUTPUT_PATH.exec(piece.source)?.[1];
    return output === void 0 ? compileExpression(piece.source) : { kind: "output", path: output };
  });
  return { source, parts };
}
function compileExpression(source) {
  const parsed = parse(source);
  const roots = [...new Set(referencesIn(parsed.ast).map(({ root }) => root))];
  return {
    kind: "expression",
    source,
    evaluate: (scope) => {
      reading.today = typeof scope["today"] === "string" ? scope["today"] : "";
      reading.zone = typeof scope["zone"] === "string" ? scope["zone"] : "utc";
      try {
        return fromCel(parsed(Object.fromEntries(roots.map((root) => [root, toCel(scope[root] ?? null)]))));
      } catch (error) {
        throw failed(source, firstLine(error));
      }
    }
  };
}
function parse(source) {
  try {
    const parsed = environment.parse(source.trim());
    const refusal = refusalOf2(parsed.ast);
    if (refusal) throw new RangeError(refusal.problem);
    return parsed;
  } catch (error) {
    throw failed(source, firstLine(error));
  }
}
function firstLine(error) {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "it failed";
}
function failed(source, reason) {
  return new MainstayError("EXPRESSION_FAILED", {
    values: { expression: source.trim().slice(0, 200), reason: reason.replace(/\.$/, "") }
  });
}
function evaluate({ parts }, scope) {
  const [first] = parts;
  if (!first) return "";
  if (parts.length === 1 && first.kind === "expression") return first.evaluate(scope);
  if (parts.length === 1 && first.kind === "output") return { $output: first.path };
  const joined = join3(parts, scope);
  return joined.every((part) => typeof part === "string") ? joined.join("") : { $join: joined };
}
function join3(parts, scope) {
  const result = [];
  for (const part of parts) {
    if (part.kind === "output") {
      result.push({ $output: part.path });
      continue;
    }
    const text3 = part.kind === "text" ? part.text : writtenOut(part.evaluate(scope));
    const last = result.at(-1);
    if (typeof last === "string") result[result.length - 1] = last + text3;
    else result.push(text3);
  }
  return result;
}
function compileTree(value) {
  if (typeof value === "string") return compileTemplate(value);
  if (Array.isArray(value)) return { list: value.map((item) => compileTree(item)) };
  if (typeof value === "object" && value !== null) {
    return {
      fields: Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, compileTree(item)])
      )
    };
  }
  return { value };
}
function evaluateTree(tree, scope) {
  if ("parts" in tree) return evaluate(tree, scope);
  if ("list" in tree) return tree.list.map((item) => evaluateTree(item, scope));
  if ("fields" in tree) {
    return Object.fromEntries(
      Object.entries(tree.fields).map(([key, item]) => [key, evaluateTree(item, scope)])
    );
  }
  return tree.value;
}

// src/orchestrator/workflows/compile.ts
function compileWorkflow(source, file2 = "a stored version") {
  const parsed = parseSource(source, file2);
  const { name: name2, version, title, on, input, steps } = parsed;
  return {
    name: name2,
    version,
    hash: hashOf(source),
    title,
    file: file2,
    on,
    input: Object.fromEntries(
      Object.entries(input).map(([key, spec]) => [
        key,
        spec.default === void 0 ? spec : { ...spec, defaultValue: compileTree(spec.default) }
      ])
    ),
    steps: steps.map((step) => compileStep(step, parsed)),
    source
  };
}
function parseSource(source, file2) {
  const { data, error } = sourceSchema.safeParse(source);
  if (data) return data;
  const [{ path, message } = { path: [], message: "" }] = error.issues;
  const values = {
    file: file2,
    line: 1,
    problem: `${path.join(".")}: ${message}`,
    mend: "Load the workflow from its file again."
  };
  throw new MainstayError("WORKFLOW_INVALID", { values, cause: error });
}
function compileStep(step, workflow) {
  const { id: id2, needs, retry, timeoutSeconds, onFailure } = step;
  const common = {
    id: id2,
    needs,
    ...step.if === void 0 ? {} : { if: compileTemplate(step.if) },
    ...step.forEach === void 0 ? {} : { forEach: compileTemplate(step.forEach) },
    ...retry === void 0 ? {} : { retry },
    ...timeoutSeconds === void 0 ? {} : { timeoutSeconds },
    ...onFailure === void 0 ? {} : { onFailure }
  };
  return { ...common, ...compileKind(step, workflow) };
}
function compileKind(step, { templates }) {
  if (step.call !== void 0) return { kind: "call", call: step.call, with: treeOf(step.with) };
  if (step.workflow !== void 0)
    return { kind: "workflow", workflow: step.workflow, with: treeOf(step.with) };
  if (step.agent)
    return {
      kind: "agent",
      agent: { ...step.agent, template: compileTemplate(templates[templateKey(step.agent)] ?? "") }
    };
  if (step.suggest) {
    const { title, reason, commands, expiresInDays } = step.suggest;
    return {
      kind: "suggest",
      title: compileTemplate(title),
      ...reason === void 0 ? {} : { reason: compileTemplate(reason) },
      commands: commands.map(
        ({ as, do: name2, with: tree }) => as === void 0 ? { do: name2, with: treeOf(tree) } : { as, do: name2, with: treeOf(tree) }
      ),
      ...expiresInDays === void 0 ? {} : { expiresInDays }
    };
  }
  if (step.ask) {
    const { question, ...answer2 } = step.ask;
    return { kind: "ask", question: compileTemplate(question), answer: answer2 };
  }
  if (step.wait) {
    const { event, subject, until } = step.wait;
    return {
      kind: "wait",
      ...event === void 0 ? {} : { event },
      ...subject === void 0 ? {} : { subject: compileTemplate(subject) },
      ...until === void 0 ? {} : { until: compileTemplate(until) }
    };
  }
  const { text: text3 = "", choices } = step.reply ?? {};
  return {
    kind: "reply",
    text: compileTemplate(text3),
    ...choices === void 0 ? {} : { choices: compileTree(choices) }
  };
}
function treeOf(tree) {
  return compileTree(tree ?? {});
}

// src/orchestrator/workflows/condition.ts
import { DateTime as DateTime7 } from "luxon";
function createCondition() {
  const compiled = /* @__PURE__ */ new Map();
  return (source, { command, now, zone }) => {
    const template = compiled.get(source) ?? compileTemplate(`\${{ ${source} }}`);
    compiled.set(source, template);
    const time2 = DateTime7.fromMillis(now, { zone });
    const { type, version, input, recipient = null, account = null } = command;
    return evaluate(template, {
      command: { type, version, input, recipient, account },
      now: isoTime(now),
      today: time2.toFormat("yyyy-MM-dd"),
      zone
    }) === true;
  };
}

// src/orchestrator/workflows/load.ts
import { existsSync } from "node:fs";
import { readdir as readdir2, readFile as readFile2 } from "node:fs/promises";
import { basename, dirname, join as join4 } from "node:path";

// src/orchestrator/workflows/check.ts
import { DateTime as DateTime9 } from "luxon";

// src/orchestrator/workflows/problem.ts
import { distance as distance2 } from "fastest-levenshtein";
function didYouMean(word, known) {
  const [nearest] = known.toSorted((a, b) => distance2(word, a) - distance2(word, b));
  if (nearest === void 0) return "Take it out: there are none to choose from.";
  if (distance2(word, nearest) <= Math.max(2, word.length / 3)) return `Did you mean \u201C${nearest}\u201D?`;
  return `There are: ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", \u2026" : ""}.`;
}
function unknownWord(path, kind, { word, known }) {
  return known.includes(word) ? [] : [{ path, problem: `there is no ${kind} \u201C${word}\u201D`, mend: didYouMean(word, known) }];
}

// src/orchestrator/workflows/outputs.ts
function checkOutputReference(checking, source, earlier) {
  if (!earlier) {
    return [
      {
        problem: "outputs of commands are not known here",
        mend: "Refer to the suggestion\u2019s step, as in steps.propose.invoice.id."
      }
    ];
  }
  const [, name2, output] = /^commands\.(\w+)\.(\w+)$/.exec(source) ?? [];
  if (name2 === void 0 || output === void 0) {
    return [
      {
        problem: `\u201C${source}\u201D computes with a command's output`,
        mend: "Refer to it plainly, as in ${{ commands.invoice.number }}."
      }
    ];
  }
  const command = earlier.find(({ as }) => as === name2);
  if (!command) {
    const names = earlier.map(({ as }) => as);
    return [
      { problem: `no earlier command of this suggestion is named \u201C${name2}\u201D`, mend: didYouMean(name2, names) }
    ];
  }
  return unknownOutput(output, command.do, outputsOfCommand(checking, command.do));
}
function checkStepReference(checking, { step: at2 }, path) {
  const [id2, output, inner] = path;
  if (at2 === void 0)
    return [
      { problem: "no step has run when defaults are filled in", mend: "Use inputs, `today` or `now`." }
    ];
  if (typeof id2 !== "string")
    return [{ problem: "\u201Csteps\u201D has to name a step", mend: "Write it as in steps.draft.text." }];
  const { steps } = checking.workflow;
  const step = steps.find((one) => one.id === id2);
  if (!step)
    return [
      {
        problem: `there is no step \u201C${id2}\u201D`,
        mend: didYouMean(
          id2,
          steps.map((one) => one.id)
        )
      }
    ];
  if (!checking.upstream.get(at2)?.has(id2)) {
    return [
      {
        problem: `\u201C${at2}\u201D refers to \u201C${id2}\u201D, which may not have run by then`,
        mend: `Add ${id2} to its \`needs\`.`
      }
    ];
  }
  const outputs = outputsOf2(checking, step);
  if (typeof output !== "string" || !outputs || output === "status") return [];
  const own = unknownOutput(output, id2, ["status", ...Object.keys(outputs)]);
  return own.length > 0 || typeof inner !== "string" ? own : unknownOutput(inner, `${id2}.${output}`, outputs[output]);
}
function unknownOutput(output, of, known) {
  if (!known || known.includes(output)) return [];
  return [{ problem: `\u201C${of}\u201D gives no \u201C${output}\u201D`, mend: didYouMean(output, known) }];
}
function outputsOf2(checking, step) {
  if (step.forEach !== void 0) return { items: void 0 };
  if (step.reply) return {};
  if (step.ask) return { answer: void 0 };
  if (step.wait) return { timedOut: void 0, event: void 0 };
  if (step.call !== void 0)
    return open2(parseCommandName(step.call) && outputsOfCommand(checking, step.call));
  if (step.workflow !== void 0) {
    const child = checking.others.get(step.workflow);
    return open2(child && ["run", ...child.steps.map(({ id: id2 }) => id2)]);
  }
  const commands = step.suggest?.commands ?? [];
  if (commands.length === 0) return void 0;
  const named2 = commands.flatMap(
    ({ as, do: name2 }) => as === void 0 ? [] : [[as, outputsOfCommand(checking, name2)]]
  );
  return { reason: void 0, ...Object.fromEntries(named2) };
}
function open2(names) {
  return names && Object.fromEntries(names.map((name2) => [name2, void 0]));
}
function outputsOfCommand({ environment: environment2 }, name2) {
  return environment2.commands.find((command) => commandName(command) === name2)?.outputs;
}

// src/orchestrator/workflows/value-type.ts
import { z as z27 } from "zod";
var TEXT = ["string", "int", "double", "bool", "Money", "null"];
var WORDS = {
  string: "a text",
  int: "a whole number",
  double: "a number",
  bool: "true or false",
  list: "a list",
  map: "a group of fields",
  Money: "money",
  null: "nothing"
};
var TYPES_OF_INPUT = {
  string: ["string"],
  email: ["string"],
  date: ["string"],
  money: ["Money"],
  days: ["int"],
  integer: ["int"],
  percent: ["int", "double"],
  record: void 0
};
function typesOfInput({ type, optional }) {
  const types = TYPES_OF_INPUT[type];
  return types && optional ? [...types, "null"] : types;
}
function checkedType(spec) {
  const types = typesOfInput(spec);
  return types?.length === 1 ? types[0] ?? "dyn" : "dyn";
}
function fits(type, expected) {
  const plain2 = type.replace(/<.*$/, "");
  return expected === void 0 || plain2 === "dyn" || expected.includes(plain2);
}
function typeWords(types) {
  const words5 = types.map((type) => WORDS[type.replace(/<.*$/, "")] ?? `a ${type}`);
  return new Intl.ListFormat("en-GB", { type: "disjunction" }).format(words5);
}
function fieldsOfSchema(schema) {
  const json = z27.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  if (json.type !== "object" || !json.properties) return void 0;
  const required = new Set(json.required);
  const definitions = json.$defs ?? {};
  return Object.fromEntries(
    Object.entries(json.properties).map(([field, property]) => [
      field,
      { required: required.has(field), types: typesOfProperty(property, definitions) }
    ])
  );
}
var TYPES_OF_JSON = {
  string: ["string"],
  integer: ["int"],
  number: ["int", "double"],
  boolean: ["bool"],
  array: ["list"],
  object: ["map", "Money"],
  null: ["null"]
};
function typesOfProperty(property, definitions) {
  const referred = property.$ref === void 0 ? property : definitions[property.$ref.replace("#/$defs/", "")];
  if (!referred) return void 0;
  if (referred.kind === "money") return ["Money"];
  if (referred.anyOf) {
    const types = referred.anyOf.map((one) => typesOfProperty(one, definitions));
    return types.every((one) => one !== void 0) ? types.flat() : void 0;
  }
  return typeof referred.type === "string" ? TYPES_OF_JSON[referred.type] : void 0;
}

// src/orchestrator/workflows/expressions.ts
function typedEnvironment({ input }) {
  const environment2 = createCelEnvironment({ today: "", zone: "utc" });
  const schema = Object.fromEntries(Object.entries(input).map(([name2, spec]) => [name2, checkedType(spec)]));
  environment2.registerVariable({ name: "input", schema });
  for (const root of SCOPE_ROOTS) environment2.registerVariable(root, ROOT_TYPES[root]);
  return environment2;
}
var ROOT_TYPES = {
  steps: "dyn",
  event: "dyn",
  item: "dyn",
  index: "int",
  now: "string",
  today: "string",
  zone: "string",
  business: "dyn"
};
function checkTree(checking, place, { tree, types }) {
  if (typeof tree === "string") return checkText(checking, place, { text: tree, types });
  const own = checkLiteral(place, tree, types);
  if (typeof tree !== "object" || tree === null) return own;
  const inner = Object.entries(tree).flatMap(([key, item]) => {
    const path = [...place.path, Array.isArray(tree) ? Number(key) : key];
    return checkTree(checking, { ...place, path }, { tree: item, types: void 0 });
  });
  return [...own, ...inner];
}
function checkLiteral({ path }, value, types) {
  const type = typeOfLiteral(value);
  if (types === void 0 || fits(type, types) || type === "map" && types.includes("Money")) return [];
  const problem = `this is ${typeWords([type])}, not ${typeWords(types)}`;
  return [{ path, problem, mend: `Make it ${typeWords(types)}.` }];
}
function typeOfLiteral(value) {
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "double";
  if (typeof value === "boolean") return "bool";
  if (value === null) return "null";
  if (typeof value === "string") return "string";
  return Array.isArray(value) ? "list" : "map";
}
function checkText(checking, place, { text: text3, types }) {
  const { path, template } = place;
  const at2 = template === void 0 ? { path } : { path, template };
  const pieces = scanTemplate(text3);
  if (!pieces) {
    return [{ ...at2, problem: "an expression that begins with ${{ does not end", mend: "Close it with }}." }];
  }
  const expressions = pieces.flatMap((piece) => piece.kind === "expression" ? [piece.source] : []);
  const lone = pieces.length === 1 && expressions.length === 1;
  if (!lone && !fits("string", types)) {
    const mend = "Write it as one expression, in ${{ and }}.";
    return [{ ...at2, problem: `\u201C${text3.slice(0, 80)}\u201D is a text, not ${typeWords(types ?? [])}`, mend }];
  }
  return expressions.flatMap(
    (expression) => checkExpression(checking, place, { expression, types: lone ? types : TEXT }).map(
      ({ problem, mend, offset = 0 }) => Object.assign({ problem, mend, within: { expression, offset } }, at2)
    )
  );
}
function checkExpression(checking, place, { expression, types }) {
  const source = expression.trim();
  const indent = expression.length - expression.trimStart().length;
  const shift = (found) => ({ ...found, offset: indent + (found.offset ?? 0) });
  const parsed = parse2(checking.cel, source);
  if ("problem" in parsed) return [shift(parsed)];
  const refusal = refusalOf2(parsed.ast);
  if (refusal) return [shift(refusal)];
  const references = referencesIn(parsed.ast);
  if (references.some(({ root }) => root === "commands"))
    return checkOutputReference(checking, source, place.earlier).map(shift);
  const wrong = references.flatMap(
    (reference) => checkReference(checking, place, reference).map(({ problem, mend }) => ({
      problem,
      mend,
      offset: reference.start
    }))
  );
  return (wrong.length > 0 ? wrong : checkType(checking.cel, source, types)).map(shift);
}
function parse2(cel, source) {
  try {
    return { ast: cel.parse(source).ast };
  } catch (error) {
    return {
      problem: `\u201C${short(source)}\u201D cannot be read: ${firstLine(error)}`,
      mend: "Correct the expression.",
      offset: startOf(error)
    };
  }
}
function checkReference(checking, place, reference) {
  const { root, path } = reference;
  const [name2] = path;
  const inputs = checking.workflow.input;
  if (root === "input" && typeof name2 === "string") {
    const known = Object.keys(inputs);
    if (!known.includes(name2))
      return [{ problem: `there is no input \u201C${name2}\u201D`, mend: didYouMean(name2, known) }];
    if (place.step !== void 0 || inputs[name2]?.default === void 0) return [];
    return [
      {
        problem: `\u201C${name2}\u201D has a default itself and may not be known yet`,
        mend: "Use an input without a default."
      }
    ];
  }
  if (root === "steps") return checkStepReference(checking, place, path);
  if ((root === "item" || root === "index") && !place.each) {
    return [
      {
        problem: `there is no \u201C${root}\u201D here`,
        mend: "Use it in a step with `forEach`, beside its `if` and `forEach`."
      }
    ];
  }
  return [];
}
function checkType(cel, source, types) {
  const { valid, type = "dyn", error } = cel.check(source);
  if (!valid) return [typeError(source, error)];
  if (fits(type, types)) return [];
  const mend = types === TEXT && type.startsWith("list") ? "Write list(\u2026) around it." : `Make it give ${typeWords(types ?? [])}.`;
  return [
    {
      problem: `\u201C${short(source)}\u201D gives ${typeWords([type])}, not ${typeWords(types === TEXT ? ["string"] : types ?? [])}`,
      mend
    }
  ];
}
function typeError(source, error) {
  const message = firstLine(error);
  const offset = startOf(error);
  const unknown = /^Unknown variable: (\w+)/.exec(message)?.[1];
  if (unknown !== void 0) {
    return {
      problem: `there is no \u201C${unknown}\u201D to refer to`,
      mend: didYouMean(unknown, ["input", ...SCOPE_ROOTS]),
      offset
    };
  }
  return { problem: `\u201C${short(source)}\u201D: ${message}`, mend: "Correct the expression.", offset };
}
function startOf(error) {
  const range = typeof error === "object" && error !== null && "range" in error ? error.range : void 0;
  const start = typeof range === "object" && range !== null && "start" in range ? range.start : void 0;
  return typeof start === "number" ? start : 0;
}
function short(source) {
  return source.length > 80 ? `${source.slice(0, 79)}\u2026` : source;
}

// src/orchestrator/workflows/commands.ts
function checkCall(checking, step, path) {
  if (step.call === void 0) return [];
  const { commands, tools } = checking.environment;
  const at2 = [...path, "call"];
  const given = {
    name: step.call,
    with: step.with ?? {},
    place: { path: [...path, "with"], step: step.id, each: step.forEach !== void 0 }
  };
  if (!parseCommandName(step.call)) {
    const tool = tools.find(({ name: name2 }) => name2 === step.call);
    const known = tools.map(({ name: name2 }) => name2);
    return tool ? checkWith(checking, { ...given, fields: fieldsOfSchema(tool.input) }) : unknownWord(at2, "tool", { word: step.call, known });
  }
  const handler = commands.find((command) => commandName(command) === step.call);
  if (handler?.where === "remote") {
    const problem = `\u201C${step.call}\u201D leaves the machine, so it cannot be called directly`;
    return [{ path: at2, problem, mend: "Put it into a `suggest` step." }];
  }
  return checkCommand(checking, given, at2);
}
function checkCommand(checking, given, path) {
  const { commands } = checking.environment;
  const handler = commands.find((command) => commandName(command) === given.name);
  if (!handler) return unknownWord(path, "command", { word: given.name, known: commands.map(commandName) });
  return checkWith(checking, { ...given, fields: fieldsOfSchema(handler.input) });
}
function checkWith(checking, {
  name: name2,
  with: given,
  place,
  fields
}) {
  const known = Object.keys(fields ?? {});
  const missing = Object.entries(fields ?? {}).filter(
    ([field, { required }]) => required && !Object.hasOwn(given, field)
  );
  return [
    ...missing.map(([field]) => ({
      path: place.path,
      problem: `${name2} needs \u201C${field}\u201D`,
      mend: `Add ${field} to its \`with\`.`
    })),
    ...Object.entries(given).flatMap(([field, tree]) => {
      const path = [...place.path, field];
      const taken = fields && Object.hasOwn(fields, field) ? fields[field] : void 0;
      if (fields && !taken)
        return [{ path, problem: `${name2} takes no \u201C${field}\u201D`, mend: didYouMean(field, known) }];
      const types = taken && !taken.required ? taken.types && [...taken.types, "null"] : taken?.types;
      return checkTree(checking, { ...place, path }, { tree, types });
    })
  ];
}
function checkChild(checking, step, path) {
  if (step.workflow === void 0) return [];
  const known = [...checking.others.keys()];
  const unknown = unknownWord([...path, "workflow"], "workflow", { word: step.workflow, known });
  if (unknown.length > 0) return unknown;
  const inputs = checking.others.get(step.workflow)?.input;
  const place = { path: [...path, "with"], step: step.id, each: step.forEach !== void 0 };
  const fields = inputs && Object.fromEntries(
    Object.entries(inputs).map(([name2, spec]) => [name2, { required: false, types: typesOfInput(spec) }])
  );
  return checkWith(checking, { name: `the workflow ${step.workflow}`, with: step.with ?? {}, place, fields });
}
function checkSuggest(checking, { id: id2, forEach, suggest }, path) {
  if (!suggest) return [];
  const { title, reason, commands } = suggest;
  const place = (...field) => ({ path: [...path, ...field], step: id2, each: forEach !== void 0 });
  return [
    ...checkText(checking, place("title"), { text: title, types: TEXT }),
    ...reason === void 0 ? [] : checkText(checking, place("reason"), { text: reason, types: TEXT }),
    ...commands.flatMap((command, index) => {
      const earlier = commands.slice(0, index).flatMap(({ as, do: name2 }) => as === void 0 ? [] : [{ as, do: name2 }]);
      const given = {
        name: command.do,
        with: command.with,
        place: { ...place("commands", index, "with"), earlier }
      };
      const named2 = checkName(command, earlier, place("commands", index, "as").path);
      return named2.concat(checkCommand(checking, given, place("commands", index, "do").path));
    })
  ];
}
function checkName({ as }, earlier, path) {
  if (!earlier.some((other) => other.as === as)) return [];
  return [{ path, problem: `two commands are named \u201C${as}\u201D`, mend: "Name one of them differently." }];
}

// src/orchestrator/workflows/inputs.ts
import { DateTime as DateTime8 } from "luxon";
function checkInputs(checking) {
  const { input, steps } = checking.workflow;
  return [
    ...Object.entries(input).flatMap(([name2, spec]) => checkInput(checking, spec, ["input", name2])),
    ...steps.flatMap(({ ask: ask2 }, index) => ask2 ? checkInput(checking, ask2, ["steps", index, "ask"]) : [])
  ];
}
function checkInput(checking, spec, path) {
  const kindless = {
    path: [...path, "type"],
    problem: "a record has to be of a kind",
    mend: "Add its kind, such as `kind: customer`."
  };
  return [
    ...spec.type === "record" && spec.kind === void 0 ? [kindless] : [],
    ...spec.default === void 0 ? [] : checkDefault(checking, { ...spec, default: spec.default }, [...path, "default"])
  ];
}
function checkDefault(checking, spec, path) {
  const { type, default: tree } = spec;
  const problems = checkTree(checking, { path }, { tree, types: typesOfInput(spec) });
  if (problems.length > 0 || type !== "date" || typeof tree !== "string" || tree.includes("${{"))
    return problems;
  if (/^\d{4}-\d{2}-\d{2}$/.test(tree) && DateTime8.fromISO(tree, { zone: "utc" }).isValid) return [];
  return [{ path, problem: `\u201C${tree}\u201D is no date`, mend: "Write it as 2026-12-07, or as ${{ today }}." }];
}

// src/orchestrator/workflows/structure.ts
function checkStructure({ steps }) {
  const names = steps.flatMap((step, index) => checkNames(steps, step, index));
  if (names.length > 0) return names;
  const circles = findCircle(steps);
  return circles.length > 0 ? circles : steps.flatMap((step, index) => checkCanRun(steps, step, index));
}
function checkNames(steps, { id: id2, needs, onFailure }, index) {
  const ids = steps.map((step) => step.id);
  const problem = `there are two steps named \u201C${id2}\u201D`;
  return [
    ...ids.indexOf(id2) < index ? [{ path: ["steps", index, "id"], problem, mend: "Name one of them differently." }] : [],
    ...needs.flatMap((word, at2) => unknownWord(["steps", index, "needs", at2], "step", { word, known: ids })),
    ...onFailure === void 0 ? [] : unknownWord(["steps", index, "onFailure"], "step", { word: onFailure, known: ids })
  ];
}
function findCircle(steps) {
  const upstream = upstreamOf(steps);
  const index = steps.findIndex(({ id: id2 }) => upstream.get(id2)?.has(id2));
  const step = steps[index];
  if (!step) return [];
  const field = step.needs.length > 0 ? "needs" : "id";
  const problem = `the step \u201C${step.id}\u201D waits for itself`;
  return [
    {
      path: ["steps", index, field],
      problem,
      mend: "Take one step out of the circle of `needs` and `onFailure`."
    }
  ];
}
function upstreamOf(steps) {
  const before = (id2) => [
    ...steps.find((step) => step.id === id2)?.needs ?? [],
    ...steps.filter(({ onFailure }) => onFailure === id2).map((step) => step.id)
  ];
  return new Map(steps.map(({ id: id2 }) => [id2, reach(before, id2)]));
}
function reach(before, from) {
  const reached = /* @__PURE__ */ new Set();
  const open3 = [...before(from)];
  for (let id2 = open3.pop(); id2 !== void 0; id2 = open3.pop()) {
    if (reached.has(id2)) continue;
    reached.add(id2);
    open3.push(...before(id2));
  }
  return reached;
}
function checkCanRun(steps, step, index) {
  const before = /* @__PURE__ */ new Set([step.id, ...upstreamOf(steps).get(step.id) ?? []]);
  const succeeded = new Set(steps.filter(({ id: id2 }) => before.has(id2)).flatMap(({ needs }) => needs));
  const torn = steps.find(
    ({ id: id2, onFailure }) => succeeded.has(id2) && onFailure !== void 0 && before.has(onFailure)
  );
  if (!torn) return [];
  const problem = `the step \u201C${step.id}\u201D can never run: \u201C${torn.id}\u201D would have to succeed and to fail`;
  return [
    { path: ["steps", index, "id"], problem, mend: `Take one of the two out of what \u201C${step.id}\u201D needs.` }
  ];
}

// src/orchestrator/workflows/check.ts
function checkWorkflow(workflow, environment2, others) {
  const structure = checkStructure(workflow);
  if (structure.length > 0) return structure;
  const upstream = upstreamOf(workflow.steps);
  const checking = { workflow, environment: environment2, others, upstream, cel: typedEnvironment(workflow) };
  return [
    ...checkTrigger(checking),
    ...checkInputs(checking),
    ...workflow.steps.flatMap((step, index) => checkStep(checking, step, ["steps", index]))
  ];
}
function checkTrigger(checking) {
  const { event } = checking.workflow.on;
  return event ? unknownEvent(checking, ["on", "event", "type"], event.type) : [];
}
function unknownEvent({ environment: environment2 }, path, word) {
  return unknownWord(path, "event", {
    word,
    known: [...Object.keys(EVENT_TYPES), ...environment2.events ?? []]
  });
}
function checkStep(checking, step, path) {
  const place = { step: step.id, each: step.forEach !== void 0 };
  const text3 = (value, field, { types, ...where }) => value === void 0 ? [] : checkText(checking, { ...place, path: [...path, ...field], ...where }, { text: value, types });
  return [
    ...text3(step.if, ["if"], { types: ["bool"], each: false }),
    ...text3(step.forEach, ["forEach"], { types: ["list"], each: false }),
    ...checkAgent(checking, step, { ...place, path: [...path, "agent"] }),
    ...checkCall(checking, step, path),
    ...checkChild(checking, step, path),
    ...checkSuggest(checking, step, [...path, "suggest"]),
    ...text3(step.ask?.question, ["ask", "question"], { types: TEXT }),
    ...checkWait(checking, step, [...path, "wait"]),
    ...text3(step.reply?.text, ["reply", "text"], { types: TEXT }),
    ...checkChoices(checking, step, [...path, "reply", "choices"])
  ];
}
function checkAgent(checking, { agent }, place) {
  if (!agent) return [];
  const template = templateKey(agent);
  const text3 = checking.workflow.templates[template] ?? "";
  return checkText(
    checking,
    { ...place, path: [...place.path, "otherwise"], template },
    { text: text3, types: TEXT }
  );
}
function checkChoices(checking, { id: id2, forEach, reply: reply2 }, path) {
  if (reply2?.choices === void 0) return [];
  const place = { path, step: id2, each: forEach !== void 0 };
  return checkTree(checking, place, { tree: reply2.choices, types: ["list"] });
}
function checkWait(checking, { id: id2, forEach, wait }, path) {
  if (!wait) return [];
  const { event, subject, until } = wait;
  const place = (field) => ({ path: [...path, field], step: id2, each: forEach !== void 0 });
  return [
    ...event === void 0 ? [] : unknownEvent(checking, [...path, "event"], event),
    ...subject === void 0 ? [] : checkText(checking, place("subject"), { text: subject, types: ["string"] }),
    ...until === void 0 ? [] : checkText(checking, place("until"), { text: until, types: ["string"] }),
    ...until === void 0 ? [] : checkTime(until, [...path, "until"])
  ];
}
function checkTime(text3, path) {
  const computed = scanTemplate(text3)?.some(({ kind }) => kind === "expression") ?? true;
  if (computed || DateTime9.fromISO(text3, { zone: "utc" }).isValid) return [];
  return [
    {
      path,
      problem: `\u201C${text3}\u201D is no date or time`,
      mend: "Write it as 2026-12-07, or as ${{ addDays(today, 3) }}."
    }
  ];
}

// src/orchestrator/workflows/circles.ts
function checkCircles(workflows2) {
  const starts = new Map(workflows2.map((workflow) => [workflow.name, startsOf(workflow)]));
  return new Map(
    workflows2.map(({ name: name2, steps }) => [
      name2,
      steps.flatMap(({ workflow }, index) => {
        if (workflow === void 0 || !starts.get(name2)?.includes(workflow)) return [];
        if (!reaches(starts, workflow, name2)) return [];
        const problem = `\u201C${name2}\u201D would start itself again and again`;
        return [{ path: ["steps", index, "workflow"], problem, mend: "Give one of the steps an `if`." }];
      })
    ])
  );
}
function startsOf({ steps }) {
  return steps.flatMap(
    (step) => step.if === void 0 && step.forEach === void 0 ? step.workflow ?? [] : []
  );
}
function reaches(starts, from, to) {
  const seen = /* @__PURE__ */ new Set();
  const open3 = [from];
  for (let name2 = open3.pop(); name2 !== void 0; name2 = open3.pop()) {
    if (name2 === to) return true;
    if (seen.has(name2)) continue;
    seen.add(name2);
    open3.push(...starts.get(name2) ?? []);
  }
  return false;
}

// src/orchestrator/workflows/source.ts
import { isMap, isNode as isNode2, LineCounter, parseDocument } from "yaml";
async function readSource({ file: file2, text: text3, templates }) {
  const lines = new LineCounter();
  const document = parseDocument(text3, { lineCounter: lines });
  const at2 = (offset) => positionOf(lines, offset);
  const problems = [...document.errors, ...document.warnings].map(
    (error2) => yamlProblem(file2, at2(error2.pos[0]), error2)
  );
  const plain2 = problems.length > 0 ? void 0 : plainSource(document);
  if (!plain2) return unreadable(file2, problems);
  const texts = await templates(plain2);
  const locate2 = locator({ file: file2, document, text: text3, texts, at: at2 });
  const source = Object.keys(texts).length > 0 ? { ...plain2, templates: texts } : plain2;
  const read = { file: file2, name: typeof plain2["name"] === "string" ? plain2["name"] : void 0, source, locate: locate2 };
  if ("templates" in plain2) return { ...read, problems: unknownKeys([], ["templates"]).map(locate2) };
  const { data, error } = sourceSchema.safeParse(source);
  if (data) return { ...read, workflow: data, problems: [] };
  return { ...read, problems: error.issues.flatMap(schemaProblems).map(locate2) };
}
function yamlProblem(file2, { line: line3, column }, { message }) {
  const [problem = "this is no YAML"] = message.split(/ at line \d+|:?\n/);
  return { file: file2, line: line3, column, problem, mend: "Correct the YAML there." };
}
function unreadable(file2, problems) {
  const problem = "this is no workflow";
  const top = { file: file2, line: 1, column: 1, problem, mend: "Begin it with `name:`, `version:` and `title:`." };
  return {
    file: file2,
    name: void 0,
    source: {},
    problems: problems.length > 0 ? problems : [top],
    locate: () => top
  };
}
function plainSource(document) {
  try {
    const plain2 = document.toJS({ maxAliasCount: 100 });
    return isMap(document.contents) ? plain2 : void 0;
  } catch {
    return void 0;
  }
}
function locator({ file: file2, document, text: text3, texts, at: at2 }) {
  return ({ path, problem, mend, within, template }) => {
    const start = within && `\${{${within.expression}`;
    if (template !== void 0) {
      const own = texts[template] ?? "";
      const found2 = start === void 0 ? own.indexOf("${{") : own.indexOf(start) + 3 + (within?.offset ?? 0);
      return { file: `skills/${template}`, ...positionIn(own, Math.max(0, found2)), problem, mend };
    }
    const [from, to] = rangeAt(document, path, within !== void 0);
    const found = start === void 0 ? -1 : text3.slice(from, to).indexOf(start);
    return { file: file2, ...at2(found === -1 ? from : from + found + 3 + (within?.offset ?? 0)), problem, mend };
  };
}
function rangeAt(document, path, value) {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    const key = value && length === path.length ? void 0 : keyAt(document, path.slice(0, length));
    const found = key ?? (isNode2(node) ? node : void 0);
    if (found?.range) return [found.range[0], found.range[1]];
  }
  return [0, 0];
}
function keyAt(document, path) {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return void 0;
  const keys = parent.items.map(({ key }) => key).filter(isNode2);
  return keys.find((key) => String(key) === String(path.at(-1)));
}
function schemaProblems(issue) {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  if (issue.code === "unrecognized_keys") return unknownKeys(path, issue.keys);
  const what = labelOf(path);
  if (issue.message.endsWith("received undefined")) {
    const last = String(path.at(-1) ?? "");
    return [{ path: path.slice(0, -1), problem: `${what} is missing`, mend: `Add \`${last}:\`.` }];
  }
  const message = issue.message.replace(/^Invalid (input|option): expected/, "must be").replace(/, received .*$/, "");
  return [
    {
      path,
      problem: `${what} ${message.replace(/^[A-Z]/, (first) => first.toLowerCase())}`,
      mend: `Correct ${what}.`
    }
  ];
}
function unknownKeys(path, keys) {
  return keys.map((key) => {
    const nearest = didYouMean(key, SOURCE_KEYS);
    const mend = nearest.startsWith("Did") ? nearest : "Take it out, or correct its name.";
    return { path: [...path, key], problem: `\u201C${key}\u201D has no meaning here`, mend };
  });
}
function labelOf(path) {
  const last = path.at(-1);
  if (last === void 0) return "the file";
  return typeof last === "number" ? `item ${last + 1} of \u201C${path.at(-2) ?? ""}\u201D` : `\u201C${last}\u201D`;
}
function positionOf(lines, offset) {
  const { line: line3, col } = lines.linePos(offset);
  return { line: Math.max(1, line3), column: Math.max(1, col) };
}
function positionIn(text3, offset) {
  const before = text3.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

// src/orchestrator/workflows/load.ts
async function loadWorkflows(folders, environment2) {
  const files = (await Promise.all(folders.map(workflowFiles))).flat();
  const read = await Promise.all(files.map((file2) => readWorkflow(file2, folders)));
  const problems = checkAll(read, environment2);
  if (problems.length > 0) throw invalidWorkflows(problems);
  return read.map(({ source, file: file2 }) => compileWorkflow(source, file2));
}
async function readWorkflow(file2, folders) {
  const text3 = await readFile2(file2, "utf8");
  const templates = (source) => otherwiseTexts(source, [dirname(dirname(file2)), ...folders]);
  return readSource({ file: shown(file2), text: text3, templates });
}
function checkAll(read, environment2) {
  const others = new Map(
    read.flatMap(({ name: name2, workflow }) => name2 === void 0 ? [] : [[name2, workflow]])
  );
  const circles = checkCircles(read.flatMap(({ workflow }) => workflow ?? []));
  return read.flatMap((one, index) => [
    ...one.problems,
    ...[
      ...sameName(read, one, index),
      ...one.workflow ? checkWorkflow(one.workflow, environment2, others) : [],
      ...circles.get(one.name ?? "") ?? []
    ].map(one.locate)
  ]);
}
function sameName(read, { name: name2 }, index) {
  const first = read.findIndex((other2) => name2 !== void 0 && other2.name === name2);
  const other = read[first];
  if (!other || first === index) return [];
  return [
    {
      path: ["name"],
      problem: `\u201C${name2}\u201D is also the name in ${other.file}`,
      mend: "Name one of them differently."
    }
  ];
}
function invalidWorkflows(problems) {
  const { file: file2 = "", line: line3 = 1, problem = "", mend = "" } = problems[0] ?? {};
  return new MainstayError("WORKFLOW_INVALID", {
    values: { file: file2, line: line3, problem, mend },
    fields: problems.map((one) => ({
      path: `${one.file}:${one.line}:${one.column}`,
      message: `${one.problem}. ${one.mend}`
    }))
  });
}
async function workflowFiles(folder) {
  if (!existsSync(folder)) return [];
  const entries = await readdir2(folder, { withFileTypes: true });
  const found = entries.flatMap((entry) => {
    if (entry.isDirectory())
      return [join4(folder, entry.name, "workflow.yaml")].filter((file2) => existsSync(file2));
    return /\.ya?ml$/.test(entry.name) ? [join4(folder, entry.name)] : [];
  });
  return found.toSorted();
}
async function otherwiseTexts(source, folders) {
  const steps = Array.isArray(source["steps"]) ? source["steps"] : [];
  const keys = steps.flatMap((step) => {
    const { skill, otherwise } = fieldsOf2(fieldsOf2(step)["agent"]);
    return typeof skill === "string" && typeof otherwise === "string" ? [templateKey({ skill, otherwise })] : [];
  });
  const plain2 = keys.filter((key) => /^[\w-]+\/[\w.-]+$/.test(key));
  const texts = await Promise.all(
    plain2.map(async (key) => {
      const file2 = folders.map((folder) => join4(folder, key)).find((candidate) => existsSync(candidate));
      return file2 === void 0 ? [] : [[key, await readFile2(file2, "utf8")]];
    })
  );
  return Object.fromEntries(texts.flat());
}
function fieldsOf2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
function shown(file2) {
  const folder = dirname(file2);
  return [basename(dirname(folder)), basename(folder), basename(file2)].filter((part) => part !== "").join("/");
}

// src/orchestrator/runs/scope.ts
import { DateTime as DateTime10 } from "luxon";
function scopeOf(deps, advancing, at2) {
  const { definition, state, cause, run } = advancing;
  const zone = deps.settings.homeZone();
  const { name: name2, address, taxNumber, bank } = deps.settings.current().business;
  return {
    input: Object.fromEntries(Object.keys(definition.input).map((key) => [key, state.inputs[key] ?? null])),
    steps: Object.fromEntries(definition.steps.map(({ id: id2 }) => [id2, stepScope(state.steps[id2])])),
    event: { id: run.body.trigger, text: run.body.text },
    item: at2?.item ?? null,
    index: at2?.index ?? 0,
    now: isoTime(cause.at),
    today: DateTime10.fromMillis(cause.at, { zone }).toFormat("yyyy-MM-dd"),
    zone,
    business: { name: name2 ?? null, address: address ?? null, taxNumber: taxNumber ?? null, bank: bank ?? null }
  };
}
function stepScope(step) {
  if (!step) return { status: null };
  if (step.list) return { status: step.status, items: step.items.map((item) => outputObject(item.output)) };
  return { ...outputObject(step.items[0]?.output ?? null), status: step.status };
}
function outputObject(output) {
  return typeof output === "object" && output !== null && !Array.isArray(output) ? output : { value: output };
}
function outputsOfRun(state) {
  return Object.fromEntries(Object.entries(state.steps).map(([id2, step]) => [id2, stepScope(step)]));
}

// src/orchestrator/runs/inputs.ts
async function resolveInputs(deps, advancing) {
  const { definition, state, run, cause } = advancing;
  const open3 = Object.fromEntries(Object.entries(definition.input).filter(([name2]) => !(name2 in state.inputs)));
  if (Object.keys(open3).length === 0) return [{ kind: "inputs-resolved", at: cause.at }];
  const first = Object.keys(state.inputs).length === 0 && state.asked === null;
  const read = await deps.understanding.fill(run.body.text, definition.input, first ? cause.at : state.startedAt);
  const known = [];
  for (const [name2, value] of Object.entries(read.values)) {
    if (name2 in open3) known.push(await knownInput(advancing, { name: name2, value }));
  }
  const question = firstQuestion(definition.input, open3, read);
  if (question) {
    ask(deps, advancing, { key: `input:${question.name}`, text: question.text, choices: question.choices });
    return [...known, { kind: "input-asked", name: question.name }];
  }
  const left = Object.entries(open3).filter(([name2]) => !(name2 in read.values));
  for (const [name2, { defaultValue }] of left) {
    const value = defaultValue === void 0 ? null : evaluateTree(defaultValue, scopeOf(deps, advancing));
    known.push({ kind: "input-known", name: name2, value });
  }
  return [...known, { kind: "inputs-resolved", at: cause.at }];
}
function firstQuestion(specs, open3, read) {
  for (const name2 of Object.keys(specs)) {
    const spec = open3[name2];
    if (!spec || name2 in read.values) continue;
    const choices = read.ambiguous[name2];
    if (choices) return { name: name2, ...choiceQuestion(spec, choices) };
    const problem = read.problems[name2];
    if (problem !== void 0) return { name: name2, text: `${problem} ${questionFor(name2, spec)}`, choices: [] };
    if (read.missing.includes(name2)) return { name: name2, text: questionFor(name2, spec), choices: [] };
  }
  return void 0;
}
function choiceQuestion(spec, choices) {
  const labels = choices.map(({ label }) => label);
  const list2 = new Intl.ListFormat("en-GB", { type: "disjunction" }).format(labels);
  return { text: `Which ${choices[0]?.asked ?? spec.kind ?? "one"}: ${list2}?`, choices: labels };
}
function questionFor(name2, spec) {
  return spec.ask ?? `What is the ${name2}?`;
}
async function knownInput({ definition, unit }, { name: name2, value }) {
  const spec = definition.input[name2];
  if (spec?.type !== "record" || typeof value !== "string") return { kind: "input-known", name: name2, value };
  const record3 = await readRecord(unit, spec.kind ?? "", value);
  if (!record3) return { kind: "input-known", name: name2, value: null };
  const { kind, version, data } = record3.body;
  return {
    kind: "input-known",
    name: name2,
    value: { ...data, id: value, kind, version },
    rested: [{ kind, id: value, version }]
  };
}
async function refreshedInputs(advancing) {
  const inputs = {};
  const rested = [];
  for (const [name2, spec] of Object.entries(advancing.definition.input)) {
    const value = advancing.state.inputs[name2];
    if (spec.type !== "record" || typeof value !== "object" || value === null || Array.isArray(value)) continue;
    const id2 = value["id"];
    const known = await knownInput(advancing, { name: name2, value: id2 ?? null });
    inputs[name2] = known.value;
    rested.push(...known.rested ?? []);
  }
  return { inputs, rested };
}

// src/orchestrator/runs/steps.ts
import { DateTime as DateTime11 } from "luxon";
var DAY_MS2 = 24 * 60 * 60 * 1e3;
async function performStep(deps, advancing, execution) {
  const { step, index } = execution;
  const item = advancing.state.steps[step.id]?.list?.[index] ?? null;
  const scope = scopeOf(deps, advancing, { item, index });
  switch (step.kind) {
    case "call":
      return performCall(deps, advancing, { step, scope, execution });
    case "agent":
      return performAgent(deps, { step, scope });
    case "suggest":
      return performSuggest(deps, advancing, { step, scope, execution });
    case "ask":
      ask(deps, advancing, { key: questionKey(execution), text: textOf(step.question, scope), choices: [] });
      return { waiting: { on: "question", types: [], subject: null, wakeAt: null } };
    case "wait":
      return performWait(deps, advancing, { step, scope });
    case "workflow":
      return performChild(deps, advancing, { step, scope, execution });
    case "reply": {
      const choices = step.choices === void 0 ? [] : evaluateTree(step.choices, scope);
      say(deps, advancing, { text: textOf(step.text, scope), choices: Array.isArray(choices) ? choices.map(String) : [] });
      return { status: "succeeded", output: {} };
    }
  }
}
function questionKey({ step, index }) {
  return `step:${step.id}:${index}`;
}
async function performCall(deps, advancing, { step, scope, execution }) {
  const input = objectOf(evaluateTree(step.with, scope));
  const name2 = parseCommandName(step.call);
  return name2 ? callCommand(deps, advancing, { command: { ...name2, input }, execution }) : callTool(deps, advancing, { name: step.call, input });
}
async function callCommand(deps, advancing, { command, execution }) {
  const handler = deps.registry.handler(command);
  if (handler.where !== "local") {
    const reason = "what leaves the machine has to be suggested";
    throw new MainstayError("COMMAND_REFUSED", { values: { command: commandName(command), reason } });
  }
  const parsed = deps.registry.parseInput({ ...command, input: withoutNulls2(command.input) });
  const effect2 = await deps.effects.record(advancing.unit, {
    command: { ...command, input: parsed },
    handler,
    key: deriveId("eff", advancing.run.id, execution.step.id, execution.index, execution.attempt),
    run: advancing.run.id,
    cause: advancing.cause
  });
  return { status: "succeeded", output: effect2.body.outputs };
}
async function callTool(deps, advancing, { name: name2, input }) {
  const tool = deps.tools.get(name2);
  if (!tool) throw new MainstayError("COMMAND_UNKNOWN", { values: { command: name2 } });
  const rested = [];
  const output = await tool.run(tool.input.parse(input), {
    now: advancing.cause.at,
    zone: deps.settings.homeZone(),
    conversation: advancing.run.body.conversation,
    turn: advancing.turn,
    rested: (record3) => rested.push(record3)
  });
  return { status: "succeeded", output, rested };
}
async function performAgent(deps, { step, scope }) {
  const { skill, goal, tier, template } = step.agent;
  if (!deps.loop) return { status: "succeeded", output: { text: textOf(template, scope).trim() } };
  const { text: text3, outputs } = await deps.loop.run({ plane: "operator", skill, goal, tier, context: scope });
  return { status: "succeeded", output: { ...objectOf(outputs), text: text3 } };
}
async function performSuggest(deps, advancing, { step, scope, execution }) {
  const { run, unit, outbox, state, cause, turn: turn2, definition } = advancing;
  const id2 = deriveId("sug", run.id, step.id, execution.index, execution.attempt);
  const proposal = {
    id: id2,
    title: textOf(step.title, scope),
    reason: step.reason === void 0 ? `you wrote \u201C${run.body.text.slice(0, 80)}\u201D` : textOf(step.reason, scope),
    commands: step.commands.map((command) => ({
      ...parseCommandName(command.do) ?? { type: command.do, version: 1 },
      input: withoutNulls2(objectOf(evaluateTree(command.with, scope))),
      ...command.as === void 0 ? {} : { as: command.as }
    })),
    workflowVersion: definition.hash,
    run: run.id,
    step: step.id,
    conversation: run.body.conversation,
    turn: turn2,
    restsOn: state.restsOn,
    lifetimeMs: step.expiresInDays === void 0 ? CARD_LIFETIME_MS : step.expiresInDays * DAY_MS2,
    ...execution.supersedes === void 0 ? {} : { supersedes: execution.supersedes }
  };
  advancing.proposed.push(await deps.approvals.propose({ unit, outbox }, { proposal, cause }));
  return { waiting: { on: "suggestion", types: [...SUGGESTION_ENDS], subject: id2, wakeAt: null } };
}
var SUGGESTION_ENDS = [
  "suggestion.completed",
  "suggestion.rejected",
  "suggestion.expired",
  "suggestion.stale",
  "suggestion.superseded"
];
async function performWait(deps, advancing, { step, scope }) {
  const subject = step.subject === void 0 ? null : textOf(step.subject, scope);
  const wakeAt = step.until === void 0 ? null : instantOf(textOf(step.until, scope), deps.settings.homeZone());
  if (step.event === void 0) return { waiting: { on: "time", types: [], subject: null, wakeAt } };
  const earlier = await deps.log.read(
    { type: step.event, afterSequence: advancing.run.body.startedSequence, ...subject === null ? {} : { subject } },
    { limit: 1 }
  );
  const [event] = earlier.items;
  if (event) return { status: "succeeded", output: { timedOut: false, event: event.data } };
  return { waiting: { on: "event", types: [step.event], subject, wakeAt } };
}
function instantOf(text3, zone) {
  const time2 = DateTime11.fromISO(text3, { zone });
  if (!time2.isValid) throw new MainstayError("EXPRESSION_FAILED", { values: { expression: text3, reason: "it is no date or time" } });
  return time2.toMillis();
}
async function performChild(deps, advancing, { step, scope, execution }) {
  const { run, outbox, cause } = advancing;
  const definition = deps.workflows.newest(step.workflow);
  if (!definition) throw new MainstayError("NOT_FOUND", { values: { kind: "workflow", id: step.workflow } });
  const id2 = stepId("run", advancing, { step: step.id, index: execution.index });
  const provided = objectOf(evaluateTree(step.with, scope));
  const child = newRun({
    definition,
    conversation: run.body.conversation,
    trigger: run.body.trigger,
    text: "",
    parent: { run: run.id, step: step.id, index: execution.index },
    sequence: deps.log.head().sequence,
    at: cause.at
  });
  outbox.insert(runs.name, runs.toDocument(id2, child));
  outbox.insert(journal.name, openingChunk(id2, child, provided));
  advancing.children.push(id2);
  return { waiting: { on: "run", types: ["run.finished"], subject: id2, wakeAt: null } };
}
function textOf(template, scope) {
  const value = evaluate(template, scope);
  return typeof value === "string" ? value : value === null ? "" : String(value);
}
function objectOf(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
function withoutNulls2(input) {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}

// src/orchestrator/runs/perform.ts
async function performAction(deps, advancing, action) {
  const { at: at2 } = advancing.cause;
  switch (action.do) {
    case "resolve-inputs":
      return resolveInputs(deps, advancing);
    case "open-step":
      return openStep(deps, advancing, action.step);
    case "skip-step":
      return [{ kind: "step-skipped", step: action.step.id, reason: action.reason }];
    case "start-item":
      return startItem(deps, advancing, action);
    case "wake-item": {
      const output = { timedOut: true, event: null };
      return [{ kind: "item-ended", step: action.step.id, index: action.index, at: at2, status: "succeeded", output }];
    }
    case "time-out-item": {
      const { id: id2, timeoutSeconds = 0 } = action.step;
      const { code, message } = new MainstayError("STEP_TIMED_OUT", { values: { step: id2, seconds: timeoutSeconds } });
      return [{ kind: "item-ended", step: id2, index: action.index, at: at2, status: "failed", output: null, error: { code, message } }];
    }
    case "end":
      return endRun(deps, advancing, action.status);
  }
}
async function openStep(deps, advancing, step) {
  const scope = scopeOf(deps, advancing);
  if (step.if !== void 0 && evaluate(step.if, scope) !== true) {
    return [{ kind: "step-skipped", step: step.id, reason: "its condition does not hold" }];
  }
  if (step.forEach === void 0) return startItem(deps, advancing, { step, index: 0, attempt: 1 });
  const list2 = evaluate(step.forEach, scope);
  if (!Array.isArray(list2)) {
    throw new MainstayError("EXPRESSION_FAILED", { values: { expression: `forEach of ${step.id}`, reason: "it does not give a list" } });
  }
  return [{ kind: "step-listed", step: step.id, list: list2 }];
}
async function startItem(deps, advancing, { step, index, attempt: attempt2 }) {
  const { at: at2 } = advancing.cause;
  const started = { kind: "item-started", step: step.id, index, attempt: attempt2, at: at2 };
  const result = await performStep(deps, advancing, { step, index, attempt: attempt2 });
  if ("waiting" in result) return [started, { kind: "item-waiting", step: step.id, index, waiting: result.waiting }];
  return [started, { kind: "item-ended", step: step.id, index, at: at2, ...result }];
}
function endRun(deps, advancing, status) {
  const { run, state } = advancing;
  const error = Object.values(state.steps).flatMap((step) => step.items.flatMap((item) => item?.error ?? [])).at(0)?.message;
  if (status === "failed" && error) say(deps, advancing, { text: error });
  tell2(deps, advancing, {
    type: "run.finished",
    data: { run: run.id, workflow: run.body.workflow.name, status, ...status === "failed" && error ? { error } : {} }
  });
  return [{ kind: "ended", status }];
}

// src/orchestrator/runs/stimulus.ts
async function applyStimulus(deps, advancing, stimulus) {
  switch (stimulus.kind) {
    case "time":
      return true;
    case "cancel":
      return cancel(deps, advancing);
    case "answer":
      return answer(deps, advancing, stimulus);
    case "event":
      return applyToWaits(deps, advancing, stimulus.event);
  }
}
function cancel(deps, advancing) {
  const { run } = advancing;
  tell2(deps, advancing, { type: "run.finished", data: { run: run.id, workflow: run.body.workflow.name, status: "cancelled" } });
  record2(advancing, [{ kind: "ended", status: "cancelled" }]);
  return true;
}
async function answer(deps, advancing, { key, value, event }) {
  const { run, cause, state } = advancing;
  const [kind, name2 = "", index = "0"] = key.split(":");
  tell2(deps, advancing, {
    type: "question.answered",
    data: { run: run.id, conversation: run.body.conversation, step: key, event, value }
  });
  if (kind === "input") {
    if (state.asked !== name2) return false;
    record2(advancing, [await knownInput(advancing, { name: name2, value })]);
    return true;
  }
  const item = state.steps[name2]?.items[Number(index)];
  if (item?.waiting?.on !== "question") return false;
  record2(advancing, [{ kind: "item-ended", step: name2, index: Number(index), at: cause.at, status: "succeeded", output: { answer: value } }]);
  return true;
}
async function applyToWaits(deps, advancing, event) {
  let applied = false;
  for (const [step, { items }] of Object.entries(advancing.state.steps)) {
    for (const [index, item] of items.entries()) {
      if (!item || !concerns(item, event)) continue;
      record2(advancing, await entriesFor(deps, advancing, { step, index, item, event }));
      applied = true;
    }
  }
  return applied;
}
function concerns({ waiting }, event) {
  return waiting !== null && waiting.types.includes(event.type) && (waiting.subject === null || waiting.subject === event.subject);
}
async function entriesFor(deps, advancing, concerned) {
  const { step, index, event } = concerned;
  const at2 = advancing.cause.at;
  const ended = { kind: "item-ended", step, index, at: at2 };
  switch (event.type) {
    case "suggestion.completed": {
      const output = await suggestionOutputs(deps, event.data.suggestion);
      return [{ ...ended, status: event.data.status === "succeeded" ? "succeeded" : "failed", output }];
    }
    case "suggestion.rejected":
      return [{ ...ended, status: "rejected", output: { reason: event.data.reason ?? null } }];
    case "suggestion.expired":
      return [{ ...ended, status: "expired", output: null }];
    case "suggestion.superseded":
      return [{ kind: "item-waiting", step, index, waiting: { ...waitingOf(concerned), subject: event.data.by } }];
    case "suggestion.stale":
      return redraft(deps, advancing, concerned);
    case "run.finished": {
      const child = foldJournal(await readJournal(deps.store, event.data.run));
      const output = { ...outputsOfRun(child), run: event.data.run };
      return [{ ...ended, status: event.data.status === "succeeded" ? "succeeded" : "failed", output }];
    }
    default:
      return [{ ...ended, status: "succeeded", output: { timedOut: false, event: event.data } }];
  }
}
function waitingOf({ item }) {
  if (!item.waiting) throw new RangeError("This item does not wait.");
  return item.waiting;
}
async function redraft(deps, advancing, concerned) {
  const { step: id2, index, item, event } = concerned;
  const step = advancing.definition.steps.find((candidate) => candidate.id === id2);
  if (!step) throw new RangeError(`The workflow has no step ${id2}.`);
  const { inputs, rested } = await refreshedInputs(advancing);
  record2(advancing, [{ kind: "item-restarted", step: id2, index, reason: "what it rests on changed", inputs, rested }]);
  const ended = { kind: "item-ended", step: id2, index, at: advancing.cause.at };
  try {
    const result = await performStep(deps, advancing, { step, index, attempt: item.attempt + 1, supersedes: event.subject });
    if ("waiting" in result) return [{ kind: "item-waiting", step: id2, index, waiting: result.waiting }];
    return [{ ...ended, ...result }];
  } catch (error) {
    if (!isMainstayError(error)) throw error;
    return [{ ...ended, status: "failed", output: null, error: { code: error.code, message: error.message } }];
  }
}
async function suggestionOutputs(deps, suggestion) {
  const page = await deps.store.find(effects.name, { where: { suggestion }, sort: { field: "position", direction: "asc" } });
  const done = page.items.map((document) => effects.fromDocument(document).body).filter(({ status }) => isCarriedOut(status));
  return Object.fromEntries(done.flatMap(({ command, outputs }) => command.as === void 0 ? [] : [[command.as, outputs]]));
}

// src/orchestrator/runs/worker.ts
var MAX_ACTIONS = 1e3;
function createWorker(deps, { lanes, waits }) {
  const work = { deps, lanes, waits };
  return {
    start: (starting) => startRun(work, starting),
    advance: (id2, stimulus, turn2) => advanceRun(work, { id: id2, stimulus, turn: turn2 }),
    recover: async () => {
      for (const run of await openRuns(deps.store)) {
        try {
          await recoverRun(deps, run);
          waits.keep(run.id, foldJournal(await readJournal(deps.store, run.id)));
          await catchUp(work, run);
        } catch (error) {
          deps.onError(error, { run: run.id });
        }
      }
    }
  };
}
async function startRun(work, { id: id2, workflow, provided, turn: turn2 }) {
  const { deps } = work;
  const definition = deps.workflows.newest(workflow);
  if (!definition) throw new MainstayError("NOT_FOUND", { values: { kind: "workflow", id: workflow } });
  if (await readRun(deps.store, id2)) return;
  const body = newRun({
    definition,
    conversation: turn2.conversation,
    trigger: turn2.eventId,
    text: turn2.text,
    parent: null,
    sequence: deps.log.head().sequence,
    at: deps.clock.now()
  });
  const advancing = prepare(deps, { run: { id: id2, revision: 0, body }, definition, entries: [], turn: turn2 });
  record2(advancing, [{ kind: "started", at: advancing.cause.at, provided }]);
  const input = Object.keys(provided).length > 0 ? { input: provided } : {};
  tell2(deps, advancing, { type: "run.started", data: { run: id2, workflow, version: definition.hash, ...input } });
  if (!await finish(work, advancing, turn2)) throw new MainstayError("STORE_CONFLICT", { values: { collection: "runs", id: id2 } });
}
async function advanceRun(work, advance) {
  if (advance.turn) return advanceInLane(work, advance);
  const run = await readRun(work.deps.store, advance.id);
  if (run) await work.lanes.run(run.body.conversation, () => advanceInLane(work, advance));
}
async function advanceInLane(work, { id: id2, stimulus, turn: turn2 }) {
  const { deps, waits } = work;
  for (let tries = 0; tries < 5; tries += 1) {
    const run = await readRun(deps.store, id2);
    if (!run || !isOpen(run.body)) return waits.drop(id2);
    const definition = await deps.workflows.byHash(run.body.workflow.version);
    const advancing = prepare(deps, { run, definition, entries: await readJournal(deps.store, id2), turn: turn2 });
    const applied = await applyStimulus(deps, advancing, stimulus);
    if (!applied && !turn2) return;
    if (await finish(work, advancing, turn2)) return;
  }
  throw new MainstayError("STORE_CONFLICT", { values: { collection: "runs", id: id2 } });
}
async function finish(work, advancing, turn2) {
  const { deps, waits } = work;
  const wakeAt = await drive(deps, advancing);
  await stageConversation(advancing, turn2, deps);
  const run = stageRun(advancing, wakeAt);
  const result = await advancing.unit.commit();
  if (!result.ok) return false;
  waits.keep(run.id, advancing.state);
  if (run.body.wakeAt === null) deps.scheduler.cancel(`run:${run.id}`);
  else deps.scheduler.at(`run:${run.id}`, run.body.wakeAt, () => advanceRun(work, { id: run.id, stimulus: { kind: "time" } }));
  for (const proposed of advancing.proposed) await deps.approvals.proposed(proposed);
  for (const child of advancing.children) inBackground(work, child);
  return true;
}
function inBackground(work, id2) {
  void advanceRun(work, { id: id2, stimulus: { kind: "time" } }).catch((error) => work.deps.onError(error, { run: id2 }));
}
async function catchUp(work, run) {
  const { deps, waits } = work;
  const missed = [];
  for (const subject of waits.subjectsOf(run.id)) {
    for await (const event of deps.log.scan({ subject, afterSequence: run.body.startedSequence })) missed.push(event);
  }
  for (const event of missed.toSorted((one, other) => one.sequence - other.sequence)) {
    await advanceRun(work, { id: run.id, stimulus: { kind: "event", event } });
  }
  await advanceRun(work, { id: run.id, stimulus: { kind: "time" } });
}
async function recoverRun(deps, run) {
  const unit = deps.units.open();
  await reapplyOutbox(unit, run.body.outbox);
  await unit.commit();
}
function isOpen({ status }) {
  return status === "running" || status === "waiting";
}
function prepare(deps, given) {
  const { run, definition, entries, turn: turn2 } = given;
  const cause = {
    at: deps.clock.now(),
    by: "operator",
    correlationId: run.body.trigger,
    ...turn2 && turn2.eventId !== run.body.trigger ? { causationId: turn2.eventId } : {}
  };
  return {
    unit: deps.units.open(),
    outbox: createOutbox(),
    run,
    definition,
    cause,
    turn: turn2?.eventId ?? run.body.trigger,
    state: foldJournal(entries),
    entries: [],
    proposed: [],
    children: [],
    asked: []
  };
}
async function drive(deps, advancing) {
  for (let done = 0; done < MAX_ACTIONS; ) {
    const { actions, wakeAt } = decide(advancing.definition, advancing.state, advancing.cause.at);
    if (actions.length === 0) return wakeAt;
    for (const action of actions) {
      record2(advancing, await performSafely(deps, advancing, action));
      done += 1;
      if (advancing.state.asked !== null) break;
    }
  }
  throw new RangeError(`Run ${advancing.run.id} did ${MAX_ACTIONS} things without waiting.`);
}
async function performSafely(deps, advancing, action) {
  try {
    return await performAction(deps, advancing, action);
  } catch (error) {
    if (!isMainstayError(error)) deps.onError(error, { run: advancing.run.id });
    return failedEntries(deps, advancing, { action, error });
  }
}
function failedEntries(deps, advancing, { action, error }) {
  const { run, cause } = advancing;
  const shown2 = isMainstayError(error) ? error : new MainstayError("INTERNAL", { values: { reference: run.id } });
  const failure = { code: shown2.code, message: shown2.message };
  if (!("step" in action)) {
    say(deps, advancing, { text: failure.message });
    tell2(deps, advancing, { type: "run.finished", data: { run: run.id, workflow: run.body.workflow.name, status: "failed", error: failure.message } });
    return [{ kind: "ended", status: "failed" }];
  }
  const step = action.step.id;
  const index = "index" in action ? action.index : 0;
  const attempt2 = "attempt" in action ? action.attempt : 1;
  const started = action.do === "start-item" || action.do === "open-step";
  return [
    ...started ? [{ kind: "item-started", step, index, attempt: attempt2, at: cause.at }] : [],
    { kind: "item-ended", step, index, at: cause.at, status: "failed", output: null, error: failure }
  ];
}
function stageRun(advancing, wakeAt) {
  const { unit, outbox, run, state, entries, cause } = advancing;
  const at2 = isoTime(cause.at);
  const status = state.status === "running" ? "waiting" : state.status;
  if (run.revision === 0) {
    const [first, ...rest] = entries;
    if (first?.kind === "started") outbox.insert(journal.name, openingChunk(run.id, run.body, first.provided));
    if (rest.length > 0) outbox.insert(journal.name, journal.toDocument(chunkId(run.id, 1), { run: run.id, at: at2, entries: rest }));
  } else if (entries.length > 0) {
    const id2 = chunkId(run.id, run.revision + 1);
    outbox.insert(journal.name, journal.toDocument(id2, { run: run.id, at: at2, entries }));
  }
  const body = { ...run.body, status, wakeAt: isOpen({ ...run.body, status }) ? wakeAt : null, changedAt: at2, outbox: [...outbox.entries] };
  if (run.revision === 0) unit.insert(runs.name, runs.toDocument(run.id, body));
  else unit.replace(runs.name, runs.toDocument(run.id, body), run.revision);
  applyOutbox(unit, outbox.entries);
  return { id: run.id, revision: run.revision + 1, body };
}
async function stageConversation(advancing, turn2, deps) {
  const ended = advancing.state.status !== "running" && advancing.state.status !== "waiting";
  const found = await readConversation(advancing.unit, advancing.run.body.conversation);
  if (!found) return;
  const settled = (question) => ended && question.run === advancing.run.id || turn2?.settles !== void 0 && question.run === turn2.settles.run && question.key === turn2.settles.key;
  const left = found.body.questions.filter((question) => !settled(question));
  const removed = left.length < found.body.questions.length;
  const questions = [...left, ...advancing.asked];
  const again = removed && advancing.asked.length === 0 ? left.at(-1) : void 0;
  if (again) say(deps, advancing, { text: again.text, choices: again.choices });
  const handled = Math.max(found.body.handled, turn2?.sequence ?? 0);
  if (handled === found.body.handled && !removed && advancing.asked.length === 0) return;
  changeConversation(advancing.unit, found, { handled, questions });
}

// src/orchestrator/triggers/route.ts
var NOT_UNDERSTOOD = "not-understood";
var CANCEL_WORDS = /^(cancel|never ?mind|forget (it|that|about it)|stop that|drop it)[.! ]*$/i;
async function chooseRoute(understanding, routing) {
  const { text: text3, now, question, asking } = routing;
  const exact2 = understanding.exact(text3);
  if (exact2 !== void 0) return { kind: "start", workflow: exact2, provided: {} };
  if (question && CANCEL_WORDS.test(text3.trim())) return { kind: "cancel", question };
  const spec = question && asking && specOf(question, asking);
  const typed = spec && spec.type !== "string";
  const answered = spec ? await understanding.answer(text3, spec, now) : void 0;
  if (question && typed && answered?.kind === "value") return { kind: "answer", question, value: answered.value };
  const understood = await understanding.match(text3);
  if (understood.kind === "act") return { kind: "start", workflow: understood.name, provided: {} };
  if (question && answered?.kind === "value") return { kind: "answer", question, value: answered.value };
  if (question && spec && answered && answered.kind !== "value" && isNearAnswer(answered)) return { kind: "ask-again", question, answered, spec };
  return { kind: "start", workflow: NOT_UNDERSTOOD, provided: { text: text3.slice(0, 200), nearest: [...understood.nearest] } };
}
function isNearAnswer(answered) {
  return answered.kind === "ambiguous" || answered.problem !== void 0;
}
function specOf({ key }, definition) {
  const [kind, name2 = ""] = key.split(":");
  if (kind === "input") return definition.input[name2];
  const step = definition.steps.find((candidate) => candidate.id === name2);
  return step?.kind === "ask" ? step.answer : void 0;
}

// src/orchestrator/triggers/turns.ts
function createTurns(deps, { lanes, worker }) {
  const underWay = /* @__PURE__ */ new Map();
  const places = /* @__PURE__ */ new Set();
  return {
    take: (event) => {
      const turn2 = lanes.run(event.data.conversation, () => handle(deps, worker, event)).catch((error) => giveUp(deps, event, error)).finally(() => {
        underWay.delete(event.id);
        places.delete(event.sequence);
      });
      underWay.set(event.id, turn2);
      places.add(event.sequence);
      return turn2;
    },
    position: () => places.size === 0 ? deps.log.head().sequence : Math.min(...places) - 1,
    settled: (eventId) => underWay.get(eventId) ?? Promise.resolve()
  };
}
async function handle(deps, worker, event) {
  const { conversation, text: text3 } = event.data;
  const unit = deps.units.open();
  const found = await readConversation(unit, conversation);
  if (found && found.body.handled >= event.sequence) return;
  const turn2 = { eventId: event.id, sequence: event.sequence, conversation, text: text3, at: Date.parse(event.time) };
  const question = found?.body.questions.at(-1);
  const run = question && await readRun(deps.store, question.run);
  const asking = run && await deps.workflows.byHash(run.body.workflow.version);
  const route = await chooseRoute(deps.understanding, { text: text3, now: turn2.at, question, asking });
  await follow(deps, worker, { route, turn: turn2 });
}
async function follow(deps, worker, { route, turn: turn2 }) {
  switch (route.kind) {
    case "start":
      return worker.start({ id: deriveId("run", turn2.eventId, 0), workflow: route.workflow, provided: route.provided, turn: turn2 });
    case "answer": {
      const { question, value } = route;
      return worker.advance(question.run, { kind: "answer", key: question.key, value, event: turn2.eventId }, { ...turn2, settles: question });
    }
    case "cancel":
      await worker.advance(route.question.run, { kind: "cancel", by: "operator" }, { ...turn2, settles: route.question });
      return reply(deps, turn2, { text: "Dropped. Nothing was sent.", choices: [] });
    case "ask-again":
      return reply(deps, turn2, askAgain(route));
  }
}
function askAgain({ question, answered, spec }) {
  if (answered.kind === "ambiguous") return choiceQuestion(spec, answered.choices);
  return { text: `${answered.problem ?? ""} ${question.text}`.trim(), choices: question.choices };
}
async function reply(deps, turn2, saying) {
  const at2 = deps.clock.now();
  await deps.units.transact(async (unit) => {
    const id2 = deriveId("msg", turn2.eventId, saying.text);
    if (await unit.get("messages", id2)) return;
    const found = await readConversation(unit, turn2.conversation);
    if (found && found.body.handled < turn2.sequence) changeConversation(unit, found, { handled: turn2.sequence });
    postMessage(
      { insert: (collection, document) => unit.insert(collection, document), emit: unit.emit },
      { id: id2, eventId: deps.ids("evt"), conversation: turn2.conversation, text: saying.text, turn: turn2.eventId, choices: saying.choices },
      { at: at2, by: "operator", correlationId: turn2.eventId }
    );
  });
}
async function giveUp(deps, event, error) {
  deps.onError(error, { run: event.id });
  const turn2 = { eventId: event.id, sequence: event.sequence, conversation: event.data.conversation, text: "", at: Date.parse(event.time) };
  try {
    await reply(deps, turn2, { text: `Something broke inside, so I did nothing. It is in the log as ${event.id}.`, choices: [] });
  } catch (second) {
    deps.onError(second, { run: event.id });
  }
}
async function unhandled({ log }, afterSequence) {
  const missed = [];
  for await (const event of log.scan({ type: "message.received", afterSequence })) {
    if (event.type === "message.received") missed.push(event);
  }
  return missed;
}

// src/orchestrator/service.ts
var CURSOR = "turns";
function createOrchestrator(deps) {
  const lanes = createLanes();
  const waits = createWaitRegister();
  const worker = createWorker(deps, { lanes, waits });
  const turns = createTurns(deps, { lanes, worker });
  let saved = 0;
  function wake(event) {
    for (const run of waits.waitingFor(event)) {
      worker.advance(run, { kind: "event", event }).catch((error) => deps.onError(error, { run }));
    }
  }
  return {
    apply: (event) => {
      if (event.type === "message.received") void turns.take(event);
      else wake(event);
    },
    settled: (eventId) => turns.settled(eventId),
    cancel: async (run) => {
      const found = await readRun(deps.store, run);
      if (!found) throw new MainstayError("NOT_FOUND", { values: { kind: "run", id: run } });
      const { status } = found.body;
      if (status !== "running" && status !== "waiting") {
        throw new MainstayError("RUN_NOT_ACTIVE", { values: { id: run, status, action: "cancelled" } });
      }
      await worker.advance(run, { kind: "cancel", by: "operator" });
    },
    recover: async () => {
      await worker.recover();
      saved = await readCursor(deps.store, CURSOR);
      for (const event of await unhandled(deps, saved)) void turns.take(event);
      await lanes.idle();
    },
    saveProgress: async () => {
      const position = turns.position();
      if (position === saved) return;
      await saveCursor(deps.store, CURSOR, position);
      saved = position;
    },
    idle: () => lanes.idle()
  };
}

// src/orchestrator/index.ts
var orchestratorCollections = [journal, runs, workflows];

// src/observability/why.ts
async function explain(deps, id2) {
  const { runId, correlation, title } = await locate(deps, id2);
  const events2 = [];
  for await (const event of deps.log.scan({ correlation })) events2.push(event);
  const run = runId === void 0 ? void 0 : await readRun(deps.store, runId);
  const cards = await cardsOf(deps.store, runId);
  const lines = [
    ...triggerLines(deps, events2),
    ...run ? workflowLines(run) : [],
    ...questionLines(deps, events2),
    ...run ? await recordLines(deps, run) : [],
    ...await cardLines(deps, cards, events2),
    ...await effectLines(deps, runId),
    ...outcomeLines(deps, events2)
  ];
  return { id: id2, title, lines };
}
async function locate(deps, id2) {
  const found = await locateRun(deps, id2) ?? await locateCard(deps, id2) ?? await locateEffect(deps, id2) ?? await locateMessage(deps, id2) ?? await locateEvent(deps, id2);
  if (!found) throw new MainstayError("NOT_FOUND", { values: { kind: "item", id: id2 } });
  return found;
}
async function locateRun({ store: store2 }, id2) {
  const run = await readRun(store2, id2);
  return run && { runId: id2, correlation: run.body.trigger, title: run.body.workflow.name };
}
async function locateCard({ store: store2 }, id2) {
  const document = await store2.get(suggestions.name, id2);
  if (!document) return void 0;
  const { run, correlation, title } = suggestions.fromDocument(document).body;
  return { correlation, title, ...run === null ? {} : { runId: run } };
}
async function locateEffect({ store: store2 }, id2) {
  const effect2 = await readEffect(store2, id2);
  if (!effect2) return void 0;
  const { run, correlation, title, command } = effect2.body;
  return { correlation, title: title || commandName(command), ...run === null ? {} : { runId: run } };
}
async function locateMessage(deps, id2) {
  const document = await deps.store.get(messages.name, id2);
  if (!document) return void 0;
  const { turn: turn2, text: text3 } = messages.fromDocument(document).body;
  const located = await locateEvent(deps, turn2);
  return located && { ...located, title: quoted2(text3) };
}
async function locateEvent({ log }, id2) {
  const event = await log.get(id2);
  if (!event) return void 0;
  const title = event.type === "message.received" ? quoted2(event.data.text) : event.type;
  if (event.correlationid !== id2) {
    const started2 = await log.read({ correlation: event.correlationid, type: "run.started" }, { limit: 1 });
    return { ...runOf(started2.items[0]), correlation: event.correlationid, title };
  }
  const started = await log.read({ correlation: id2, type: "run.started" }, { limit: 1 });
  if (started.items[0]) return { ...runOf(started.items[0]), correlation: id2, title };
  for await (const answered of log.scan({ type: "question.answered", afterSequence: event.sequence })) {
    if (answered.type === "question.answered" && answered.data.event === id2) {
      return { runId: answered.data.run, correlation: answered.correlationid, title };
    }
  }
  return { correlation: id2, title };
}
function runOf(event) {
  return event?.type === "run.started" ? { runId: event.data.run } : {};
}
async function cardsOf(store2, run) {
  if (run === void 0) return [];
  const page = await store2.find(suggestions.name, { where: { run }, sort: { field: "at", direction: "asc" } });
  return page.items.map((document) => suggestions.fromDocument(document));
}
function at(deps, iso) {
  return shownTime(iso, { zone: deps.zone(), now: deps.now() });
}
function eventLine(event, kind, text3) {
  return { id: event.id, kind, text: text3, href: `/api/v1/events/${event.id}` };
}
function triggerLines(deps, events2) {
  return events2.flatMap(
    (event) => event.type === "message.received" ? [eventLine(event, "trigger", `You wrote ${quoted2(event.data.text)}, ${at(deps, event.time)}`)] : []
  );
}
function workflowLines({ body }) {
  const { name: name2, version } = body.workflow;
  return [{ id: version, kind: "workflow", text: `Workflow ${name2}, version ${version.slice(0, 12)}`, href: `/api/v1/workflows/${name2}?version=${version}` }];
}
function questionLines(deps, events2) {
  return events2.flatMap((event) => {
    if (event.type === "question.asked") return [eventLine(event, "question", `I asked ${quoted2(event.data.text)}, ${at(deps, event.time)}`)];
    if (event.type !== "question.answered") return [];
    return [{ id: event.data.event, kind: "question", text: `You answered, ${at(deps, event.time)}`, href: `/api/v1/events/${event.data.event}` }];
  });
}
async function recordLines({ store: store2 }, run) {
  const { restsOn } = foldJournal(await readJournal(store2, run.id));
  const lines = [];
  for (const { kind, id: id2, version } of restsOn) {
    const record3 = await readRecord(store2, kind, id2);
    const data = record3?.body.data;
    const name2 = data && "name" in data ? data.name : data && "number" in data ? data.number : id2;
    const since = record3 && record3.body.version !== version ? `; now at version ${record3.body.version}` : record3 ? "" : "; deleted since";
    lines.push({ id: id2, kind: "record", text: `Read ${kind} ${name2}, version ${version}${since}`, href: `/api/v1/records/${kind}/${id2}` });
  }
  return lines;
}
async function cardLines(deps, cards, events2) {
  return cards.flatMap(({ id: id2, body }) => {
    const href = `/api/v1/suggestions/${id2}`;
    const card = { id: id2, kind: "card", text: `Card ${quoted2(body.title)}, ${at(deps, body.createdAt)}, content ${body.hash.slice(0, 12)}`, href };
    const decision = events2.find((event) => event.subject === id2 && event.type !== "suggestion.proposed" && event.type.startsWith("suggestion."));
    return decision ? [card, ...decisionLine(deps, decision)] : [card];
  });
}
function decisionLine(deps, event) {
  switch (event.type) {
    case "suggestion.approved": {
      const { by, via, rule } = event.data;
      const text3 = rule === void 0 ? `Approved by ${by === "operator" ? "you" : by}, ${via}, ${at(deps, event.time)}` : `Allowed by your rules, ${at(deps, event.time)}`;
      return [eventLine(event, "decision", text3)];
    }
    case "suggestion.rejected": {
      const { by, via, reason } = event.data;
      const why = reason === void 0 ? "" : `: ${quoted2(reason, 200)}`;
      return [eventLine(event, "decision", `Rejected by ${by === "operator" ? "you" : by}, ${via}, ${at(deps, event.time)}${why}`)];
    }
    case "suggestion.superseded":
      return [eventLine(event, "decision", `Replaced by an edited card, ${at(deps, event.time)}`)];
    case "suggestion.expired":
      return [eventLine(event, "decision", `Expired, ${at(deps, event.time)}`)];
    case "suggestion.stale": {
      const changed2 = event.data.changed.map(({ kind, seen, now }) => `${kind} went from version ${seen} to ${now}`).join(", ");
      return [eventLine(event, "decision", `Out of date, ${at(deps, event.time)}: ${changed2}`)];
    }
    default:
      return [];
  }
}
async function effectLines({ store: store2 }, run) {
  if (run === void 0) return [];
  const page = await store2.find(effects.name, { where: { run }, sort: { field: "at", direction: "asc" } });
  return page.items.flatMap((document) => {
    const { id: id2, body } = effects.fromDocument(document);
    const href = `/api/v1/effects/${id2}`;
    const rule = body.rule === null ? [] : [{ id: id2, kind: "rule", text: `Your rules: ${body.rule}`, href }];
    return [...rule, { id: id2, kind: "effect", text: effectText(body), href }];
  });
}
function effectText({ command, status, note, error, outputs, attempts }) {
  const to = command.recipient === void 0 ? "" : ` to ${command.recipient}`;
  const number = typeof outputs["number"] === "string" ? `, number ${outputs["number"]}` : "";
  const tries = attempts > 1 ? `, ${attempts} tries` : "";
  const detail = note ?? error?.message;
  return `${commandName(command)}${to}: ${EFFECT_WORDS[status]}${number}${tries}${detail ? `. ${detail}` : ""}`;
}
function outcomeLines(deps, events2) {
  return events2.flatMap(
    (event) => event.type === "message.posted" ? [eventLine(event, "outcome", `I said ${quoted2(event.data.text)}, ${at(deps, event.time)}`)] : []
  );
}

// src/observability/tools.ts
var nothing = z28.strictObject({});
function createObservabilityTools(deps) {
  return [pendingTool(deps), todayTool(deps), whyTool(deps), helpTool(deps), nearestTool(deps)];
}
function pendingTool({ store: store2, here }) {
  return {
    name: "pending.list",
    input: nothing,
    run: async (_input, { now }) => {
      const pending = await store2.find(suggestions.name, { where: { status: "pending" }, sort: { field: "at", direction: "asc" }, limit: 50 });
      const unsure2 = await store2.find(effects.name, { where: { status: "unknown" }, limit: 50 });
      const held = await store2.find(effects.name, { where: { status: "planned" }, limit: 1e3 });
      const cards = pending.items.map((document) => suggestions.fromDocument(document).body);
      const lines = [
        ...cards.map(({ title, expiresAt }) => `${title}, until ${shownTime(expiresAt, { zone: here(), now })}`),
        ...unsure2.items.map((document) => `Not sure it arrived: ${effects.fromDocument(document).body.title}`)
      ];
      return { count: lines.length, approved: held.items.length, text: pendingText(lines), ids: pending.items.map(({ id: id2 }) => id2) };
    }
  };
}
function pendingText(lines) {
  if (lines.length === 0) return "Nothing waits for you. Cards appear here and in your chats.";
  const heading = `${counted2(lines.length, "thing waits", "things wait")} for you.`;
  return [heading, ...lines.map((line3, index) => `${index + 1}  ${line3}`)].join("\n");
}
function todayTool({ log, here }) {
  return {
    name: "digest.today",
    input: nothing,
    run: async (_input, { now, turn: turn2 }) => {
      const zone = here();
      const date = DateTime12.fromMillis(now, { zone }).toFormat("yyyy-MM-dd");
      const { text: text3 } = await digestOf(log, { date, zone, now, answering: turn2 });
      return { text: text3 };
    }
  };
}
function whyTool({ store: store2, log, here }) {
  return {
    name: "why.last",
    input: nothing,
    run: async (_input, { now, conversation }) => {
      const page = await store2.find(messages.name, { where: { conversation, direction: "out" }, sort: { field: "at", direction: "desc" }, limit: 1 });
      const last = page.items[0];
      if (!last) return { text: "I have not said or done anything here yet." };
      const id2 = messages.fromDocument(last).body.suggestion ?? last.id;
      const { title, lines } = await explain({ store: store2, log, zone: here, now: () => now }, id2);
      return { text: [`Why ${title}`, ...lines.map((line3) => `- ${line3.text} (${line3.id.slice(0, 16)})`)].join("\n") };
    }
  };
}
function helpTool({ help }) {
  return {
    name: "help.list",
    input: nothing,
    run: async () => {
      const lines = help().map(({ title, example }) => `- ${title}: \u201C${example}\u201D`);
      return { text: ["I prepare the work; you say yes or no. Write it in your own words:", ...lines].join("\n") };
    }
  };
}
function nearestTool({ help }) {
  return {
    name: "help.nearest",
    input: z28.strictObject({ names: z28.array(z28.string()).nullable() }),
    run: async ({ names }) => {
      const known = help();
      const near = Array.isArray(names) ? names.flatMap((name2) => known.find((item) => item.name === name2) ?? []) : [];
      const shown2 = (near.length > 0 ? near : known).slice(0, 3);
      return {
        titles: shown2.map(({ title }) => title.charAt(0).toLowerCase() + title.slice(1)),
        examples: shown2.map(({ example }) => example)
      };
    }
  };
}

// src/policy/policy.ts
import { DateTime as DateTime14 } from "luxon";
import { z as z30 } from "zod";

// src/policy/check.ts
import { DateTime as DateTime13 } from "luxon";

// src/policy/rules.ts
import { z as z29 } from "zod";
var clockTime2 = z29.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "is not a time such as 09:00" });
var limitsSchema = z29.strictObject({
  /** The most that one command may move; a command without an amount is not limited by it. */
  amount: moneySchema.optional(),
  perDay: z29.int().positive().optional(),
  /** `known`: only to customers on record. */
  recipients: z29.literal("known").optional(),
  hours: z29.strictObject({ from: clockTime2, to: clockTime2 }).optional(),
  /** A CEL condition over `command`, `now` and `today`; false means that it is asked. */
  when: z29.string().optional()
});
var ruleSchema = z29.union([
  z29.enum(["never", "suggest", "always"]),
  z29.strictObject({ within: limitsSchema })
]);
var policySchema = z29.record(z29.string().regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/), ruleSchema);
function ruleFor(rules, command) {
  const own = Object.hasOwn(rules, command.type) ? rules[command.type] : void 0;
  return own ?? (command.where === "local" ? "always" : "suggest");
}
function ruleText(type, rule) {
  if (typeof rule === "string") return `${type}: ${rule}`;
  return `${type}: within ${Object.keys(rule.within).join(", ") || "no"} limits`;
}

// src/policy/check.ts
function checkRule(rule, facts, options) {
  const name2 = ruleText(facts.command.type, rule);
  if (rule === "never") return { kind: "refused", rule: name2, reason: "your rules say never" };
  if (options.approved) return { kind: "allowed", rule: name2, automatic: false };
  if (rule === "always") return { kind: "allowed", rule: name2, automatic: true };
  if (rule === "suggest") return { kind: "ask", rule: name2, reason: "your rules say to ask" };
  const exceeded = firstExceeded(rule.within, facts, options.condition);
  return exceeded ? { kind: "ask", rule: name2, reason: exceeded } : { kind: "allowed", rule: name2, automatic: true };
}
function firstExceeded(limits, facts, condition) {
  const { amount, perDay, recipients, hours, when } = limits;
  const moved = amountOf2(facts.command);
  if (amount && moved && (moved.currency !== amount.currency || moved.minor > amount.minor)) {
    return "the amount is above your limit";
  }
  if (perDay !== void 0 && facts.automaticToday >= perDay) return `${perDay} went out today already`;
  if (recipients === "known" && !facts.knownRecipient) return "the recipient is not a customer of yours";
  if (hours && !withinHours(hours, facts)) return "it is outside your hours";
  if (when !== void 0 && !condition(when, facts)) return "your condition does not hold";
  return void 0;
}
function withinHours({ from, to }, { now, zone }) {
  const time2 = DateTime13.fromMillis(now, { zone }).toFormat("HH:mm");
  return from <= to ? from <= time2 && time2 < to : from <= time2 || time2 < to;
}
function amountOf2({ input }) {
  const amount = input["amount"];
  return typeof amount === "object" && amount !== null && "minor" in amount ? amount : void 0;
}

// src/policy/policy.ts
var budgetSchema = z30.strictObject({ used: z30.array(z30.string()) });
var budgets = defineCollection({
  name: "budgets",
  schemaVersion: 1,
  indexes: [],
  schema: budgetSchema,
  index: () => ({})
});
function createPolicy(deps) {
  const zone = () => deps.settings.current().zone.here ?? deps.settings.homeZone();
  const budgetId = (type) => `${type}:${DateTime14.fromMillis(deps.clock.now(), { zone: zone() }).toISODate()}`;
  return {
    paused: () => deps.settings.current().paused,
    check: async (unit, { command, where, approved }) => {
      const rule = ruleFor(deps.rules, { type: command.type, where });
      const budget = await unit.get(budgets.name, budgetId(command.type));
      const facts = {
        command,
        now: deps.clock.now(),
        zone: zone(),
        knownRecipient: isKnown(deps.directory, command),
        automaticToday: budget ? budgets.fromDocument(budget).body.used.length : 0
      };
      return checkRule(rule, facts, { approved, condition: deps.condition });
    },
    reserve: async (unit, command, key) => {
      const id2 = budgetId(command.type);
      const document = await unit.get(budgets.name, id2);
      const found = document && budgets.fromDocument(document);
      if (!found) unit.insert(budgets.name, budgets.toDocument(id2, { used: [key] }));
      else if (!found.body.used.includes(key)) {
        unit.replace(budgets.name, budgets.toDocument(id2, { used: [...found.body.used, key] }), found.revision);
      }
    }
  };
}
function isKnown(directory, command) {
  const to = command.input["to"] ?? command.recipient;
  return directory.all("customer").some((customer) => customer.email !== void 0 && customer.email === to);
}

// src/app/parts.ts
var collections = [
  events,
  cursors,
  ...memoryCollections,
  budgets,
  effects,
  suggestions,
  ...orchestratorCollections
];
async function createParts(outside) {
  const { store: store2, clock, ids, config: config2, scheduler, onError } = outside;
  const log = await openEventLog({ store: store2, anchor: outside.anchor, key: outside.anchorKey, salt: outside.salt });
  const units = createUnits(store2, log);
  const settings2 = await openSettings({ store: store2, ids, zone: outside.zone });
  const directory = await openDirectory(store2);
  const books = createRecordBooks(ids);
  const attachments2 = createAttachments(store2, outside.renderer);
  const defaults = { taxRate: config2.tax, paper: config2.paper };
  const local = createBooks({ books, settings: settings2, renderer: outside.renderer, defaults, store: store2, ids });
  const registry = createRegistry([local, ...outside.connectors({ attachments: attachments2, settings: settings2 })]);
  const policy = createPolicy({ rules: config2.policy, settings: settings2, directory, clock, condition: createCondition() });
  const common = { store: store2, units, log, registry, policy, settings: settings2, scheduler, clock, ids, onError };
  const effectsRoom = createEffects({ ...common, random: outside.random });
  const approvals = createApprovals({ ...common, effects: effectsRoom });
  const here = () => settings2.current().zone.here ?? settings2.homeZone();
  const tools = createObservabilityTools({ store: store2, log, here, help: () => helpOf(workflows2) });
  const environment2 = { commands: registry.all(), tools };
  const definitions = await loadWorkflows(outside.workflowFolders, environment2);
  const workflows2 = await openWorkflows({ store: store2, definitions, compile: compileWorkflow, now: clock.now() });
  const understanding = createUnderstanding({
    intents: definitions.map(({ name: name2, on }) => ({ name: name2, examples: on.message?.examples ?? [], exact: on.message?.exact ?? [] })),
    context: (now) => ({ now, zone: here(), currency: config2.currency, dayFirst: config2.dayFirst, records: (kind) => directory.all(kind) })
  });
  const orchestrator = createOrchestrator({
    ...common,
    workflows: workflows2,
    effects: effectsRoom,
    approvals,
    understanding,
    tools: new Map(tools.map((tool) => [tool.name, tool])),
    loop: void 0
  });
  const intake = createIntake({ units, log, clock, ids });
  const apply2 = (event) => {
    settings2.apply(event);
    directory.apply(event);
    approvals.apply(event);
    orchestrator.apply(event);
    if (event.type === "control.resumed") void effectsRoom.resume();
  };
  return { log, units, settings: settings2, books, attachments: attachments2, registry, effects: effectsRoom, approvals, workflows: workflows2, orchestrator, intake, apply: apply2 };
}
function helpOf(workflows2) {
  return workflows2.all().flatMap(({ name: name2, title, on }) => {
    const example = on.message?.examples[0];
    return example === void 0 ? [] : [{ name: name2, title, example }];
  });
}

// src/app/config.ts
import { LineCounter as LineCounter2, parseDocument as parseDocument2 } from "yaml";
import { z as z31 } from "zod";
var configSchema = z31.strictObject({
  /** What an amount without a currency is in. */
  currency: currencySchema.default("USD"),
  /** Percent on invoices unless a line says otherwise. */
  tax: z31.number({ error: "is not a number" }).min(0).max(100).default(0),
  paper: z31.enum(["A4", "Letter"]).default("A4"),
  /** How dates such as 7.12. and 12/7 are read. */
  dayFirst: z31.boolean().default(true),
  /** The sender of mail, where SMTP_URL does not name an address. */
  mailFrom: z31.email().optional(),
  policy: policySchema.default({})
});
function parseConfig(text3, shownAs) {
  const lines = new LineCounter2();
  const document = parseDocument2(text3, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken) {
    const { line: line4 } = lines.linePos(broken.pos[0]);
    throw invalid2(shownAs, { line: line4, problem: broken.message.split("\n")[0] ?? "it is no YAML", mend: "Correct the YAML there." });
  }
  const parsed = configSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const node = document.getIn(path, true);
  const line3 = hasRange(node) ? lines.linePos(node.range[0]).line : 1;
  throw invalid2(shownAs, { line: line3, ...problemOf(issue, { path, value: document.getIn(path) }) });
}
function problemOf(issue, { path, value }) {
  const key = path.join(".");
  if (issue?.code === "unrecognized_keys") {
    const known = Object.keys(configSchema.shape).join(", ");
    return { problem: `\u201C${issue.keys.join(", ")}\u201D is not a setting`, mend: `Settings are: ${known}.` };
  }
  const shown2 = typeof value === "object" ? key : String(value);
  return { problem: `\u201C${shown2}\u201D ${issue?.message ?? "cannot be used"}`, mend: mendFor(key, value) };
}
function mendFor(key, value) {
  const number = typeof value === "string" ? /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(value)?.[1] : void 0;
  return number === void 0 ? `Correct ${key || "the file"}.` : `Write: ${key}: ${number}`;
}
function hasRange(node) {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}
function invalid2(file2, found) {
  return new MainstayError("CONFIG_INVALID", { values: { file: file2, ...found } });
}

// test/fakes/memory-store.ts
function createMemoryStore(collections2) {
  const tables = new Map(collections2.map(({ name: name2 }) => [name2, /* @__PURE__ */ new Map()]));
  const specs = new Map(collections2.map((spec) => [spec.name, spec]));
  let syncs = 0;
  let closed = false;
  function table(name2) {
    if (closed) throw new MainstayError("STOPPING");
    const found = tables.get(name2);
    if (!found) throw new TypeError(`There is no collection ${name2}.`);
    return found;
  }
  function apply2(operation) {
    const rows = table(operation.collection);
    if (operation.kind === "delete") {
      rows.delete(operation.id);
      return { ok: true };
    }
    const { document, collection } = operation;
    const existing = rows.get(document.id);
    if (operation.kind === "insert" && existing) return operation.ifAbsent ? { ok: true } : { ok: false, reason: "exists", collection, id: document.id };
    if (operation.kind === "replace" && existing?.revision !== operation.expected) return { ok: false, reason: "revision", collection, id: document.id };
    if (clashes(specs.get(collection), rows, document)) return { ok: false, reason: "unique", collection, id: document.id };
    rows.set(document.id, { ...document, revision: (existing?.revision ?? 0) + 1 });
    return { ok: true };
  }
  function commit({ operations, tail }) {
    const before = new Map([...tables].map(([name2, rows]) => [name2, new Map(rows)]));
    const restore = () => {
      for (const [name2, rows] of before) tables.set(name2, rows);
    };
    const linked = () => linkOr(restore, tail);
    for (const step of [() => operations, linked]) {
      for (const operation of step()) {
        const result = apply2(operation);
        if (result.ok) continue;
        restore();
        if (step === linked) tail?.undo();
        return result;
      }
    }
    syncs += 1;
    return { ok: true };
  }
  return {
    get: async (collection, id2) => table(collection).get(id2),
    find: async (collection, query) => find([...table(collection).values()], query),
    commit: async (batch) => commit(batch),
    stats: () => ({ syncs }),
    close: async () => {
      closed = true;
    },
    all: (collection) => [...tables.get(collection)?.values() ?? []],
    tamper: (collection, document) => {
      tables.get(collection)?.set(document.id, document);
    }
  };
}
function linkOr(restore, tail) {
  try {
    return tail?.link() ?? [];
  } catch (error) {
    restore();
    throw error;
  }
}
function clashes(spec, rows, document) {
  return (spec?.indexes ?? []).some(({ fields, unique }) => {
    if (!unique || (document.index[fields[0] ?? ""] ?? null) === null) return false;
    return [...rows.values()].some(
      (other) => other.id !== document.id && fields.every((field) => (other.index[field] ?? null) === (document.index[field] ?? null))
    );
  });
}
function find(documents, { where = {}, sort, limit = 100, after }) {
  const field = sort?.field;
  const sign = sort?.direction === "desc" ? -1 : 1;
  const sorted = documents.filter((document) => Object.entries(where).every(([name2, condition]) => holds(document.index[name2] ?? null, condition))).toSorted((a, b) => (field === void 0 ? 0 : sign * compare2(a.index[field] ?? null, b.index[field] ?? null)) || compare2(a.id, b.id));
  const start = after === void 0 ? 0 : sorted.findIndex(({ id: id2 }) => id2 === after) + 1;
  const items = sorted.slice(start, start + limit);
  return { items, next: start + limit < sorted.length ? items.at(-1)?.id ?? null : null };
}
function holds(value, condition) {
  if (typeof condition !== "object" || condition === null) return value === condition;
  if ("in" in condition) return condition.in.includes(value);
  if ("has" in condition) return Array.isArray(value) && value.includes(condition.has);
  if ("not" in condition) return value !== condition.not;
  if (value === null || typeof value === "object") return false;
  const { gt, gte, lt, lte } = condition;
  return (gt === void 0 || value > gt) && (gte === void 0 || value >= gte) && (lt === void 0 || value < lt) && (lte === void 0 || value <= lte);
}
function compare2(a, b) {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

// test/integration/harness.ts
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as join5 } from "node:path";
var START = Date.UTC(2026, 10, 23, 9, 12);
async function createHarness(options = {}) {
  const store2 = options.store ?? createMemoryStore(collections);
  let now = options.now ?? START;
  const clock = { now: () => now };
  const outbox = options.outbox ?? await mkdtemp(join5(tmpdir(), "mainstay-outbox-"));
  const errors = [];
  const scheduler = createTestScheduler();
  let anchored;
  const parts = await createParts({
    store: store2,
    anchor: {
      read: async () => anchored,
      write: async (head) => {
        anchored = head;
      }
    },
    scheduler,
    clock,
    ids: createIdSource(clock, seededBytes(String(store2.all("events").length))),
    config: parseConfig(options.config ?? "", "config/mainstay.yaml"),
    onError: (error) => errors.push(error),
    renderer: createPdfRenderer(),
    connectors: ({ attachments: attachments2, settings: settings2 }) => options.connectors ?? [
      createEmailConnector({
        outbox,
        attachments: attachments2,
        from: async () => ({ name: settings2.current().business.name ?? "", address: "olga@olga.example" })
      })
    ],
    salt: () => "salt",
    random: () => 0.5,
    anchorKey: "anchor",
    zone: "UTC",
    workflowFolders: [join5(import.meta.dirname, "../../skills")]
  });
  parts.log.subscribe(parts.log.head().sequence, (event) => parts.apply(event));
  await parts.approvals.recover(0);
  await parts.effects.recover({ restored: false });
  await parts.orchestrator.recover();
  async function idle() {
    for (let round = 0; round < 3; round += 1) {
      await parts.orchestrator.idle();
      await parts.approvals.idle();
      await parts.effects.idle();
    }
  }
  return {
    ...parts,
    store: store2,
    outbox,
    errors,
    idle,
    say: async (text3, id2) => {
      const { eventId } = await parts.intake.message({ text: text3, via: "test", ...id2 === void 0 ? {} : { id: id2 } });
      await parts.orchestrator.settled(eventId);
      await idle();
      const page = await store2.find("messages", { where: { turn: eventId, direction: "out" }, sort: { field: "at", direction: "asc" } });
      const bodies = page.items.map(({ body }) => JSON.parse(Buffer.from(body).toString()));
      return { eventId, replies: bodies.map(({ text: reply2 }) => reply2), cards: bodies.flatMap(({ suggestion }) => suggestion ?? []) };
    },
    pass: async (ms) => {
      now += ms;
      await scheduler.runDue(now);
      await idle();
    },
    restart: async () => {
      await idle();
      return createHarness({ ...options, store: store2, now, outbox });
    }
  };
}
function createTestScheduler() {
  const tasks = /* @__PURE__ */ new Map();
  return {
    at: (key, epochMs, task) => {
      tasks.set(key, { epochMs, task });
    },
    cancel: (key) => {
      tasks.delete(key);
    },
    stop: async () => tasks.clear(),
    runDue: async (now) => {
      for (const [key, { epochMs, task }] of [...tasks].toSorted((a, b) => a[1].epochMs - b[1].epochMs)) {
        if (epochMs > now || !tasks.delete(key)) continue;
        await task();
      }
    }
  };
}
function seededBytes(seed) {
  let counter = 0;
  return (count) => {
    counter += 1;
    return createHash2("sha256").update(`${seed}:${counter}`).digest().subarray(0, count);
  };
}

// adapters/store/sqlite/database.ts
import { join as join6 } from "node:path";
import Database from "better-sqlite3";
var BUSY_MS = 1e3;
function openDatabase(home, readOnly) {
  return new Database(join6(home, "mainstay.db"), {
    readonly: readOnly,
    fileMustExist: readOnly,
    timeout: BUSY_MS
  });
}
function makeDurable(database) {
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("fullfsync = ON");
}

// adapters/store/sqlite/errors.ts
var OUTSIDE = /^SQLITE_(?:IOERR|CANTOPEN|READONLY|BUSY|LOCKED|PROTOCOL|PERM|AUTH|NOMEM|NOLFS)/;
function sqliteCode(error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("SQLITE_") ? code : "";
}
function translated(error, home) {
  const code = sqliteCode(error);
  const reason = error instanceof Error ? error.message : String(error);
  if (code === "SQLITE_FULL") {
    return new MainstayError("STORE_FULL", { values: { needed: "1 GB" }, cause: error });
  }
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") {
    return new MainstayError("STORE_DAMAGED", { values: { home, reason }, cause: error });
  }
  if (OUTSIDE.test(code)) {
    return new MainstayError("STORE_UNAVAILABLE", { values: { reason }, cause: error });
  }
  return error;
}

// adapters/store/sqlite/fields.ts
var FIELD = /^[a-zA-Z][a-zA-Z0-9]*$/;
function checkedField(field) {
  if (!FIELD.test(field)) throw new TypeError(`\u201C${field}\u201D is not a field name.`);
  return field;
}
function fieldSql(field) {
  return `(idx ->> '$.${checkedField(field)}')`;
}

// adapters/store/sqlite/layout.ts
var NAME = /^[a-z][a-zA-Z0-9]*$/;
function createTables(database, collections2) {
  for (const { name: name2 } of collections2) {
    if (!NAME.test(name2)) throw new TypeError(`\u201C${name2}\u201D is not a collection name.`);
    const columns = "id TEXT PRIMARY KEY, revision INTEGER NOT NULL, idx TEXT NOT NULL, lists TEXT, body BLOB NOT NULL";
    database.exec(`CREATE TABLE IF NOT EXISTS "${name2}" (${columns}) STRICT`);
  }
}
function dropStaleIndexes(database, spec) {
  const declared = declaredIndexes(spec);
  for (const [name2, sql] of existingIndexes(database, spec)) {
    if (declared.get(name2) !== sql) database.exec(`DROP INDEX "${name2}"`);
  }
}
function createIndexes(database, spec) {
  const existing = existingIndexes(database, spec);
  for (const [name2, sql] of declaredIndexes(spec)) {
    if (!existing.has(name2)) database.exec(sql);
  }
}
function declaredIndexes({ name: name2, indexes: indexes2 }) {
  return new Map(
    indexes2.map((index) => {
      const kinds2 = [...index.unique ? ["unique"] : [], ...index.sparse ? ["sparse"] : []];
      const indexName = [name2, ...index.fields, ...kinds2].join("_");
      const create = `CREATE ${index.unique ? "UNIQUE " : ""}INDEX "${indexName}"`;
      return [indexName, `${create} ON "${name2}" ${indexSql(index)}`];
    })
  );
}
function existingIndexes(database, { name: name2 }) {
  const made = database.prepare(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
  );
  return new Map(made.all(name2).map((index) => [index.name, index.sql]));
}
function indexSql({ fields, unique, sparse }) {
  const columns = [...fields.map(fieldSql), ...unique ? [] : ["id"]].join(", ");
  const first = fields[0];
  if (first === void 0) throw new TypeError("An index needs a field.");
  return sparse ? `(${columns}) WHERE ${fieldSql(first)} IS NOT NULL` : `(${columns})`;
}

// adapters/store/sqlite/meta.ts
function hasMeta(database) {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '_meta'").get() !== void 0;
}
function openMeta(database) {
  const get = database.prepare("SELECT value FROM _meta WHERE key = ?").pluck();
  const set = database.prepare(
    "INSERT INTO _meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
  );
  const remove = database.prepare("DELETE FROM _meta WHERE key = ?");
  return {
    get: (key) => get.get(key),
    set: (key, value) => {
      set.run(key, value);
    },
    delete: (key) => {
      remove.run(key);
    }
  };
}
function createMeta(database) {
  database.exec("CREATE TABLE IF NOT EXISTS _meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT");
  return openMeta(database);
}

// adapters/store/sqlite/migrate.ts
import { setImmediate as setImmediate2 } from "node:timers/promises";

// adapters/store/sqlite/rows.ts
var COLUMNS = "id, revision, idx, lists, body";
function rowOf({ index }) {
  const scalars = {};
  const lists = {};
  for (const [field, value] of Object.entries(index)) {
    checkedField(field);
    if (typeof value === "object" && value !== null) lists[field] = value;
    else if (value !== null) scalars[field] = value;
  }
  const hasLists = Object.keys(lists).length > 0;
  return { idx: JSON.stringify(scalars), lists: hasLists ? JSON.stringify(lists) : null };
}
function documentOf2({ id: id2, revision, idx, lists, body }) {
  const scalars = JSON.parse(idx);
  if (lists === null) return { id: id2, revision, index: scalars, body };
  const listed2 = JSON.parse(lists);
  return { id: id2, revision, index: { ...scalars, ...listed2 }, body };
}

// adapters/store/sqlite/versions.ts
var STORE_VERSION = 1;
var KEYS = {
  store: "store",
  schema: (collection) => `schema:${collection}`,
  /** The version to which a migration is under way, and the last id that it went through. */
  migrating: (collection) => `migrating:${collection}`,
  migrated: (collection) => `migrated:${collection}`
};
function refuseNewer(database, collections2, home) {
  if (!hasMeta(database)) return;
  const meta = openMeta(database);
  const known = [
    { found: versionAt(meta, KEYS.store), known: STORE_VERSION },
    ...collections2.flatMap(({ name: name2, schemaVersion }) => [
      { found: versionAt(meta, KEYS.schema(name2)), known: schemaVersion },
      { found: versionAt(meta, KEYS.migrating(name2)), known: schemaVersion }
    ])
  ];
  const newer = known.find((version) => version.found > version.known);
  if (newer) throw new MainstayError("STORE_NEWER", { values: { home, ...newer } });
}
function versionAt(meta, key) {
  return Number(meta.get(key) ?? 0);
}

// adapters/store/sqlite/migrate.ts
var CHUNK = 500;
async function migrate(database, { meta, collections: collections2, migrations }) {
  for (const { name: name2, schemaVersion } of collections2) {
    const from = Number(meta.get(KEYS.schema(name2)) ?? schemaVersion);
    for (let to = from + 1; to <= schemaVersion; to += 1) {
      const migration = migrations.find((candidate) => candidate.collection === name2 && candidate.to === to);
      if (!migration) throw new TypeError(`No migration brings ${name2} to version ${to}.`);
      const chunk = prepareChunk(database, meta, migration);
      while (chunk()) await setImmediate2();
    }
    meta.set(KEYS.schema(name2), String(schemaVersion));
  }
}
function prepareChunk(database, meta, { collection, to, change }) {
  const nextIds = database.prepare(
    `SELECT id FROM "${collection}" WHERE :after IS NULL OR id > :after ORDER BY id LIMIT ${CHUNK}`
  ).pluck();
  const get = database.prepare(`SELECT ${COLUMNS} FROM "${collection}" WHERE id = ?`);
  const update = database.prepare(`UPDATE "${collection}" SET idx = ?, lists = ?, body = ? WHERE id = ?`);
  function migrateOne(id2) {
    const row = get.get(id2);
    const changed2 = row && change(documentOf2(row));
    if (!changed2) return;
    const { idx, lists } = rowOf(changed2);
    update.run(idx, lists, changed2.body, id2);
  }
  return database.transaction(() => {
    const ids = nextIds.all({ after: meta.get(KEYS.migrated(collection)) ?? null });
    const last = ids.at(-1);
    if (last === void 0) {
      meta.set(KEYS.schema(collection), String(to));
      meta.delete(KEYS.migrating(collection));
      meta.delete(KEYS.migrated(collection));
      return false;
    }
    ids.forEach(migrateOne);
    meta.set(KEYS.migrating(collection), String(to));
    meta.set(KEYS.migrated(collection), last);
    return true;
  });
}

// adapters/store/sqlite/cursor.ts
import { z as z32 } from "zod";
var positionSchema = z32.tuple([z32.union([z32.string(), z32.number(), z32.null()]), z32.string()]);
var SUM_LENGTH = 16;
function writeCursor(collection, query, { value, id: id2 }) {
  const position = [value, id2];
  return Buffer.from(sumOf(collection, query, position) + JSON.stringify(position)).toString("base64url");
}
function readCursor2(collection, query) {
  if (query.after === void 0) return void 0;
  const text3 = Buffer.from(query.after, "base64url").toString();
  const position = positionSchema.safeParse(jsonOf2(text3.slice(SUM_LENGTH)));
  if (!position.success || sumOf(collection, query, position.data) !== text3.slice(0, SUM_LENGTH)) {
    throw new MainstayError("CURSOR_INVALID", { values: { cursor: query.after.slice(0, 40) } });
  }
  const [value, id2] = position.data;
  return { value, id: id2 };
}
function sumOf(collection, { where = {}, sort }, position) {
  return hashOf([collection, where, sort ?? null, position]).slice(0, SUM_LENGTH);
}
function jsonOf2(text3) {
  try {
    return JSON.parse(text3);
  } catch {
    return void 0;
  }
}

// adapters/store/sqlite/query.ts
var DEFAULT_LIMIT = 100;
var MAX_LIMIT = 1e3;
function pageLimit({ limit = DEFAULT_LIMIT }) {
  return Math.min(Math.max(Math.trunc(limit), 1), MAX_LIMIT);
}
function stretchesOf({ where = {}, sort }, after) {
  const filters = Object.entries(where).map(([field2, condition]) => conditionSql(field2, condition));
  if (!sort) {
    const beyond = after ? [{ text: "id > ?", values: [after.id] }] : [];
    return [stretch([...filters, ...beyond], "id")];
  }
  const field = fieldSql(sort.field);
  const order = `${field} ${sort.direction === "desc" ? "DESC" : "ASC"}, id`;
  if (!after) return [stretch(filters, order)];
  return beyondCursor(field, sort.direction, after).map((beyond) => stretch([...filters, beyond], order));
}
function stretch(conditions, order) {
  const where = conditions.map(({ text: text3 }) => text3).join(" AND ");
  return {
    text: `${where && `WHERE ${where} `}ORDER BY ${order}`,
    values: conditions.flatMap(({ values }) => values)
  };
}
function beyondCursor(field, direction, { value, id: id2 }) {
  if (value === null) {
    const nulls = { text: `${field} IS NULL AND id > ?`, values: [id2] };
    return direction === "desc" ? [nulls] : [nulls, { text: `${field} IS NOT NULL`, values: [] }];
  }
  const values = [value, value, id2];
  if (direction === "asc") return [{ text: `${field} >= ? AND (${field} > ? OR id > ?)`, values }];
  return [
    { text: `${field} <= ? AND (${field} < ? OR id > ?)`, values },
    { text: `${field} IS NULL`, values: [] }
  ];
}
function conditionSql(name2, condition) {
  const field = fieldSql(name2);
  if (condition === null) return { text: `${field} IS NULL`, values: [] };
  if (typeof condition !== "object") return { text: `${field} = ?`, values: [condition] };
  if ("in" in condition) return inSql(field, condition.in);
  if ("not" in condition) return notSql(field, condition.not);
  if ("has" in condition) {
    const values = `json_each(lists, '$.${checkedField(name2)}')`;
    return { text: `EXISTS (SELECT 1 FROM ${values} WHERE value = ?)`, values: [condition.has] };
  }
  return rangeSql(field, condition);
}
function inSql(field, scalars) {
  const list2 = JSON.stringify(scalars.filter((scalar) => scalar !== null));
  const among = `${field} IN (SELECT value FROM json_each(?))`;
  return { text: scalars.includes(null) ? `(${among} OR ${field} IS NULL)` : among, values: [list2] };
}
function notSql(field, value) {
  if (value === null) return { text: `${field} IS NOT NULL`, values: [] };
  return { text: `${field} IS NOT ?`, values: [value] };
}
var SIGNS2 = { gt: ">", gte: ">=", lt: "<", lte: "<=" };
function rangeSql(field, range) {
  const bounds = [
    { sign: SIGNS2.gt, value: range.gt },
    { sign: SIGNS2.gte, value: range.gte },
    { sign: SIGNS2.lt, value: range.lt },
    { sign: SIGNS2.lte, value: range.lte }
  ].flatMap(({ sign, value }) => value === void 0 ? [] : [{ text: `${field} ${sign} ?`, value }]);
  const kinds2 = new Set(bounds.map(({ value }) => typeof value));
  const texts = bounds.map(({ text: text3 }) => text3);
  if (kinds2.has("number")) texts.push(`${field} < ''`);
  if (kinds2.has("string")) texts.push(`${field} >= ''`);
  return { text: texts.join(" AND ") || "TRUE", values: bounds.map(({ value }) => value) };
}

// adapters/store/sqlite/tables.ts
function openTable(database, { name: name2 }) {
  const values = `"${name2}" (${COLUMNS}) VALUES (?, 1, ?, ?, ?)`;
  const get = database.prepare(`SELECT ${COLUMNS} FROM "${name2}" WHERE id = ?`);
  const insert = database.prepare(`INSERT INTO ${values}`);
  const insertIfAbsent = database.prepare(`INSERT INTO ${values} ON CONFLICT (id) DO NOTHING`);
  const replace = database.prepare(
    `UPDATE "${name2}" SET revision = revision + 1, idx = ?, lists = ?, body = ? WHERE id = ? AND revision = ?`
  );
  const remove = database.prepare(`DELETE FROM "${name2}" WHERE id = ?`);
  const select = preparedOnce(database, `SELECT ${COLUMNS} FROM "${name2}"`);
  return {
    get: (id2) => {
      const row = get.get(id2);
      return row && documentOf2(row);
    },
    find: (query) => findPage(name2, query, select),
    insert: (document) => {
      const { idx, lists } = rowOf(document);
      insert.run(document.id, idx, lists, document.body);
    },
    insertIfAbsent: (document) => {
      const { idx, lists } = rowOf(document);
      insertIfAbsent.run(document.id, idx, lists, document.body);
    },
    replace: (document, expected) => {
      const { idx, lists } = rowOf(document);
      return replace.run(idx, lists, document.body, document.id, expected).changes === 1;
    },
    remove: (id2) => {
      remove.run(id2);
    }
  };
}
function preparedOnce(database, select) {
  const statements = /* @__PURE__ */ new Map();
  return ({ text: text3, values }, limit) => {
    const statement = statements.get(text3) ?? database.prepare(`${select} ${text3} LIMIT ?`);
    statements.set(text3, statement);
    return statement.all(...values, limit);
  };
}
function findPage(name2, query, select) {
  const limit = pageLimit(query);
  const rows = [];
  for (const stretch2 of stretchesOf(query, readCursor2(name2, query))) {
    if (rows.length <= limit) rows.push(...select(stretch2, limit + 1 - rows.length));
  }
  const items = rows.slice(0, limit).map(documentOf2);
  const last = items.at(-1);
  if (rows.length <= limit || !last) return { items, next: null };
  return { items, next: writeCursor(name2, query, { value: sortValue(query, last), id: last.id }) };
}
function sortValue({ sort }, { index }) {
  const value = sort ? index[sort.field] ?? null : null;
  return typeof value === "object" ? null : value;
}

// adapters/store/sqlite/operations.ts
function applyAll(tableOf, operations) {
  for (const operation of operations) {
    const conflict = apply(tableOf(operation.collection), operation);
    if (conflict) return conflict;
  }
  return { ok: true };
}
function apply(table, operation) {
  if (operation.kind === "delete") {
    table.remove(operation.id);
    return void 0;
  }
  const { collection, document } = operation;
  const { id: id2 } = document;
  try {
    if (operation.kind === "replace") {
      const isReplaced = table.replace(document, operation.expected);
      return isReplaced ? void 0 : { ok: false, reason: "revision", collection, id: id2 };
    }
    if (operation.ifAbsent) table.insertIfAbsent(document);
    else table.insert(document);
    return void 0;
  } catch (error) {
    const reason = conflictOf(error);
    if (!reason) throw error;
    const isTaken = operation.kind === "insert" && table.get(id2) !== void 0;
    return { ok: false, reason: isTaken ? "exists" : reason, collection, id: id2 };
  }
}
function conflictOf(error) {
  const code = sqliteCode(error);
  if (code === "SQLITE_CONSTRAINT_PRIMARYKEY") return "exists";
  return code === "SQLITE_CONSTRAINT_UNIQUE" ? "unique" : void 0;
}
function isOwnFault(error) {
  const code = sqliteCode(error);
  return code === "" || /^SQLITE_(?:CONSTRAINT|TOOBIG|MISMATCH)/.test(code);
}

// adapters/store/sqlite/group.ts
function createGroupWriter(database, tableOf) {
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const rollback = database.prepare("ROLLBACK");
  const writeBatch = createBatchWriter(database, tableOf);
  return (batches) => {
    const linked = [];
    try {
      begin.run();
      const outcomes = batches.map((batch) => writeBatch(batch, linked));
      const isSynced = outcomes.some(isStored);
      (isSynced ? commit : rollback).run();
      return { outcomes, isSynced };
    } catch (error) {
      if (database.inTransaction) rollback.run();
      for (const { tail } of linked.toReversed()) tail?.undo();
      throw error;
    }
  };
}
function isStored(outcome) {
  return "result" in outcome && outcome.result.ok;
}
function createBatchWriter(database, tableOf) {
  const save = database.prepare("SAVEPOINT batch");
  const release = database.prepare("RELEASE batch");
  const revert = database.prepare("ROLLBACK TO batch");
  function applyBatch(batch, linked) {
    const result = applyAll(tableOf, batch.operations);
    if (!result.ok || !batch.tail) return result;
    const operations = batch.tail.link();
    linked.push(batch);
    return applyAll(tableOf, operations);
  }
  function outcomeOf3(batch, linked) {
    try {
      return { result: applyBatch(batch, linked) };
    } catch (error) {
      if (!isOwnFault(error)) throw error;
      return { error };
    }
  }
  return (batch, linked) => {
    save.run();
    const outcome = outcomeOf3(batch, linked);
    if (!isStored(outcome)) revert.run();
    release.run();
    if (!isStored(outcome) && linked.at(-1) === batch) linked.pop()?.tail?.undo();
    return outcome;
  };
}

// adapters/store/sqlite/writer.ts
var GROUP_SIZE = 256;
function createWriter(database, { table, translate }) {
  const write = createGroupWriter(database, table);
  const queue = [];
  let syncs = 0;
  function writeGroup() {
    const group = queue.splice(0, GROUP_SIZE);
    try {
      const { outcomes, isSynced } = write(group.map(({ batch }) => batch));
      if (isSynced) syncs += 1;
      for (const [position, queued] of group.entries()) settle3(queued, outcomes[position]);
    } catch (error) {
      for (const { reject: reject2 } of group) reject2(translate(error));
    }
  }
  function writeNext() {
    if (queue.length > 0) writeGroup();
    if (queue.length > 0) setImmediate(writeNext);
  }
  return {
    commit: (batch) => new Promise((resolve, reject2) => {
      queue.push({ batch, resolve, reject: reject2 });
      if (queue.length === 1) setImmediate(writeNext);
    }),
    flush: () => {
      while (queue.length > 0) writeGroup();
    },
    syncs: () => syncs
  };
}
function settle3({ resolve, reject: reject2 }, outcome) {
  if (outcome && "result" in outcome) resolve(outcome.result);
  else reject2(outcome?.error);
}

// adapters/store/sqlite/lock.ts
import Database2 from "better-sqlite3";

// adapters/store/sqlite/index.ts
async function openSqliteStore(options) {
  const { home } = options;
  let database;
  try {
    database = openDatabase(home, options.readOnly ?? false);
    refuseNewer(database, options.collections, home);
    if (!options.readOnly) await prepare2(database, options);
    return createStore(database, options);
  } catch (error) {
    database?.close();
    throw translated(error, home);
  }
}
async function prepare2(database, { collections: collections2, migrations }) {
  makeDurable(database);
  const meta = createMeta(database);
  meta.set(KEYS.store, String(STORE_VERSION));
  createTables(database, collections2);
  for (const spec of collections2) dropStaleIndexes(database, spec);
  await migrate(database, { meta, collections: collections2, migrations });
  for (const spec of collections2) createIndexes(database, spec);
}
function createStore(database, { home, collections: collections2, readOnly = false }) {
  const tables = new Map(collections2.map((spec) => [spec.name, openTable(database, spec)]));
  const translate = (error) => translated(error, home);
  const writer = createWriter(database, { table, translate });
  let isClosed = false;
  function table(name2) {
    const found = tables.get(name2);
    if (!found) throw new TypeError(`There is no collection ${name2}.`);
    return found;
  }
  function assertOpen() {
    if (isClosed) throw new MainstayError("STOPPING");
  }
  async function read(question) {
    assertOpen();
    try {
      return question();
    } catch (error) {
      throw translate(error);
    }
  }
  return {
    get: (collection, id2) => read(() => table(collection).get(id2)),
    find: (collection, query) => read(() => table(collection).find(query)),
    commit: async (batch) => {
      assertOpen();
      return writer.commit(batch);
    },
    stats: () => ({ syncs: writer.syncs() }),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      writer.flush();
      if (!readOnly) checkpoint(database);
      database.close();
    }
  };
}
function checkpoint(database) {
  try {
    database.pragma("wal_checkpoint(TRUNCATE)");
  } catch {
  }
}

// prof.tmp.ts
import { mkdtempSync } from "node:fs";
var store = await openSqliteStore({ home: mkdtempSync("/tmp/ms-"), collections, migrations: [] });
store.all = () => [];
var m = await createHarness({ store });
async function turn(i) {
  const { eventId } = await m.intake.message({ text: `Add customer Person ${i}`, via: "t", conversation: "c" + i % 50 });
  await m.orchestrator.settled(eventId);
}
for (let i = 0; i < 300; i++) await turn(i);
var c0 = process.cpuUsage();
var t0 = performance.now();
for (let i = 0; i < 1e3; i++) await turn(1e3 + i);
var c = process.cpuUsage(c0);
console.log("cpu ms/turn", (c.user + c.system) / 1e6, "wall", (performance.now() - t0) / 1e3);
process.exit(0);
//# sourceMappingURL=prof.tmp.mjs.map
