/** The real client with its real transport and sockets, in time that is made up. */
import { setImmediate } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { Secret } from '../../src/evidence/secret.ts';
import type { OnAttempt } from '../../src/run/deps.ts';
import { createSegmentClient, type SegmentClient } from '../../src/segment/client.ts';
import type { RequestQueue } from '../../src/segment/request-queue.ts';
import { createTransport } from '../../src/segment/transport.ts';
import { openQueue } from './request-queue.ts';

/** When every workbench's clock starts. */
export const START = Date.UTC(2026, 10, 22, 3, 0, 4);

/** A clock that only moves when somebody sleeps, or when a test says so. */
export class VirtualClock {
  #nowMs = START;
  /** Every delay that was asked for, in order. */
  readonly delays: number[] = [];
  readonly now = () => new Date(this.#nowMs);
  readonly nowMs = () => this.#nowMs;
  readonly sleep = async (ms: number) => {
    this.delays.push(ms);
    this.#nowMs += Math.max(0, ms);
  };

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}

/** The same clock, where waiting side by side takes no longer than the longest wait. For hours of turns. */
export class SideBySideClock extends VirtualClock {
  override readonly sleep = async (ms: number) => {
    this.delays.push(ms);
    const dueMs = this.nowMs() + ms;
    await setImmediate();
    this.advance(Math.max(0, dueMs - this.nowMs()));
  };
}

/** Real timers, but short: how long to wait for a server that has gone quiet. */
const IMPATIENT = { headersTimeout: 40, bodyTimeout: 40 };

/** Returns the real transport, which gives up on a silent server after a moment. */
export function impatientTransport(origin: string, connections = 4, proxyUrl?: string): Dispatcher {
  return createTransport({ origin, connections, proxyUrl }).compose(
    (dispatch) => (request, handler) => dispatch({ ...request, ...IMPATIENT }, handler),
  );
}

export interface ClientSettings {
  readonly origin: string;
  readonly token: string;
  readonly clock?: {
    readonly nowMs: () => number;
    readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  };
  /** What those that share limits have in common. */
  readonly queue?: RequestQueue;
  readonly random?: () => number;
  readonly requestsPerMinute?: number;
  readonly concurrency?: number;
  readonly onAttempt?: OnAttempt;
  readonly transport?: Dispatcher;
  readonly signal?: AbortSignal;
  readonly untilMs?: number | undefined;
}

/** Returns a client with the real transport and a made-up clock. */
export function createTestClient(settings: ClientSettings): SegmentClient & { close(): Promise<void> } {
  const clock = settings.clock ?? new VirtualClock();
  const transport = settings.transport ?? impatientTransport(settings.origin);
  const client = createSegmentClient({
    origin: settings.origin,
    transport,
    token: new Secret(settings.token, 'test'),
    queue:
      settings.queue ??
      openQueue({
        concurrency: settings.concurrency ?? 4,
        requestsPerMinute: settings.requestsPerMinute ?? 10_000,
        nowMs: clock.nowMs,
        sleep: clock.sleep,
      }),
    nowMs: clock.nowMs,
    sleep: clock.sleep,
    random: settings.random ?? (() => 0),
    userAgent: 'segment-evidence/test',
    onAttempt: settings.onAttempt ?? (() => undefined),
    signal: settings.signal,
    untilMs: settings.untilMs,
  });
  return { ...client, close: () => transport.destroy() };
}
