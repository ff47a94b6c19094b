/**
 * A secret in memory. Whatever prints, logs, serialises or inspects it shows where it came from, never
 * what it is; only `reveal()` does, so that every use of the value can be found by its name.
 */

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * Holds a value that must not appear anywhere, with the reference it was fetched by.
 *
 * @example
 *     `${new Secret('hunter2', 'env:TOKEN')}` // "[secret env:TOKEN]"
 */
export class Secret {
  readonly #value: string;
  readonly #reference: string;

  constructor(value: string, reference: string) {
    this.#value = value;
    this.#reference = reference;
  }

  /** Where it came from, such as `env:TOKEN`. */
  get reference(): string {
    return this.#reference;
  }

  /** Returns the value itself. Give it to the one place that needs it, never to a message or a log. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return `[secret ${this.#reference}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.toPrimitive](): string {
    return this.toString();
  }

  [INSPECT](): string {
    return this.toString();
  }
}
