/**
 * Consumers of a queue: each takes a message, has it acted on, and removes it or hands it back. While it is acted on
 * the message is kept hidden from others; who cannot prove any more that it is still hidden gives it up, so that two
 * never act on messages of one group at once. Knows no connection and no clock of its own: all that is handed in.
 */
import type { Queue, ReceivedMessage } from '../schedule/queue.ts';

export type Acted = 'done' | 'dropped' | 'back';

export interface ConsumersDeps {
  readonly queue: Pick<Queue, 'receive' | 'hide' | 'remove'>;
  /** How long the queue hides what was received. */
  readonly visibilitySeconds: number;
  readonly now: () => Date;
  /** Ends early when its signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
  /** What the signal of an act is aborted with when its message may be somebody else's by now. */
  readonly lost: () => unknown;
  /** Acts on a message; rejects when it was interrupted. */
  readonly act: (message: ReceivedMessage, signal: AbortSignal) => Promise<Acted>;
  /** The queue gives nothing for now; it is asked again by itself. */
  readonly onAway: (error: unknown, retryAt: Date) => void;
  readonly onBack: () => void;
  /** A message could not be kept, removed or handed back: it will come again. */
  readonly onLoose: (error: unknown) => void;
  /** Ends once there is nothing to take. */
  readonly isUntilEmpty?: boolean;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A message that goes back comes again after 1, 2, 4 … minutes, as long as the queue hides any at most. */
const FIRST_REST_SECONDS = 60;
const SHORT_POLL_SECONDS = 1;
const LONG_POLL_SECONDS = 20;
const REMOVE_TRIES = 5;

export class Consumers {
  readonly #deps: ConsumersDeps;
  #failures = 0;
  #pause: Promise<void> | undefined;
  #interruption: unknown;
  #busy = 0;
  #awaySinceMs: number | undefined;
  readonly counts: Record<Acted, number> = { done: 0, dropped: 0, back: 0 };

  constructor(deps: ConsumersDeps) {
    this.#deps = deps;
  }

  /** Messages that are being acted on. */
  get busy(): number {
    return this.#busy;
  }

  /** Since when the queue has given nothing but errors. */
  get awaySince(): Date | undefined {
    return this.#awaySinceMs === undefined ? undefined : new Date(this.#awaySinceMs);
  }

  /** Runs so many side by side until the signal, or until there is nothing left. Rejects when an act was interrupted. */
  async run(count: number): Promise<void> {
    const ended = await Promise.allSettled(Array.from({ length: count }, () => this.#consume()));
    if (this.#interruption !== undefined) throw this.#interruption;
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
  }

  async #consume(): Promise<void> {
    const { queue, signal, isUntilEmpty = false } = this.#deps;
    while (!signal.aborted) {
      try {
        const message = await queue.receive(signal, isUntilEmpty ? SHORT_POLL_SECONDS : LONG_POLL_SECONDS);
        this.#noteAnswer();
        if (message !== undefined) await this.#handle(message);
        else if (isUntilEmpty) return;
      } catch (error) {
        if (signal.aborted) return;
        // Whoever waits for the end is told rather than kept waiting.
        if (isUntilEmpty) throw error;
        await this.#rest(error);
      }
    }
  }

  #noteAnswer(): void {
    if (this.#failures > 0) this.#deps.onBack();
    this.#failures = 0;
    this.#awaySinceMs = undefined;
  }

  /** All consumers wait together: the queue is asked by each of them once a pause. */
  #rest(error: unknown): Promise<void> {
    this.#pause ??= this.#wait(error).finally(() => {
      this.#pause = undefined;
    });
    return this.#pause;
  }

  async #wait(error: unknown): Promise<void> {
    const { now, sleep, signal, onAway } = this.#deps;
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** this.#failures, LONGEST_WAIT_MS);
    this.#failures += 1;
    this.#awaySinceMs ??= now().getTime();
    onAway(error, new Date(now().getTime() + waitMs));
    await sleep(waitMs, signal).catch(() => undefined);
  }

  /** Never rejects: what goes wrong with a message leaves the next one alone. */
  async #handle(message: ReceivedMessage): Promise<void> {
    const { act, signal, lost } = this.#deps;
    const lease = new AbortController();
    const over = new AbortController();
    this.#busy += 1;
    const keeping = this.#keep(message, () => lease.abort(lost()), over.signal);
    let acted: Acted = 'back';
    try {
      acted = await act(message, AbortSignal.any([signal, lease.signal]));
    } catch (error) {
      if (signal.aborted) this.#interruption ??= error;
    }
    this.counts[acted] += 1;
    try {
      if (acted === 'back') {
        // Else a last call to keep it might come after the one that hands it back.
        over.abort();
        await keeping;
        await this.#handBack(message, lease.signal);
      } else {
        await this.#remove(message);
      }
    } catch (error) {
      this.#deps.onLoose(error);
    } finally {
      over.abort();
      await keeping;
      this.#busy -= 1;
    }
  }

  /** Keeps a message hidden until it is over; tells when it may have shown again. */
  async #keep(message: ReceivedMessage, tellLost: () => void, over: AbortSignal): Promise<void> {
    const { queue, visibilitySeconds, now, sleep, signal, onLoose } = this.#deps;
    const spanMs = visibilitySeconds * 1000;
    let hiddenUntilMs = now().getTime() + spanMs;
    let waitMs = spanMs / 3;
    for (;;) {
      await sleep(waitMs, over).catch(() => undefined);
      // A stop wakes everybody, and what is under way ends soon.
      if (over.aborted || signal.aborted) return;
      const askedMs = now().getTime();
      // After a sleep of the machine, say: from here on it may be another's.
      if (askedMs >= hiddenUntilMs) return tellLost();
      try {
        await queue.hide(message, visibilitySeconds);
        hiddenUntilMs = askedMs + spanMs;
        waitMs = spanMs / 3;
      } catch (error) {
        onLoose(error);
        waitMs = Math.min(spanMs / 10, Math.max(1, hiddenUntilMs - now().getTime()));
      }
    }
  }

  /** What a stop interrupted is there for the next consumer at once; what failed comes again later. */
  async #handBack(message: ReceivedMessage, lease: AbortSignal): Promise<void> {
    // It is not ours any more: whoever has it must keep it.
    if (lease.aborted) return;
    const { queue, signal, visibilitySeconds } = this.#deps;
    const restSeconds = Math.min(FIRST_REST_SECONDS * 2 ** (message.receives - 1), visibilitySeconds);
    await queue.hide(message, signal.aborted ? 0 : restSeconds);
  }

  async #remove(message: ReceivedMessage): Promise<void> {
    const { queue, sleep, signal } = this.#deps;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await queue.remove(message);
      } catch (error) {
        if (attempt === REMOVE_TRIES || signal.aborted) throw error;
        await sleep(FIRST_WAIT_MS * attempt, signal);
      }
    }
  }
}
