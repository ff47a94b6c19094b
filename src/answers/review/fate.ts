/** What became of a decision, as the runs after it show. */
import type { ReviewDecision, ReviewItem } from '../../../schemas/review.ts';
import { nameOf, type SnapshotName } from '../population.ts';
import type { Known } from './assurance.ts';
import { isAsReviewed, isThere, type Look } from './sightings.ts';

/**
 * `done`: what was to go is gone, what was to change has changed; `open`: it has not; `came-back`: it was gone, and is there
 * again; `not-known`: no run since the decision can tell; `deferred`: nothing was decided yet.
 */
export type FateState = 'done' | 'open' | 'came-back' | 'not-known' | 'deferred';

export interface Fate {
  readonly state: FateState;
  readonly why?: string;
  /** The first run that shows it done, after which none shows otherwise. */
  readonly doneIn?: SnapshotName;
  /** The last run that shows it as it was; absent where the one that was reviewed is the last. */
  readonly lastSeenIn?: SnapshotName;
  /** From the decision until it was done: no less than the whole hours, and no more. */
  readonly hours?: { readonly atLeast: number; readonly atMost: number };
}

/** A decision to take something away, to change it, or to decide later, and what became of it. */
export interface StatusRow extends ReviewItem, Fate, Known {
  readonly decision: ReviewDecision['decision'];
  readonly reviewer: string;
  readonly reason?: string;
  /** When the first of the imports was stored that say so without a break. */
  readonly decidedAt: string;
}

/** Follows one decision through the runs, oldest first. */
export class FateOfDecision {
  readonly #item: ReviewItem;
  readonly #decision: ReviewDecision['decision'];
  readonly #decidedAt: string;
  #lastSeen: SnapshotName | undefined;
  #doneIn: SnapshotName | undefined;
  #wasDone = false;

  constructor(item: ReviewItem, decision: ReviewDecision['decision'], decidedAt: string) {
    this.#item = item;
    this.#decision = decision;
    this.#decidedAt = decidedAt;
  }

  take(look: Look): void {
    const isLeft = this.#decision === 'change' ? isAsReviewed(this.#item, look) : isThere(this.#item, look);
    if (isLeft === undefined) return;
    if (isLeft) {
      this.#lastSeen = nameOf(look.run);
      this.#doneIn = undefined;
    } else {
      this.#doneIn ??= nameOf(look.run);
      this.#wasDone = true;
    }
  }

  get fate(): Fate {
    if (this.#decision === 'defer') return { state: 'deferred' };
    const seen = this.#lastSeen === undefined ? {} : { lastSeenIn: this.#lastSeen };
    if (this.#doneIn !== undefined)
      return { state: 'done', doneIn: this.#doneIn, ...seen, hours: this.#hours(this.#doneIn) };
    if (this.#wasDone) return { state: 'came-back', ...seen };
    const isSeenSince = this.#lastSeen !== undefined && this.#lastSeen.startedAt > this.#decidedAt;
    if (isSeenSince) return { state: 'open', ...seen };
    return { state: 'not-known', why: 'no run since the decision can tell', ...seen };
  }

  #hours({ startedAt }: SnapshotName): NonNullable<Fate['hours']> {
    const seenAt = this.#lastSeen?.startedAt ?? this.#decidedAt;
    return {
      atLeast: Math.max(0, Math.floor(hoursBetween(this.#decidedAt, seenAt))),
      atMost: Math.max(0, Math.ceil(hoursBetween(this.#decidedAt, startedAt))),
    };
  }
}

const hoursBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 3_600_000;
