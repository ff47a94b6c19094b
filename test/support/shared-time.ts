/** Made-up time for several who wait at once. */
import { START } from './client.ts';

/** Time in which several can sleep at once: it moves on to whoever wakes first, when nobody else can go on. */
export class SharedTime {
  nowMs = START;
  readonly #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  readonly now = () => this.nowMs;
  readonly sleep = (ms: number) =>
    new Promise<void>((wake) => {
      this.#sleepers.push({ atMs: this.nowMs + ms, wake });
    });

  async runUntil(done: Promise<unknown>): Promise<void> {
    let isDone = false;
    const ending = done.then(() => {
      isDone = true;
    });
    for (;;) {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      if (isDone) return ending;
      this.#sleepers.sort((a, b) => b.atMs - a.atMs);
      const next = this.#sleepers.pop();
      if (next === undefined) throw new Error('everybody waits and nobody sleeps');
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.wake();
    }
  }
}

/** Returns the largest number of these instants within one minute. */
export function mostInAMinute(times: readonly number[]): number {
  return Math.max(
    0,
    ...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length),
  );
}
