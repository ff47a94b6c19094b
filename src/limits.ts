/** How fast requests go: of each connection, of those that share limits, and of all of them together. */

import type { EffectiveConnection, LoadedConfig } from './config/effective.ts';
import { Pace } from './segment/pace.ts';
import { RequestQueue } from './segment/request-queue.ts';
import { SharedPace } from './segment/shared-pace.ts';

/** The clock, and how to wait. */
interface Clockwork {
  readonly now: () => Date;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** What all connections together may do, and how many processes do it side by side. */
export interface SharedLimits extends Pick<LoadedConfig, 'sharedRequestsPerMinute' | 'consumers'> {
  /** Whether single operations keep to the limits that Segment documents of them; default: they do. */
  readonly areOperationsLimited?: boolean | undefined;
}

/** A connection of either type, as far as its limits go; of who borrows, they are the lender's. */
type Limited = Pick<EffectiveConnection, 'name' | 'shareLimitsWith' | 'concurrency' | 'requestsPerMinute'>;

/** Pace and concurrency per connection, shared by those that share limits. Lives as long as the process. */
export class Limits {
  readonly #shared = new Map<string, RequestQueue>();
  readonly #surroundings: Clockwork;
  readonly #together: SharedPace | undefined;
  readonly #areOperationsLimited: boolean | undefined;

  constructor(
    surroundings: Clockwork,
    { sharedRequestsPerMinute: perMinute, consumers = 1, areOperationsLimited }: SharedLimits = {},
  ) {
    this.#surroundings = surroundings;
    this.#areOperationsLimited = areOperationsLimited;
    const nowMs = () => surroundings.now().getTime();
    this.#together =
      perMinute === undefined
        ? undefined
        : new SharedPace({ requestsPerMinute: Math.max(1, Math.floor(perMinute / consumers)), nowMs });
  }

  of(connection: Limited): RequestQueue {
    const owner = connection.shareLimitsWith ?? connection.name;
    const known = this.#shared.get(owner);
    if (known !== undefined) return known;
    const { now, sleep } = this.#surroundings;
    const { concurrency, requestsPerMinute } = connection;
    const nowMs = () => now().getTime();
    const pace = new Pace({
      requestsPerMinute,
      nowMs,
      areOperationsLimited: this.#areOperationsLimited,
      shared: this.#together,
    });
    const made = new RequestQueue({ pace, concurrency, nowMs, sleep });
    this.#shared.set(owner, made);
    return made;
  }
}
