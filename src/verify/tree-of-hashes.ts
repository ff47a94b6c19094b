/** What follows from the hashes of a chain's first records, where the records themselves are elsewhere. Pure. */
import { growFrontier, rootOf } from '../seal/merkle.ts';

export interface TreeOfHashes {
  /** How many there are. */
  readonly size: number;
  readonly frontier: readonly string[];
  /** Root of the tree over the first n. */
  readonly roots: ReadonlyMap<number, string>;
}

/** Returns the tree over leaves, first to last. */
export async function treeOf(leaves: readonly string[]): Promise<TreeOfHashes> {
  const roots = new Map<number, string>();
  let frontier: readonly string[] = [];
  for (const [seq, leaf] of leaves.entries()) {
    frontier = await growFrontier(frontier, seq, leaf);
    roots.set(seq + 1, await rootOf(frontier));
  }
  return { size: leaves.length, frontier, roots };
}
