/** How far the reading is, told now and then, and ended when somebody says so. */
import type { Watch } from './tree-store.ts';

export interface Progress {
  readonly files: number;
  readonly bytes: number;
  /** What is read now. */
  readonly key: string;
}

export class CancelledError extends Error {
  constructor() {
    super('verify: ended before everything was read: nothing can be said of it');
    this.name = 'CancelledError';
  }
}

/** Often enough to be seen, and seldom enough to cost nothing. */
const EVERY_MS = 150;

/** Returns a watch that calls `tell` now and then; `elapsedMs` is a clock. */
export function watching(
  tell: (progress: Progress) => void,
  signal: AbortSignal,
  elapsedMs: () => number,
): Watch {
  let [files, bytes, toldAt] = [0, 0, Number.NEGATIVE_INFINITY];
  return {
    onBytes: (key, more) => {
      if (signal.aborted) throw new CancelledError();
      if (more === 0) files += 1;
      bytes += more;
      const now = elapsedMs();
      if (now - toldAt < EVERY_MS) return;
      toldAt = now;
      tell({ files, bytes, key });
    },
  };
}
