/** What `schedule` is told of a queue. */
import { MOST_AT_ONCE } from '../commands/side-by-side.ts';
import { UsageError } from '../errors.ts';

export interface QueueFlags {
  readonly queue?: string;
  readonly dispatch?: boolean;
  readonly consumers?: string;
}

export interface QueueWish {
  readonly url: string;
  readonly isDispatching: boolean;
  readonly consumers: number;
}

const MOST_CONSUMERS = 100;

/** Returns what is wanted of a queue; undefined where none is named. @throws UsageError */
export function toQueueWish(flags: QueueFlags, names: readonly string[]): QueueWish | undefined {
  const { queue: url, dispatch: isDispatching = false, consumers } = flags;
  if (url === undefined) {
    if (!isDispatching && consumers === undefined) return undefined;
    const option = isDispatching ? '--dispatch' : '--consumers';
    throw refuse(`${option}: expected --queue with it, got none`, 'Name the queue: --queue URL.');
  }
  if (names.length > 0 && !isDispatching) {
    const hint = 'Leave the names out: whoever takes messages collects what they name.';
    throw refuse('--queue: expected no connection without --dispatch, got some', hint);
  }
  return { url, isDispatching, consumers: toCount(consumers, isDispatching) };
}

function toCount(text: string | undefined, isDispatching: boolean): number {
  if (text === undefined) return MOST_AT_ONCE;
  const count = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  const least = isDispatching ? 0 : 1;
  if (count >= least && count <= MOST_CONSUMERS) return count;
  throw refuse(
    `--consumers: expected a whole number from ${least} to ${MOST_CONSUMERS}, got something else`,
    'Choose how many runs this process may make at once, such as 4.',
  );
}

function refuse(problem: string, hint: string): UsageError {
  return new UsageError({ message: `schedule: ${problem}`, hint });
}
