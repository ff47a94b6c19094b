/** A chain of records in memory, made by the same functions as a real one. */
import type { Manifest } from '../../schemas/manifest.ts';
import { nextPredicate, type Position } from '../../src/seal/chain.ts';
import { type ChainRecord, parseRecord, sealRecord } from '../../src/seal/record.ts';
import type { Signer } from '../../src/seal/signer.ts';
import { manifestWith } from '../evidence/manifests.ts';

export const LOG_ID = '0123456789abcdef0123456789abcdef';
export const FIRST: Position = { kind: 'first', number: 1, logId: LOG_ID, continues: null };

/** Seals one record at a position. */
export async function recordAt(
  position: Position,
  signer: Signer,
  changes: Partial<Manifest> = {},
  now = '2026-11-22T03:00:10.000Z',
): Promise<ChainRecord> {
  const predicate = await nextPredicate(manifestWith(changes), 'snapshots/x', position, { now });
  const { bytes } = await sealRecord(
    [{ name: 'manifest-sha256.txt', sha256: 'c'.repeat(64) }],
    predicate,
    signer,
  );
  return parseRecord(bytes);
}

/** Seals a chain of as many records, one status each. */
export async function chainOf(
  statuses: readonly Manifest['status'][],
  signer: Signer,
): Promise<readonly ChainRecord[]> {
  const records: ChainRecord[] = [];
  for (const status of statuses) {
    const tail = records.at(-1);
    records.push(await recordAt(tail === undefined ? FIRST : { kind: 'behind', tail }, signer, { status }));
  }
  return records;
}
