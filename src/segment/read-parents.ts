/** Reads under each of many parents, some side by side. One that cannot be read leaves the others alone. */
import type { Gap } from '../evidence/read-facts.ts';

/** The ids of the parents, and whether they are known to be all. */
export interface Parents {
  readonly ids: readonly string[];
  readonly isWhole: boolean;
}

/** Enough to keep the connection busy, few enough to hold their pages in memory. */
const PARENTS_AT_ONCE = 16;

/** Returns under how many parents was read, and the first gap among the others. */
export async function readUnderEach(
  { ids }: Parents,
  read: (id: string) => Promise<Gap | undefined>,
): Promise<{ readonly read: number; readonly gap: Gap | undefined }> {
  let count = 0;
  let first: Gap | undefined;
  const rest = ids.values();
  const readOn = async () => {
    for (const id of rest) {
      const gap = await read(id);
      if (gap === undefined) count += 1;
      else first ??= gap;
    }
  };
  await Promise.all(Array.from({ length: PARENTS_AT_ONCE }, readOn));
  return { read: count, gap: first };
}
