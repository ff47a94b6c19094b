/** Reads under each of many parents, some side by side. One that cannot be read leaves the others alone. */
import type { PlaceDefinition } from '../../schemas/place.ts';
import type { Parent } from '../evidence/normalise.ts';
import type { Gap } from '../evidence/read-facts.ts';
import type { SegmentClient } from './client.ts';
import { gapOfAll, lateGap } from './gap.ts';

/** One record that is read under. */
export interface Under {
  /** Values of the request's parameters, by name. */
  readonly params: Readonly<Record<string, string>>;
  /** `parent` in the lines of the records. */
  readonly parent: Parent;
  /** The records themselves, where the parent's record brought them along. */
  readonly brought?: readonly unknown[];
}

/** The parents, and whether they are known to be all. */
export interface Parents {
  readonly count: number;
  readonly each: Iterable<Under>;
  readonly isWhole: boolean;
}

/** Returns the gap that there is however long is waited: an operation's own limit lets no more through in the time left. */
export function tooLate(
  client: Pick<SegmentClient, 'leastMs'>,
  { each }: Parents,
  { operationId, requestsPerMinute }: Pick<PlaceDefinition, 'operationId' | 'requestsPerMinute'>,
): Gap | undefined {
  if (requestsPerMinute === undefined) return undefined;
  let requests = 0;
  for (const { brought } of each) if (brought === undefined) requests += 1;
  const time = client.leastMs({ operationId, requestsPerMinute }, requests);
  return time.neededMs < time.leftMs ? undefined : lateGap({ requests, requestsPerMinute, ...time });
}

/** Enough to keep the connection busy, few enough to hold their pages in memory. */
const PARENTS_AT_ONCE = 16;

/** Returns under how many parents was read, and the gap that the others leave. */
export async function readUnderEach(
  { each }: Parents,
  read: (under: Under) => Promise<Gap | undefined>,
): Promise<{ readonly read: number; readonly gap: Gap | undefined }> {
  let count = 0;
  let all: Gap | undefined;
  const rest = each[Symbol.iterator]();
  const readOn = async () => {
    // Not `for`, which would end it for all when one leaves.
    for (let next = rest.next(); next.done !== true; next = rest.next()) {
      const gap = await read(next.value);
      if (gap === undefined) count += 1;
      else all = gapOfAll(all, gap);
    }
  };
  await Promise.all(Array.from({ length: PARENTS_AT_ONCE }, readOn));
  return { read: count, gap: all };
}
