/**
 * What a connection's chain says so far, read from its end. A tail that our own key did not sign, or
 * that is no record at all, cannot be extended: then the next chain begins and says what it continues.
 */

import type { Predicate } from '../../schemas/chain.ts';
import { PAYLOAD_TYPE } from '../../schemas/chain.ts';
import { StoreError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import type { Continued, Position } from '../seal/chain.ts';
import { checkpointAfter } from '../seal/chain.ts';
import { isSignatureValid } from '../seal/dsse.ts';
import { EMPTY_ROOT } from '../seal/merkle.ts';
import type { ChainRecord } from '../seal/record.ts';
import { parseRecord } from '../seal/record.ts';
import type { Signer } from '../seal/signer.ts';
import { readWhole } from '../store/content.ts';
import { chainPrefix, chainRecordKey, parseChainKey } from '../store/layout.ts';
import type { Store } from '../store/store.ts';

export interface History {
  /** Where the next record goes. */
  readonly position: Position;
  /** The last record that our key vouches for; `undefined` in a new or taken-over folder. */
  readonly last: ChainRecord | undefined;
  /** Why the newest chain cannot be extended, in words; `undefined` when it can. */
  readonly broken: string | undefined;
}

export interface Archive {
  readonly store: Store;
  readonly connection: string;
  readonly signer: Pick<Signer, 'keyId' | 'publicKey'>;
}

const NO_LOG_ID = '0'.repeat(32);

/** Returns the history of a connection. @throws StoreError READ_FAILED */
export async function readHistory(archive: Archive, newLogId: () => string): Promise<History> {
  const newest = await findNewest(archive);
  if (newest === undefined) {
    const position: Position = { kind: 'first', number: 1, logId: newLogId(), continues: null };
    return { position, last: undefined, broken: undefined };
  }
  const tail = await readRecord(archive, newest.chain, newest.seq);
  if (tail !== undefined && isOurs(tail, archive)) {
    return { position: { kind: 'behind', tail }, last: tail, broken: undefined };
  }
  const readable = await findReadable(archive, newest.chain);
  const known = await findOurs(archive, newest.chain);
  return {
    position: {
      kind: 'first',
      number: newest.chain + 1,
      logId: newLogId(),
      continues: toContinued(newest.chain, readable),
    },
    last: known,
    broken: tail === undefined ? 'its last record is unreadable' : 'its last record is signed by another key',
  };
}

/**
 * Ensures that a record read before still stands where it was: a chain that vanished or was exchanged
 * during a run must not be begun anew as if there had never been one. @throws StoreError READ_FAILED
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
    hint: 'Find out what happened to the store and bring it back from a copy; then run again.',
  });
}

/** Yields what our key vouches for, newest first: each record is tied to the next one by its digest. */
export async function* readBackwards(
  archive: Archive,
  last: ChainRecord | undefined,
): AsyncGenerator<ChainRecord> {
  for (let record = last; record !== undefined; ) {
    yield record;
    const { number, prev }: Predicate['chain'] = record.statement.predicate.chain;
    if (prev === null) return;
    const previous: ChainRecord | undefined = await readRecord(archive, number, prev.seq);
    if (previous === undefined || sha256(previous.payload) !== prev.sha256) return;
    record = previous;
  }
}

/**
 * Returns the record that a run compared itself with: the one before in its chain, else the last of the
 * chain that this one continues; `undefined` where our key does not vouch for it, as then.
 */
export async function readPrevious(archive: Archive, record: ChainRecord): Promise<ChainRecord | undefined> {
  const { number, prev, continues } = record.statement.predicate.chain;
  if (prev !== null) {
    const previous = await readRecord(archive, number, prev.seq);
    return previous !== undefined && sha256(previous.payload) === prev.sha256 ? previous : undefined;
  }
  if (continues === null || continues.size === 0) return undefined;
  const previous = await readRecord(archive, continues.number, continues.size - 1);
  return previous !== undefined && isOurs(previous, archive) ? previous : undefined;
}

async function findNewest({
  store,
  connection,
}: Archive): Promise<{ chain: number; seq: number } | undefined> {
  let newest: { chain: number; seq: number } | undefined;
  for await (const { key } of store.list(chainPrefix(connection))) {
    const found = parseChainKey(connection, key);
    if (found === undefined) continue;
    const isNewer =
      newest === undefined ||
      found.chain > newest.chain ||
      (found.chain === newest.chain && found.seq > newest.seq);
    if (isNewer) newest = found;
  }
  return newest;
}

/** `undefined` for what is there but is no record of this place. */
async function readRecord(archive: Archive, chain: number, seq: number): Promise<ChainRecord | undefined> {
  try {
    const record = parseRecord(
      await readWhole(archive.store, chainRecordKey(archive.connection, chain, seq)),
    );
    const { connection, chain: members } = record.statement.predicate;
    const isInPlace = members.number === chain && members.seq === seq && connection === archive.connection;
    return isInPlace ? record : undefined;
  } catch (error) {
    // A store that cannot be read is no broken chain: nothing may be concluded from it.
    if (error instanceof StoreError && error.code === 'READ_FAILED') throw error;
    return undefined;
  }
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

/** Goes by what is there and not by number: rubbish may stand at a number far away. */
async function findReadable(archive: Archive, chain: number): Promise<ChainRecord | undefined> {
  const seqs: number[] = [];
  for await (const { key } of archive.store.list(chainPrefix(archive.connection))) {
    const found = parseChainKey(archive.connection, key);
    if (found?.chain === chain) seqs.push(found.seq);
  }
  for (const seq of seqs.sort((a, b) => b - a)) {
    const record = await readRecord(archive, chain, seq);
    if (record !== undefined) return record;
  }
  return undefined;
}

/** What earlier runs found out must not be forgotten because a newer chain holds nothing but rubbish. */
async function findOurs(archive: Archive, newest: number): Promise<ChainRecord | undefined> {
  for (let chain = newest; chain >= 1; chain -= 1) {
    const readable = await findReadable(archive, chain);
    if (readable !== undefined && isOurs(readable, archive)) return readable;
  }
  return undefined;
}

function toContinued(number: number, readable: ChainRecord | undefined): Continued {
  if (readable === undefined) return { number, logId: NO_LOG_ID, size: 0, root: EMPTY_ROOT };
  const { size, root } = checkpointAfter(readable);
  return { number, logId: readable.statement.predicate.chain.logId, size, root };
}
