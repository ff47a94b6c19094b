/**
 * What a connection's chain says so far, read from its end. A tail that our own key did not sign, or
 * that is no record at all, cannot be extended: then the next chain begins and says what it continues.
 */

import type { KeyObject } from 'node:crypto';
import { LARGEST_RECORD_BYTES, PAYLOAD_TYPE, type Predicate } from '../../schemas/chain.ts';
import { StoreError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import type { Continued, Position } from '../seal/chain.ts';
import { checkpointAfter } from '../seal/chain.ts';
import { isSignatureValid } from '../seal/dsse.ts';
import { EMPTY_ROOT } from '../seal/merkle.ts';
import type { ChainRecord } from '../seal/record.ts';
import { parseRecord } from '../seal/record.ts';
import type { Signer } from '../seal/signer.ts';
import { readUpTo } from '../store/content.ts';
import { chainPrefix, chainRecordKey, parseChainKey } from '../store/layout.ts';
import type { Store } from '../store/store.ts';

export interface History {
  /** Where the next record goes. */
  readonly position: Position;
  /** The last record that our key vouches for; `undefined` in a new or taken-over folder. */
  readonly last: ChainRecord | undefined;
  /** The last record, also of another key where ours vouches for none: to be strict by, never to be lenient by. */
  readonly lastOfAnyKey: ChainRecord | undefined;
  /** What is wrong with the chains that are there, in words. */
  readonly broken: string | undefined;
}

export interface Archive {
  readonly store: Store;
  readonly connection: string;
  readonly signer: Pick<Signer, 'keyId' | 'publicKey'>;
  /** Public keys that signed before: their records are ours too, but nothing is signed by them any more. */
  readonly previousKeys?: readonly KeyObject[];
}

/** Whose records count where one chain continues another. */
export type SignedBy = 'us' | 'anybody';

const NO_LOG_ID = '0'.repeat(32);

/** Three digits name a chain. */
const LAST_CHAIN = 999;

/** Returns the history of a connection. @throws StoreError READ_FAILED */
export async function readHistory(archive: Archive, newLogId: () => string): Promise<History> {
  const chains = await listChains(archive);
  const begin = (after: number, continues: Continued | null): Position => ({
    kind: 'first',
    number: freeAfter(after, chains, archive),
    logId: newLogId(),
    continues,
  });
  const newest = await findReadable(archive, chains);
  const rubbish = chains.find(({ number }) => number > (newest?.number ?? 0))?.number;
  const broken = rubbish === undefined ? undefined : `chain ${rubbish} holds nothing that can be read`;
  if (newest === undefined) {
    const continues = rubbish === undefined ? null : toContinued(rubbish, undefined);
    return { position: begin(rubbish ?? 0, continues), last: undefined, lastOfAnyKey: undefined, broken };
  }
  const { number, record, isTail } = newest;
  if (isTail && isOurs(record, archive)) {
    return { position: { kind: 'behind', tail: record }, last: record, lastOfAnyKey: record, broken };
  }
  // What earlier runs found out must not be forgotten because a newer chain is not ours.
  const last = await findReadable(archive, chains, (each) => isOurs(each, archive));
  return {
    position: begin(number, toContinued(number, record)),
    last: last?.record,
    lastOfAnyKey: last?.record ?? record,
    broken: isTail ? 'its last record is signed by another key' : 'its last record is unreadable',
  };
}

/**
 * Ensures that a record read before still stands where it was: a chain that vanished or was replaced
 * during a run must not be begun again as if there had never been one. @throws StoreError READ_FAILED
 */
export async function assertStillThere(archive: Archive, before: ChainRecord | undefined): Promise<void> {
  if (before === undefined) return;
  const { number, seq } = before.statement.predicate.chain;
  const now = await readRecord(archive, number, seq);
  if (now?.payload.equals(before.payload)) return;
  throw new StoreError({
    code: 'READ_FAILED',
    key: chainRecordKey(archive.connection, number, seq),
    message: `read chain: ${archive.connection}: expected record ${seq} of chain ${number} as it was when the run began, got ${now === undefined ? 'nothing' : 'another'}`,
    hint: 'Find out what happened to the store, restore it from a copy, and run again.',
  });
}

/**
 * Yields records, newest first: those of one chain are tied to each other by their digests, and before its
 * first comes the last of an earlier chain that our key vouches for; or anyone's, when asked for those.
 */
export async function* readBackwards(
  archive: Archive,
  last: ChainRecord | undefined,
  signedBy: SignedBy = 'us',
): AsyncGenerator<ChainRecord> {
  for (let record = last; record !== undefined; ) {
    yield record;
    record = await readBefore(archive, record, signedBy);
  }
}

/** Returns the record that a run compared itself with: the one before; `undefined` where there was none. */
export function readPrevious(archive: Archive, record: ChainRecord): Promise<ChainRecord | undefined> {
  return readBefore(archive, record, 'us');
}

/** Returns the record before one, as `readBackwards` yields it. */
export async function readBefore(
  archive: Archive,
  record: ChainRecord,
  signedBy: SignedBy,
): Promise<ChainRecord | undefined> {
  const { number, prev, continues }: Predicate['chain'] = record.statement.predicate.chain;
  if (prev !== null) {
    const previous = await readRecord(archive, number, prev.seq);
    return previous !== undefined && sha256(previous.payload) === prev.sha256 ? previous : undefined;
  }
  if (continues === null) return undefined;
  const earlier = (await listChains(archive)).filter((chain) => chain.number <= continues.number);
  const found = await findReadable(
    archive,
    earlier,
    (each) => signedBy === 'anybody' || isOurs(each, archive),
  );
  return found?.record;
}

interface ChainFiles {
  readonly number: number;
  /** Greatest first. */
  readonly seqs: readonly number[];
}

/** Returns what is under the numbers of chains, newest chain first, whether it can be read or not. */
async function listChains({ store, connection }: Archive): Promise<readonly ChainFiles[]> {
  const chains = new Map<number, number[]>();
  for await (const { key } of store.list(chainPrefix(connection))) {
    const found = parseChainKey(connection, key);
    if (found !== undefined) chains.set(found.chain, [...(chains.get(found.chain) ?? []), found.seq]);
  }
  return [...chains]
    .map(([number, seqs]) => ({ number, seqs: seqs.sort((a, b) => b - a) }))
    .sort((a, b) => b.number - a.number);
}

/** The number after, or the next one under which nothing lies. @throws StoreError WRITE_FAILED */
function freeAfter(number: number, chains: readonly ChainFiles[], { connection }: Archive): number {
  const taken = new Set(chains.map((chain) => chain.number));
  for (let free = number + 1; free <= LAST_CHAIN; free += 1) if (!taken.has(free)) return free;
  throw new StoreError({
    code: 'WRITE_FAILED',
    key: chainPrefix(connection),
    message: `store: ${connection}: expected a free number for a new chain, got none up to ${LAST_CHAIN}`,
    hint: 'Leave this store unchanged, and continue the connection under a new name or in a new store.',
  });
}

/** `undefined` for what is there but is no record of this place. */
async function readRecord(archive: Archive, chain: number, seq: number): Promise<ChainRecord | undefined> {
  try {
    const key = chainRecordKey(archive.connection, chain, seq);
    const bytes = await readUpTo(archive.store, key, LARGEST_RECORD_BYTES);
    if (bytes === undefined) return undefined;
    const record = parseRecord(bytes);
    const { connection, chain: members } = record.statement.predicate;
    const isInPlace = members.number === chain && members.seq === seq && connection === archive.connection;
    return isInPlace ? record : undefined;
  } catch (error) {
    // A store that cannot be read is no broken chain: nothing may be concluded from it.
    if (error instanceof StoreError && error.code === 'READ_FAILED') throw error;
    return undefined;
  }
}

/** Returns the record of a place when our key vouches for it. */
export async function readOurs(
  archive: Archive,
  chain: number,
  seq: number,
): Promise<ChainRecord | undefined> {
  const record = await readRecord(archive, chain, seq);
  return record !== undefined && isOurs(record, archive) ? record : undefined;
}

/** A rotation record carries the old key's signature first; the last one is the key in force. */
function isOurs(record: ChainRecord, { signer }: Archive): boolean {
  const { verificationMaterial, dsseEnvelope } = record.bundle;
  const signature = dsseEnvelope.signatures.at(-1);
  if (signature?.keyid !== signer.keyId || verificationMaterial.publicKey.hint !== signer.keyId) return false;
  return isSignatureValid(
    signer.publicKey,
    PAYLOAD_TYPE,
    record.payload,
    Buffer.from(signature.sig, 'base64'),
  );
}

/** Goes by what is there and not by number: unreadable data may stand at a number far away. */
async function findReadable(
  archive: Archive,
  chains: readonly ChainFiles[],
  isFit: (record: ChainRecord) => boolean = () => true,
): Promise<{ number: number; record: ChainRecord; isTail: boolean } | undefined> {
  for (const { number, seqs } of chains) {
    for (const seq of seqs) {
      const record = await readRecord(archive, number, seq);
      if (record === undefined) continue;
      if (isFit(record)) return { number, record, isTail: seq === seqs[0] };
      break;
    }
  }
  return undefined;
}

function toContinued(number: number, readable: ChainRecord | undefined): Continued {
  if (readable === undefined) return { number, logId: NO_LOG_ID, size: 0, root: EMPTY_ROOT };
  const { size, root } = checkpointAfter(readable);
  return { number, logId: readable.statement.predicate.chain.logId, size, root };
}
