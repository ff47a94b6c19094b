/**
 * The watch of a schedule process: once an hour it looks at its own connections as somebody outside would, so that a run
 * that hangs, or a connection that is stuck, is told by the process itself.
 */
import { EvidenceError } from '../errors.ts';
import type { Ticker } from '../service/ticker.ts';
import { type WatchOptions, watch } from './watch.ts';
import { WatchMemory } from './watch-memory.ts';

export interface HourlyWatchOptions extends Omit<WatchOptions, 'until' | 'memory'> {
  readonly log: { error(fields: object, message: string): void };
}

/** What is known of a connection since the last watch. */
export interface LastWatch {
  readonly watchedAt: string | null;
  /** What is wrong, and what could not be looked at. */
  readonly problems: number | null;
}

/** Not on the hour, when most runs begin. */
const EVERY_HOUR = '17 * * * *';
const LONGEST_MS = 13 * 60 * 1000;

export class HourlyWatch {
  readonly #options: HourlyWatchOptions;
  readonly #memory = new WatchMemory();
  readonly #last = new Map<string, LastWatch>();

  constructor(options: HourlyWatchOptions) {
    this.#options = options;
  }

  start(ticker: Ticker): void {
    ticker.start('watchdog', EVERY_HOUR, 'Etc/UTC', () => this.act());
  }

  /** Never rejects: the next watch sees what this one could not. */
  async act(): Promise<void> {
    const { log, surroundings } = this.#options;
    const until = new Date(surroundings.now().getTime() + LONGEST_MS);
    try {
      const { connections } = await watch({ ...this.#options, until, memory: this.#memory });
      for (const { connection, state, problems } of connections) {
        if (state === 'not-looked-at') continue;
        const watchedAt = surroundings.now().toISOString();
        this.#last.set(connection, { watchedAt, problems: problems.length });
        for (const problem of problems) log.error({ connection, problem }, 'watched');
      }
    } catch (error) {
      if (surroundings.signal.aborted) return;
      const reason = error instanceof EvidenceError ? error.message : 'a bug';
      log.error({ reason }, 'not watched; it will be tried again in an hour');
    }
  }

  /** What the last watch found of a connection. */
  of(connection: string): LastWatch {
    return this.#last.get(connection) ?? { watchedAt: null, problems: null };
  }
}
