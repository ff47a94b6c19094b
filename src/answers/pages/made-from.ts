/** The records that a page rests on, so that somebody can tell whether other evidence is the same. Plain data. */
import type { PageRecord } from '../../../schemas/page-mark.ts';
import type { Run } from '../../verify/read-history.ts';

export function pageRecord({ manifest: { chain, checkpoint }, manifestSha256 }: Run): PageRecord {
  return { chain: chain.number, seq: chain.seq, manifestSha256, root: checkpoint.root };
}

/** Returns of each chain the newest record among some runs. */
export function newestRecords(runs: readonly Run[]): readonly PageRecord[] {
  const newest = new Map<number, PageRecord>();
  for (const record of runs.map(pageRecord)) {
    const known = newest.get(record.chain);
    if (known === undefined || known.seq < record.seq) newest.set(record.chain, record);
  }
  return [...newest.values()].sort((one, other) => one.chain - other.chain);
}
