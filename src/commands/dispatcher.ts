/**
 * Dispatches for as long as a process runs: looks at a connection when a slot of its has come, and every quarter of
 * an hour, for what is to be tried again or was lost on its way.
 */
import { EvidenceError } from '../errors.ts';
import { newestSlot } from '../schedule/slots.ts';
import { type Dispatch, type DispatchOptions, dispatchDue } from './dispatch.ts';
import type { ScheduledConnection } from './what-is-due.ts';

const LOOK_AGAIN_MS = 15 * 60_000;

export interface DispatcherOptions extends Omit<DispatchOptions, 'connections'> {
  readonly log: { error(fields: object, message: string): void };
}

export class Dispatcher {
  readonly #connections: readonly ScheduledConnection[];
  readonly #options: DispatcherOptions;
  readonly #looks = new Map<string, { readonly slotMs: number; readonly atMs: number }>();
  last: Dispatch | undefined;

  constructor(connections: readonly ScheduledConnection[], options: DispatcherOptions) {
    this.#connections = connections;
    this.#options = options;
  }

  /** @throws UsageError; InterruptedError; what is no EvidenceError is a bug */
  async lookAtAll(): Promise<void> {
    await this.#lookAt(this.#connections);
  }

  /** Never rejects: the next minute looks again. */
  async look(): Promise<void> {
    const { surroundings, log } = this.#options;
    const now = surroundings.now();
    const due = this.#connections.filter((connection) => this.#isDue(connection, now));
    if (due.length === 0 || surroundings.signal.aborted) return;
    try {
      await this.#lookAt(due);
    } catch (error) {
      const reason = error instanceof EvidenceError ? error.message : String(error);
      if (!surroundings.signal.aborted) log.error({ reason }, 'not dispatched; it will be tried again');
    }
  }

  #isDue({ name, schedule, timezone }: ScheduledConnection, now: Date): boolean {
    const look = this.#looks.get(name);
    if (look === undefined) return true;
    const sinceMs = now.getTime() - look.atMs;
    // A look that is dated after now was dated by a clock that was wrong.
    if (sinceMs >= LOOK_AGAIN_MS || sinceMs < 0) return true;
    return (newestSlot(schedule, timezone, now)?.getTime() ?? 0) !== look.slotMs;
  }

  async #lookAt(connections: readonly ScheduledConnection[]): Promise<void> {
    const now = this.#options.surroundings.now();
    const names = connections.map(({ name }) => name);
    this.last = await dispatchDue(now, { ...this.#options, connections: names });
    const unsent = new Set(
      this.last.due.flatMap(({ connection, result }) => (result === 'sent' ? [] : [connection])),
    );
    for (const { name, schedule, timezone } of connections) {
      if (unsent.has(name)) continue;
      const slotMs = newestSlot(schedule, timezone, now)?.getTime() ?? 0;
      this.#looks.set(name, { slotMs, atMs: now.getTime() });
    }
  }
}
