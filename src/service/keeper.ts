/**
 * Keeps connections to their schedules: woken by ticks, at the start and after every run, it finds which
 * slot is the newest that has come, and has it attended to; once more when that said that it may be tried again.
 * Knows no Segment, no store and no timer: all that is handed in.
 */
import { GRACE_MS, newestSlot } from '../schedule/slots.ts';

export interface Kept {
  readonly name: string;
  readonly schedule: string;
  readonly timezone: string;
}

export interface KeeperDeps {
  readonly now: () => Date;
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
  /**
   * Has a slot collected if that is due. Resolves to when it may be due again, or never; rejects when nothing
   * could be committed, or was interrupted.
   */
  readonly attend: (name: string, slot: Date, trigger: 'schedule' | 'catch-up') => Promise<Date | 'never'>;
  readonly onFailure: (name: string, slot: Date, error: unknown, retryAt: Date) => void;
  /** What there is to do while no slot is due. Never rejects. */
  readonly betweenSlots?: (name: string) => Promise<void>;
}

/** After a run that could not be committed the next try waits 1, 2, 4 … minutes, at most an hour. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 60 * 60 * 1000;
/** However soon a slot may be due again. */
const SHORTEST_REST_MS = 60_000;

interface Progress {
  handledMs: number;
  /** When the slot that was dealt with may be due again. */
  againAtMs: number;
  failures: number;
  retryAtMs: number;
  running: Promise<void> | undefined;
  /** Not while it only does what there is to do between slots. */
  isFilling: boolean;
}

export class Keeper {
  readonly #deps: KeeperDeps;
  readonly #progress = new Map<string, Progress>();
  #interruption: unknown;

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
  }

  isRunning(name: string): boolean {
    return this.#of(name).isFilling;
  }

  /** Resolves when every slot of this connection that is due has been dealt with. Joins a run under way. */
  wake(kept: Kept, isStart = false): Promise<void> {
    const progress = this.#of(kept.name);
    progress.running ??= this.#work(kept, progress, isStart).finally(() => {
      progress.running = undefined;
    });
    return progress.running;
  }

  /** Resolves when nothing runs any more; rejects when a run was interrupted. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#progress.values()].map(({ running }) => running));
    if (this.#interruption !== undefined) throw this.#interruption;
  }

  #of(name: string): Progress {
    const known = this.#progress.get(name);
    if (known !== undefined) return known;
    const made: Progress = {
      handledMs: Number.NEGATIVE_INFINITY,
      againAtMs: Number.POSITIVE_INFINITY,
      failures: 0,
      retryAtMs: Number.NEGATIVE_INFINITY,
      running: undefined,
      isFilling: false,
    };
    this.#progress.set(name, made);
    return made;
  }

  async #work(kept: Kept, progress: Progress, isStart: boolean): Promise<void> {
    // Once more after each run: it may have lasted until the next slot.
    for (let isFirst = isStart; ; isFirst = false) {
      const slot = this.#due(kept, progress);
      if (slot === undefined) {
        if (!this.#deps.signal.aborted) await this.#deps.betweenSlots?.(kept.name);
        // A slot may have come meanwhile, and its tick has joined this.
        if (this.#due(kept, progress) === undefined) return;
        continue;
      }
      progress.isFilling = true;
      const isDealtWith = await this.#attend(kept, slot, progress, isFirst);
      progress.isFilling = false;
      if (!isDealtWith) return;
    }
  }

  #due({ schedule, timezone }: Kept, { handledMs, againAtMs, retryAtMs }: Progress): Date | undefined {
    const now = this.#deps.now();
    const nowMs = now.getTime();
    // Both were set by this clock: if they are far ahead of it now, it was wrong, and must not keep us waiting.
    const isWaiting = nowMs < retryAtMs && retryAtMs - nowMs <= LONGEST_WAIT_MS;
    if (this.#deps.signal.aborted || isWaiting) return undefined;
    const slot = newestSlot(schedule, timezone, now);
    const isHandled = slot !== undefined && slot.getTime() <= handledMs && handledMs - nowMs <= GRACE_MS;
    return isHandled && !(slot.getTime() === handledMs && nowMs >= againAtMs) ? undefined : slot;
  }

  /** Resolves to whether the slot is dealt with for now. */
  async #attend({ name }: Kept, slot: Date, progress: Progress, isStart: boolean): Promise<boolean> {
    const { now, attend, onFailure, signal } = this.#deps;
    try {
      const isLate = isStart || now().getTime() - slot.getTime() >= GRACE_MS;
      const again = await attend(name, slot, isLate ? 'catch-up' : 'schedule');
      const earliestMs = now().getTime() + SHORTEST_REST_MS;
      progress.handledMs = slot.getTime();
      progress.againAtMs =
        again === 'never' ? Number.POSITIVE_INFINITY : Math.max(again.getTime(), earliestMs);
      progress.failures = 0;
      progress.retryAtMs = Number.NEGATIVE_INFINITY;
      return true;
    } catch (error) {
      if (signal.aborted) {
        this.#interruption = error;
        return false;
      }
      const waitMs = Math.min(FIRST_WAIT_MS * 2 ** progress.failures, LONGEST_WAIT_MS);
      progress.failures += 1;
      progress.retryAtMs = now().getTime() + waitMs;
      onFailure(name, slot, error, new Date(progress.retryAtMs));
      return false;
    }
  }
}
