/**
 * Since when a check has seen what it looks for. What the run before kept is taken on; how much is kept has a bound, so that
 * neither memory nor results grow with a workspace. Of what is beyond it nobody can tell: it is never taken for new.
 */
import type { Sightings } from '../../schemas/check-results.ts';
import { bySubject } from './subject.ts';

/** Since when so many things are seen is kept, whatever there is. */
export const MOST_SIGHTED = 10_000;

export interface SightingsStart {
  /** The instant that is judged as of. */
  readonly at: string;
  /** What the check had seen before; undefined: it has never looked. */
  readonly seen: Sightings | undefined;
  /** Whether all it reads was read whole: else what it did not meet may still be there. */
  readonly isWhole: boolean;
}

export class SeenThings {
  readonly #start: SightingsStart;
  readonly #met = new Map<string, string>();
  readonly #from: string;
  #room: number;
  #left = 0;
  #isAsked = false;
  /** What was kept before. */
  readonly earlier: ReadonlyMap<string, string>;

  constructor(start: SightingsStart) {
    const { seen, at } = start;
    this.#start = start;
    this.#from = seen?.from ?? at;
    this.earlier = new Map(seen?.list.map(({ subject, since }) => [subject, since]));
    this.#room = MOST_SIGHTED - this.earlier.size;
  }

  since(subject: string): { readonly at: string; readonly isLowerBound: boolean } {
    this.#isAsked = true;
    const { at, seen } = this.#start;
    const known = this.earlier.get(subject);
    const since = known ?? at;
    if (known !== undefined || this.#met.has(subject) || this.#takeRoom()) this.#met.set(subject, since);
    const mayBeOld = known === undefined && seen?.left !== undefined;
    return { at: since, isLowerBound: mayBeOld || since <= this.#from };
  }

  keep(name: string, instant: string): void {
    this.#isAsked = true;
    this.#met.set(name, instant);
  }

  /** What must be known with the answer. */
  get notes(): readonly string[] {
    return this.#left === 0
      ? []
      : [
          `Since when they are seen is kept of ${MOST_SIGHTED}; of ${this.#left} more nobody will be able to tell.`,
        ];
  }

  /** Undefined where the check asks for none. */
  end(): Sightings | undefined {
    const { seen, isWhole } = this.#start;
    if (!this.#isAsked && seen === undefined) return undefined;
    const kept = isWhole ? this.#met : new Map([...this.earlier, ...this.#met]);
    const left = isWhole ? this.#left : Math.max(this.#left, seen?.left ?? 0);
    const list = [...kept].map(([subject, since]) => ({ subject, since })).sort(bySubject);
    return { from: this.#from, list, ...(left === 0 ? {} : { left }) };
  }

  #takeRoom(): boolean {
    if (this.#room <= 0) {
      this.#left += 1;
      return false;
    }
    this.#room -= 1;
    return true;
  }
}
