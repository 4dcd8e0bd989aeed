import { type Blame, CATALOGUE, type ErrorCode } from './catalogue.ts';

/** One field that was wrong: where it stands (JSON pointer without the leading slash) and what is wrong with it. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface ErrorDetails {
  /** Values for the placeholders of the code's message template. */
  readonly values?: Readonly<Record<string, string | number>>;
  readonly fields?: readonly FieldError[];
  readonly cause?: unknown;
}

/**
 * Every error that Mainstay raises on purpose. The code is stable and stands in the catalogue; the message is
 * the catalogue's template with its values filled in, fit for a user to read.
 */
export class MainstayError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(fill(CATALOGUE[code].message, details.values ?? {}), { cause: details.cause });
    this.name = 'MainstayError';
    this.code = code;
    this.fields = details.fields ?? [];
  }

  get blame(): Blame {
    return CATALOGUE[this.code].blame;
  }

  /** Whether the same call may succeed later without anyone changing it. */
  get retry(): boolean {
    return CATALOGUE[this.code].retry;
  }

  get httpStatus(): number {
    return CATALOGUE[this.code].http;
  }
}

/** Whether it is one of the catalogue's errors, and has this code where one is given. */
export function isMainstayError(error: unknown, code?: ErrorCode): error is MainstayError {
  return error instanceof MainstayError && (code === undefined || error.code === code);
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
