/** Who can mend it: the person who asked, the operator's set-up, a system outside, or we (a bug). */
export type Blame = 'user' | 'config' | 'outside' | 'bug';

export interface CatalogueEntry {
  /** What failed, with which value, and what to do; `{name}` is filled in. */
  readonly message: string;
  readonly blame: Blame;
  readonly retry: boolean;
  readonly http: number;
}

const user = (http: number, message: string): CatalogueEntry => ({
  message,
  blame: 'user',
  retry: false,
  http,
});
const config = (message: string): CatalogueEntry => ({ message, blame: 'config', retry: false, http: 500 });

/** Every stable error code. docs/errors.md explains each, and a test holds the two together. */
export const CATALOGUE = {
  REQUEST_NOT_JSON: user(400, 'The request body is not valid JSON: {reason}. Send JSON in UTF-8.'),
  REQUEST_INVALID: user(422, '{count} cannot be used. {first}'),
  REQUEST_TOO_LARGE: user(413, 'The request is larger than {maxBytes} bytes. Send less at once.'),
  REQUEST_TYPE_UNSUPPORTED: user(415, 'The content type “{type}” cannot be read. Send application/json.'),
  ROUTE_UNKNOWN: user(
    404,
    'There is nothing at {method} {path}. See /api/v1/openapi.json for what there is.',
  ),
  NOT_SIGNED_IN: user(
    401,
    'This needs the API token. Open the link that `mainstay start` printed, or send it as a bearer token.',
  ),
  ORIGIN_REFUSED: user(403, 'A page from {origin} may not do this. Use the console at its own address.'),
  NOT_FOUND: user(404, 'There is no {kind} with the id “{id}”. Check the id, or list what there is.'),
  CURSOR_INVALID: user(
    400,
    'The cursor “{cursor}” is not one that a list gave. Start again without `after`.',
  ),
  VERSION_REQUIRED: user(428, 'Changing {kind} {id} needs If-Match with the version you read.'),
  VERSION_CHANGED: user(
    412,
    '{kind} {id} is now at version {actual}, not {expected}. Read it again and repeat the change.',
  ),
  RECORD_READ_ONLY: user(
    405,
    'Records of the kind {kind} are not written directly. Ask for one in the chat; it comes as a card.',
  ),
  SCHEDULE_OF_FILE: user(
    409,
    'Schedule {id} is set by the file of the workflow {workflow}. Change it there and restart.',
  ),
  SUGGESTION_DECIDED: user(409, 'This was already {status}. Nothing more was done.'),
  SUGGESTION_CHANGED: user(409, 'This changed after you saw it. Nothing was sent. The new version is below.'),
  SUGGESTION_EXPIRED: user(410, 'This card expired on {at}. Nothing was sent. Ask again for a new card.'),
  TOKEN_INVALID: user(403, 'This button is no longer valid. Use the newest card.'),
  EFFECT_NOT_UNKNOWN: user(
    409,
    'Effect {id} is {status}; only one that is not sure it arrived can be resolved.',
  ),
  EFFECT_NOT_UNDOABLE: user(409, 'Effect {id} cannot be undone: {reason}.'),
  CHANGED_SINCE: user(
    409,
    '{what} was changed again since, so I cannot put back what was before. Say what it should be.',
  ),
  MERGE_SAME: user(409, '{name} cannot be merged with itself. Name two customers.'),
  INVOICE_SETTLED: user(409, 'Invoice {number} is {status}, so it cannot be {action}.'),
  CREDIT_TOO_HIGH: user(
    409,
    '{amount} is more than what is left of invoice {number}: {left}. Credit at most that, tax included.',
  ),
  RECORD_GONE: user(409, 'The {kind} {name} was deleted meanwhile. Nothing was sent.'),
  RECORD_NONE: user(404, 'There is no {kind}, so there is nothing to do.'),
  RUN_NOT_ACTIVE: user(409, 'Run {id} is {status}, so it cannot be {action}.'),
  CONFIG_INVALID: config('{file}, line {line}: {problem}. {mend}'),
  WORKFLOW_INVALID: config('{file}, line {line}: {problem}. {mend}'),
  WORKFLOW_ALTERED: config('{workflow} was changed since {since}, so nothing is done by it. {mend}'),
  WORKFLOW_VALUE_IGNORED: config(
    'What you set of the workflow {workflow} is not used for “{name}”: {problem} Set it anew in its form.',
  ),
  FILE_UNREADABLE: user(400, 'The file {file} cannot be read: {reason}. Check its name and rights.'),
  ENVIRONMENT_INVALID: config('{name} is “{value}”, which cannot be used. {mend}'),
  TOKEN_REQUIRED: config(
    'MAINSTAY_HOST is {host}, which others can reach. Set MAINSTAY_API_TOKEN before opening it to them.',
  ),
  PORT_IN_USE: config('Port {port} on {host} is in use. Stop what uses it, or set MAINSTAY_PORT to another.'),
  SERVER_UNREACHABLE: config('No Mainstay answers at {address}. Start it with `mainstay start`.'),
  HOME_UNWRITABLE: config(
    'The folder {home} cannot be written: {reason}. Make it writable, or set MAINSTAY_HOME to another.',
  ),
  TOKEN_MISSING: config('There is no token in {home} yet. Start Mainstay once, which makes one.'),
  TOKEN_FROM_ENVIRONMENT: config(
    'The token comes from MAINSTAY_API_TOKEN, so it cannot be made anew here. Change it there and restart.',
  ),
  HOME_LOCKED: config(
    'Another Mainstay is using {home}. Stop it first, or set MAINSTAY_HOME to another folder.',
  ),
  STORE_NEWER: config(
    'The store in {home} was written by a newer Mainstay (schema {found}; this one knows {known}). Update Mainstay, or restore a backup.',
  ),
  STORE_DAMAGED: config('The store in {home} cannot be read: {reason}. Restore a backup.'),
  STORE_FULL: {
    message:
      'The disk is full, so I take no messages. Nothing I confirmed is lost. Free {needed} and I go on.',
    blame: 'config',
    retry: true,
    http: 507,
  },
  STORE_UNAVAILABLE: {
    message: 'The store cannot be written just now: {reason}. Nothing was taken; send it again.',
    blame: 'outside',
    retry: true,
    http: 503,
  },
  STORE_CONFLICT: {
    message: 'Someone else changed {collection} {id} at the same moment. Try again.',
    blame: 'user',
    retry: true,
    http: 409,
  },
  BACKUP_FAILED: {
    message: 'No backup was made in {folder}: {reason}. The earlier ones are as they were. {mend}.',
    blame: 'config',
    retry: true,
    http: 507,
  },
  BACKUP_NOT_FOUND: user(
    404,
    'There is no backup at {path}. Name the folder of one, such as mainstay-20261123T020000Z, or set `backups` to where they lie.',
  ),
  BACKUP_UNSOUND: user(
    422,
    'The backup {path} does not hold: {reason}. Nothing was changed. Use another one.',
  ),
  RECOVERY_KEY_NEEDED: user(
    422,
    'The backup {path} belongs to another master key than this home folder has. Add --key with the recovery key that was written down, or --without-key where it is lost.',
  ),
  RECOVERY_KEY_WRONG: user(422, 'The recovery key cannot be used: {reason}. Nothing was changed.'),
  RESTORE_UNFINISHED: config(
    'A restore into {home} was begun and did not end. Run it again: mainstay restore {backup}.',
  ),
  STOPPING: {
    message: 'Mainstay is stopping. Nothing was taken; send it again after the restart.',
    blame: 'outside',
    retry: true,
    http: 503,
  },
  MAIL_REFUSED: {
    message:
      'The mail to {recipient} was refused: {reason}. Say “again” for a new card, and correct it there.',
    blame: 'outside',
    retry: false,
    http: 502,
  },
  MAIL_PASSWORD: {
    message: 'Your mail account refused the password. Correct SMTP_URL and restart.',
    blame: 'config',
    retry: false,
    http: 502,
  },
  MAIL_ACCOUNT_UNUSABLE: config('The mail account cannot be used, so nothing was written. {reason}'),
  MAIL_SENDER_UNKNOWN: config(
    'There is no address to send mail from: the user in SMTP_URL is none. Set mailFrom in config/mainstay.yaml and restart.',
  ),
  MAIL_UNREACHABLE: {
    message: 'The mail server {host} does not answer: {reason}. I try again.',
    blame: 'outside',
    retry: true,
    http: 502,
  },
  MAIL_DEFERRED: {
    message: 'The mail server {host} takes no mail just now: {reason}. I try again.',
    blame: 'outside',
    retry: true,
    http: 502,
  },
  MAIL_UNSAVED: {
    message: 'The mail cannot be saved in {folder}: {reason}. Mend that and I try again.',
    blame: 'config',
    retry: true,
    http: 507,
  },
  MAIL_UNCERTAIN: {
    message:
      'The mail server {host} had the mail when the line dropped: {reason}. It may or may not have arrived.',
    blame: 'outside',
    retry: false,
    http: 502,
  },
  SEND_UNCERTAIN: {
    message: 'Not sure it arrived: {reason}. I will not send it again by myself.',
    blame: 'outside',
    retry: false,
    http: 502,
  },
  SEND_GIVEN_UP: user(409, 'You said that it did not arrive, and left it.'),
  MODEL_MISSING: config(
    'The sentence model in {folder} is not whole: {file} is missing. Install Mainstay again, or copy the file there.',
  ),
  MODEL_DAMAGED: config(
    'The file {file} of the sentence model in {folder} is not the one that SHA256SUMS names, so it is not used. Install Mainstay again, or copy the file there.',
  ),
  EMBEDDER_FAILED: {
    message: 'The sentence model could not be run: {reason}.',
    blame: 'config',
    retry: true,
    http: 500,
  },
  COMMAND_UNKNOWN: {
    message: 'There is no command {command}. Install what provides it, or correct the workflow.',
    blame: 'config',
    retry: false,
    http: 422,
  },
  COMMAND_REFUSED: {
    message: 'Your rules do not allow {command}: {reason}.',
    blame: 'config',
    retry: false,
    http: 403,
  },
  NOTHING_TO_RETRY: user(409, 'Nothing of {id} failed, so there is nothing to ask for again.'),
  NUMBER_TAKEN: user(
    409,
    'The invoice number “{number}” was given before, or a later one was. The next one is {free}. Leave it so, or begin a series of its own, such as INV-001.',
  ),
  NUMBER_GAP: user(
    409,
    'The invoice number “{number}” would leave a gap: the next one is {free}. Leave it so, or begin a series of its own, such as INV-001.',
  ),
  APPROVAL_LAPSED: user(409, 'It was approved, but not done: {reason}.'),
  APPROVAL_MISMATCH: {
    message: 'Not done: {reason}. Only what the log shows as approved is done.',
    blame: 'bug',
    retry: false,
    http: 409,
  },
  EXPRESSION_FAILED: {
    message: 'The expression “{expression}” failed: {reason}.',
    blame: 'config',
    retry: false,
    http: 500,
  },
  AGENT_ANSWER_UNUSABLE: {
    message: 'The answer of the agent cannot be used: {reason}. Nothing was proposed.',
    blame: 'outside',
    retry: true,
    http: 502,
  },
  STEP_TIMED_OUT: {
    message: 'The step {step} took longer than {seconds} seconds and was given up.',
    blame: 'outside',
    retry: true,
    http: 504,
  },
  INTERNAL: {
    message: 'Something broke inside Mainstay. It is in the log as {reference}.',
    blame: 'bug',
    retry: false,
    http: 500,
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof CATALOGUE;
