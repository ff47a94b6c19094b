/** Which media type the requests of each operation ask for: the plain one, until a server refuses it. */
import { ownTypeOf, PLAIN_TYPE } from '../../schemas/media-types.ts';

/** Of one client. */
export class AskedTypes {
  readonly #own = new Set<string>();

  /** Returns what the next request of an operation asks for. */
  of(operationId: string): string {
    return this.#own.has(operationId) ? ownTypeOf(operationId) : PLAIN_TYPE;
  }

  /** Takes note that a type was refused; returns whether there is another one to ask for, now and from now on. */
  refused(operationId: string, type: string): boolean {
    this.#own.add(operationId);
    return type === PLAIN_TYPE;
  }
}
