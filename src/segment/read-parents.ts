/** Reads under each of many parents, some side by side. One that cannot be read leaves the others alone. */
import type { Parent } from '../evidence/normalise.ts';
import type { Gap } from '../evidence/read-facts.ts';

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
  readonly each: readonly Under[];
  readonly isWhole: boolean;
}

/** Enough to keep the connection busy, few enough to hold their pages in memory. */
const PARENTS_AT_ONCE = 16;

/** Returns under how many parents was read, and the first gap among the others. */
export async function readUnderEach(
  { each }: Parents,
  read: (under: Under) => Promise<Gap | undefined>,
): Promise<{ readonly read: number; readonly gap: Gap | undefined }> {
  let count = 0;
  let first: Gap | undefined;
  const rest = each.values();
  const readOn = async () => {
    for (const under of rest) {
      const gap = await read(under);
      if (gap === undefined) count += 1;
      else first ??= gap;
    }
  };
  await Promise.all(Array.from({ length: PARENTS_AT_ONCE }, readOn));
  return { read: count, gap: first };
}
