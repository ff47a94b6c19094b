/**
 * How a record continues its chain. Pure: the last record in, the next one's members out.
 * The tail alone is enough: it carries the frontier of the tree and where the last complete record is.
 */
import type { ChainMembers, Checkpoint, Predicate } from '../../schemas/chain.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import { sha256 } from '../evidence/canonical.ts';
import { EMPTY_ROOT, growFrontier, leafHash, rootOf } from './merkle.ts';
import type { ChainRecord } from './record.ts';

/** A chain that cannot be extended any more, as far as it could be read. */
export type Continued = ChainMembers['continues'];

/** Where the next record goes: behind a tail, or at the start of a new chain. */
export type Position =
  | {
      readonly kind: 'behind';
      readonly tail: ChainRecord;
      /** Key id of the tail's key, where the tail names ours as the next. */
      readonly rotatedFrom?: string;
    }
  | {
      readonly kind: 'first';
      readonly number: number;
      readonly logId: string;
      readonly continues: Continued;
    };

/** Returns the number of the chain and of the record that comes at this position. */
export function numbersAt(position: Position): { readonly number: number; readonly seq: number } {
  if (position.kind === 'first') return { number: position.number, seq: 0 };
  const { number, seq } = position.tail.statement.predicate.chain;
  return { number, seq: seq + 1 };
}

/**
 * Returns the predicate of the record at a position.
 * `now` is when it is recorded; a chain never goes back in time, so the previous instant may win.
 * `nextKey` is the id of the key that signs from the next record on, where that is another one.
 */
export async function nextPredicate(
  manifest: Manifest,
  snapshotPath: string,
  position: Position,
  { now, nextKey }: { readonly now: string; readonly nextKey?: string | undefined },
): Promise<Predicate> {
  const chain = { ...nextChainMembers(position, now), ...(nextKey === undefined ? {} : { nextKey }) };
  const previousComplete = position.kind === 'behind' ? position.tail.statement.predicate.lastComplete : null;
  return {
    ...manifest,
    chain,
    snapshotPath,
    checkpoint: await checkpointAt(position),
    lastComplete:
      manifest.status === 'complete' ? { seq: chain.seq, at: manifest.run.startedAt } : previousComplete,
  };
}

function nextChainMembers(position: Position, now: string): ChainMembers {
  if (position.kind === 'first') {
    const { number, logId, continues } = position;
    return { number, logId, seq: 0, prev: null, recordedAt: now, continues };
  }
  const { tail, rotatedFrom } = position;
  const { number, logId, seq, recordedAt } = tail.statement.predicate.chain;
  return {
    number,
    logId,
    seq: seq + 1,
    prev: { seq, sha256: sha256(tail.payload) },
    recordedAt: laterOf(now, recordedAt),
    ...(rotatedFrom === undefined ? {} : { rotatedFrom }),
    continues: null,
  };
}

/** Returns the checkpoint over all payloads before the record at this position. */
async function checkpointAt(position: Position): Promise<Checkpoint> {
  if (position.kind === 'first') return { size: 0, root: EMPTY_ROOT, frontier: [] };
  return checkpointAfter(position.tail);
}

/** Returns the checkpoint over all payloads up to and including this record's. */
export async function checkpointAfter(record: ChainRecord): Promise<Checkpoint> {
  const { size, frontier } = record.statement.predicate.checkpoint;
  const grown = await growFrontier(frontier, size, await leafHash(record.payload));
  return { size: size + 1, root: await rootOf(grown), frontier: [...grown] };
}

/** The later of two instants, by time and not by text. */
export function laterOf(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

/**
 * Returns the receipt an auditor keeps: with it, a chain cut short or rewritten is noticed.
 *
 *     segment-evidence receipt v1
 *     logId 0f3c…
 *     size 43
 *     root sha256:9b1d…
 *     key 5e88…
 */
export async function receiptOf(record: ChainRecord, keyId: string): Promise<string> {
  const { size, root } = await checkpointAfter(record);
  const { logId } = record.statement.predicate.chain;
  return `segment-evidence receipt v1\nlogId ${logId}\nsize ${size}\nroot sha256:${root}\nkey ${keyId}\n`;
}
