/**
 * The last complete record, however many runs have failed since: every record says where it is, and the first record
 * of a chain says which one it continues. None of those between has to be read.
 */
import type { ChainRecord } from '../seal/record.ts';
import { type Archive, readOurs } from './archive.ts';
import { readBackwards, readBefore, type SignedBy } from './history.ts';

/** Returns the last complete record up to and including one, also of an earlier chain; `undefined` when there is none. */
export async function readLastComplete(
  archive: Archive,
  from: ChainRecord | undefined,
  signedBy: SignedBy,
): Promise<ChainRecord | undefined> {
  for (let tail = from; tail !== undefined; ) {
    const { lastComplete } = tail.statement.predicate;
    const complete =
      lastComplete === null ? undefined : await readAt(archive, tail, lastComplete.seq, signedBy);
    if (complete?.statement.predicate.status === 'complete') return complete;
    const first = await readAt(archive, tail, 0, signedBy);
    tail = first === undefined ? undefined : await readBefore(archive, first, signedBy);
  }
  return undefined;
}

/**
 * Returns an earlier record of the same chain: at once where our key vouches for it. One of another key is believed
 * only where every digest from here to it holds.
 */
async function readAt(
  archive: Archive,
  tail: ChainRecord,
  seq: number,
  signedBy: SignedBy,
): Promise<ChainRecord | undefined> {
  const { number, logId } = tail.statement.predicate.chain;
  if (tail.statement.predicate.chain.seq === seq) return tail;
  const ours = await readOurs(archive, number, seq);
  if (ours?.statement.predicate.chain.logId === logId) return ours;
  for await (const record of readBackwards(archive, tail, signedBy)) {
    const { chain } = record.statement.predicate;
    if (chain.number !== number) return undefined;
    if (chain.seq === seq) return record;
  }
  return undefined;
}
