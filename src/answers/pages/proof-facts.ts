/** What somebody who doubts the page needs to check the evidence without it. Plain data. */
import { chainRecordKey, MANIFEST_FILE, receiptKey, snapshotPrefix } from '../../store/layout.ts';
import type { Run } from '../../verify/read-history.ts';

export interface ProofFacts {
  readonly connection: string;
  /** From the store's root, with a slash at its end. */
  readonly folder: string;
  readonly record: string;
  readonly receipt: string;
  readonly manifestFile: string;
  readonly manifestSha256: string;
  /** Of the keys that were trusted when the page was made. */
  readonly keyIds: readonly string[];
  readonly chain: number;
  readonly seq: number;
  /** Of the tree over all records before this one. */
  readonly checkpoint: { readonly size: number; readonly root: string };
  readonly catalogSha256: string | null;
  readonly toolDigest: string | null;
}

export function proofFacts({ manifest, manifestSha256 }: Run, keyIds: readonly string[]): ProofFacts {
  const { connection, chain, snapshotPath, checkpoint, checks, tool } = manifest;
  return {
    connection,
    folder: snapshotPrefix(connection, snapshotPath),
    record: chainRecordKey(connection, chain.number, chain.seq),
    receipt: receiptKey(connection, chain.number, chain.seq),
    manifestFile: MANIFEST_FILE,
    manifestSha256,
    keyIds,
    chain: chain.number,
    seq: chain.seq,
    checkpoint: { size: checkpoint.size, root: checkpoint.root },
    catalogSha256: checks?.catalogSha256 ?? null,
    toolDigest: tool.digest ?? null,
  };
}
