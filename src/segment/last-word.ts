/** The question that decides over the token: while it is asked nothing else is begun, and after a refusal nothing at all. */
import { SegmentError } from '../errors.ts';
import type { Attempt } from './attempt.ts';
import type { Gate } from './gate.ts';

/** Of one token. */
export class LastWord {
  readonly #gate: Gate;
  #asking: Promise<void> | undefined;

  constructor(gate: Gate) {
    this.#gate = gate;
  }

  /** Resolves when it is not being asked. */
  async settled(): Promise<void> {
    while (this.#asking !== undefined) await this.#asking;
  }

  /** Takes it as being asked until the attempt has ended. */
  async hear(attempt: Promise<Attempt>): Promise<void> {
    // Before anyone whose turn comes with this answer: they must not begin what cannot be answered.
    this.#asking = attempt.then(
      (result) => this.#closeWhenRefused(result),
      () => undefined,
    );
    await this.#asking;
    this.#asking = undefined;
  }

  #closeWhenRefused(result: Attempt): void {
    if (result.kind !== 'failure' || result.error.code !== 'ACCESS_DENIED') return;
    this.#gate.close(
      new SegmentError({
        code: 'TOKEN_REFUSED',
        status: result.error.status,
        message: 'read: the token does not work: expected 200 for GET /, got a refusal twice',
        cause: result.error,
      }),
    );
  }
}
