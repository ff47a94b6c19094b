/**
 * How long one attempt may take. A timer of its own that ends with the attempt: the ones that come with
 * `AbortSignal.timeout` stay until their time is over, and of thousands of requests a minute that is a lot of memory.
 */
import { setMaxListeners } from 'node:events';

/** Begins when it is made. `end` it when the attempt has ended. */
export class Deadline {
  /** Whether the time was over before the end. */
  isOver = false;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #outer: AbortSignal | undefined;

  /** `outer`: ends the attempt too. */
  constructor(ms: number, outer?: AbortSignal) {
    this.#outer = outer;
    this.#timer = setTimeout(this.#onTime, ms);
    if (outer === undefined) return;
    // As many listen as there are requests at once; of more than ten Node.js would warn.
    setMaxListeners(0, outer);
    outer.addEventListener('abort', this.#onOuter);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#onOuter);
  }

  readonly #onTime = (): void => {
    this.isOver = true;
    this.#controller.abort(new DOMException('the attempt took too long', 'TimeoutError'));
  };

  readonly #onOuter = (): void => {
    this.#controller.abort(this.#outer?.reason);
  };
}
