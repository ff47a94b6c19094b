/**
 * What fits: a message, and messages into batches. Pure. Segment answers 400 to a whole batch with one message
 * that is too large, and 200 to one with too many, which it then throws away: so nothing is left to the answer.
 */

/** 32 KB, as every library of Segment's counts it. */
export const MOST_MESSAGE_BYTES = 32 * 1024;
/** Below Segment's 500 KB however that is counted, and where its library would cut a batch by itself. */
export const MOST_BATCH_BYTES = 480 * 1024;
export const MOST_BATCH_MESSAGES = 2_500;

export interface BatchLimits {
  /** Of the batch around its messages. */
  readonly envelopeBytes: number;
  readonly mostMessages?: number;
}

/** Returns the indices of messages, batch by batch, in their order; what is too large by itself is in none. */
export function batchesOf(
  sizes: readonly number[],
  { envelopeBytes, mostMessages = MOST_BATCH_MESSAGES }: BatchLimits,
): readonly (readonly number[])[] {
  const batches: number[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [index, size] of sizes.entries()) {
    if (size > MOST_MESSAGE_BYTES) continue;
    const open = batches.at(-1);
    // With the comma before it.
    const fits = open !== undefined && open.length < mostMessages && bytes + 1 + size <= MOST_BATCH_BYTES;
    if (fits) {
      open.push(index);
      bytes += 1 + size;
    } else {
      batches.push([index]);
      bytes = envelopeBytes + size;
    }
  }
  return batches;
}
