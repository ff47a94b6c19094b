/** How fast requests go: of each connection, of those that share limits, and of all of them together. */

import PQueue from 'p-queue';
import type { EffectiveConnection, LoadedConfig } from './config/effective.ts';
import type { Places } from './segment/client.ts';
import { type FairOptions, FairQueue } from './segment/fair-queue.ts';
import { Pace } from './segment/pace.ts';
import { SharedPace } from './segment/shared-pace.ts';

/** The clock, and how to wait. */
interface Clockwork {
  readonly now: () => Date;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** What all connections together may do, and how many processes do it side by side. */
export type SharedLimits = Pick<LoadedConfig, 'sharedRequestsPerMinute' | 'consumers'>;

/** A connection of either type, as far as its limits go; of who borrows, they are the lender's. */
type Limited = Pick<EffectiveConnection, 'name' | 'shareLimitsWith' | 'concurrency' | 'requestsPerMinute'>;

/** Pace and concurrency per connection, shared by those that share limits. Lives as long as the process. */
export class Limits {
  readonly #shared = new Map<string, { readonly queue: Places; readonly pace: Pace }>();
  readonly #surroundings: Clockwork;
  readonly #together: SharedPace | undefined;

  constructor(
    surroundings: Clockwork,
    { sharedRequestsPerMinute: perMinute, consumers = 1 }: SharedLimits = {},
  ) {
    this.#surroundings = surroundings;
    const nowMs = () => surroundings.now().getTime();
    this.#together =
      perMinute === undefined
        ? undefined
        : new SharedPace({ requestsPerMinute: Math.max(1, Math.floor(perMinute / consumers)), nowMs });
  }

  of(connection: Limited): { readonly queue: Places; readonly pace: Pace } {
    const owner = connection.shareLimitsWith ?? connection.name;
    const known = this.#shared.get(owner);
    if (known !== undefined) return known;
    const { now, sleep } = this.#surroundings;
    const made = {
      queue: new PQueue<FairQueue, FairOptions>({
        concurrency: connection.concurrency,
        queueClass: FairQueue,
      }),
      pace: new Pace({
        requestsPerMinute: connection.requestsPerMinute,
        nowMs: () => now().getTime(),
        sleep,
        shared: this.#together,
      }),
    };
    this.#shared.set(owner, made);
    return made;
  }
}
