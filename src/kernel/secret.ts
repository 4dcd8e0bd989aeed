import { inspect } from 'node:util';

const REDACTED = '[secret]';

/**
 * A value that must not reach a log, event, prompt, error or chat. However it is printed or serialised, it
 * shows as `[secret]`; `reveal()` is the only way out and is called only where the value is used.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
