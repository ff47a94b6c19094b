/**
 * What a connection's chains say so far, read from their end. Where the next record goes is decided in `position.ts`;
 * here is what is read for it, and how records are read one behind the other.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { StoreError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import { checkpointAfter, type Position } from '../seal/chain.ts';
import { keyIdOf } from '../seal/dsse.ts';
import type { NewerRecord } from '../seal/newer.ts';
import type { ChainRecord } from '../seal/record.ts';
import { chainRecordKey, publicKeyKey } from '../store/layout.ts';
import { type Archive, isOurs, readPlace, readRecord, type Standing, signerOf } from './archive.ts';
import { type ListedChain, listChains } from './listed-chains.ts';
import { continuedForeign, type Found, keyUnusable, positionAfter, problemOf } from './position.ts';

/** What there is, for those who only read. */
export interface Records {
  /** The last record that a key of ours vouches for; `undefined` in a new or taken-over folder. */
  readonly last: ChainRecord | undefined;
  /** The last record, also of another key where ours vouch for none: to be strict by, never to be lenient by. */
  readonly lastOfAnyKey: ChainRecord | undefined;
  /** What is wrong with the chains that are there, in words. */
  readonly broken: string | undefined;
}

export interface History extends Records {
  /** Where the next record goes. */
  readonly position: Position;
}

/** Whose records count where one chain continues another. */
export type SignedBy = 'us' | 'anybody';

/** Returns what there is of a connection. @throws StoreError READ_FAILED */
export async function readRecords(archive: Archive): Promise<Records> {
  return recordsOf(await find(archive), archive);
}

/**
 * Returns the history of a connection, behind which the next record is written.
 * @throws StoreError READ_FAILED, WRITE_FAILED; SealError KEY_UNUSABLE when it is not for our key to write it
 */
export async function readHistory(archive: Archive, newLogId: () => string): Promise<History> {
  const found = await find(archive);
  const position = await positionAfter(found, archive.signer.keyId, newLogId);
  if (position.kind === 'first') await assertMayBegin(archive, found);
  return { ...recordsOf(found, archive), position };
}

/**
 * A key that has named the next one begins no chain either, whatever the configuration says of it. Looks back only where
 * our key has signed here before. @throws SealError KEY_UNUSABLE, StoreError READ_FAILED
 */
async function assertMayBegin(archive: Archive, { tail }: Found): Promise<void> {
  const { store, connection, signer } = archive;
  if (tail === undefined || signerOf(tail) === signer.keyId) return;
  let hasSigned = false;
  for await (const _ of store.list(publicKeyKey(connection, signer.keyId))) hasSigned = true;
  if (!hasSigned) return;
  for await (const record of readBackwards(archive, tail)) {
    const isNaming = record.statement.predicate.chain.nextKey !== undefined;
    if (isNaming && signerOf(record) === signer.keyId) throw keyUnusable(connection, record, signer.keyId);
  }
}

function recordsOf(found: Found, { signer }: Archive): Records {
  return {
    last: found.tail,
    lastOfAnyKey: found.tail ?? continuedForeign(found),
    broken: problemOf(found, signer.keyId),
  };
}

/** Goes by what is there and not by number: unreadable data may stand at a number far away. */
async function find(archive: Archive): Promise<Found> {
  const { connection } = archive;
  const chains = await listChains(archive);
  const foreign = new Map<number, ChainRecord>();
  const retired = new RetiredKeys(archive, chains);
  for (const { number, readable } of chains) {
    for (const seq of readable) {
      const found = await readPlace(archive, number, seq);
      if (found.kind === 'none') continue;
      const isTurnOver = await retired.isAfterTurn(found);
      if (found.kind === 'newer') {
        if (isTurnOver) continue;
        throw isNewer(archive, number, seq, found.newer);
      }
      if (!isTurnOver && (await isOurs(found.record, archive)))
        return { connection, chains, tail: found.record, foreign };
      if (!foreign.has(number)) foreign.set(number, found.record);
    }
  }
  return { connection, chains, tail: undefined, foreign };
}

/**
 * Previous keys that have handed over to the next: what one of them signed lies above what the key in force signed only
 * where somebody who has it put it there. Looks back only where that is so.
 */
class RetiredKeys {
  readonly #archive: Archive;
  readonly #chains: readonly ListedChain[];
  #keyIds: Promise<ReadonlySet<string>> | undefined;

  constructor(archive: Archive, chains: readonly ListedChain[]) {
    this.#archive = archive;
    this.#chains = chains;
  }

  /** Whether a key signed this that had handed over before. */
  async isAfterTurn(found: Exclude<Standing, { kind: 'none' }>): Promise<boolean> {
    const keyId = found.kind === 'newer' ? found.newer.keyId : signerOf(found.record);
    const { signer, previousKeys = [] } = this.#archive;
    if (keyId === signer.keyId || previousKeys.every((key) => keyIdOf(key) !== keyId)) return false;
    // The ordinary end of a chain whose key has just changed.
    if (found.kind === 'record' && this.#isHandingOver(found.record)) return false;
    this.#keyIds ??= this.#find();
    return (await this.#keyIds).has(keyId);
  }

  #isHandingOver({ statement }: ChainRecord): boolean {
    const { number, seq, nextKey } = statement.predicate.chain;
    const taken = this.#chains.find((chain) => chain.number === number)?.taken;
    return nextKey === this.#archive.signer.keyId && taken?.has(seq + 1) !== true;
  }

  async #find(): Promise<ReadonlySet<string>> {
    const archive = this.#archive;
    const isInForce = async (record: ChainRecord) =>
      signerOf(record) === archive.signer.keyId && (await isOurs(record, archive));
    const newest = await findNewest(archive, this.#chains, isInForce);
    const found = new Set<string>();
    for await (const record of readBackwards(archive, newest)) {
      if (record.statement.predicate.chain.nextKey !== undefined) found.add(signerOf(record));
    }
    return found;
  }
}

/** Nothing may be built upon what this version does not understand, nor beside it. */
function isNewer({ connection }: Archive, number: number, seq: number, { unknown }: NewerRecord): StoreError {
  const key = chainRecordKey(connection, number, seq);
  return new StoreError({
    code: 'READ_FAILED',
    key,
    message: `read chain: ${key}: expected a record of this version, got one of a newer version (${unknown})`,
    hint: 'Upgrade this machine first: a newer version has written to this store.',
    isNewer: true,
  });
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
 * first comes the one that it continues, or the last of an earlier chain that a key of ours vouches for; or
 * anyone's, when asked for those.
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
  const { number, prev, continues } = record.statement.predicate.chain;
  if (prev !== null) {
    const previous = await readRecord(archive, number, prev.seq);
    return previous !== undefined && sha256(previous.payload) === prev.sha256 ? previous : undefined;
  }
  if (continues === null) return undefined;
  const continued = await readContinued(archive, continues);
  const isFit = async (each: ChainRecord) => signedBy === 'anybody' || (await isOurs(each, archive));
  if (continued !== undefined && (await isFit(continued))) return continued;
  // One that continues another key's chain found no record of ours in it.
  const below = continued === undefined ? continues.number + 1 : continues.number;
  const earlier = (await listChains(archive)).filter((chain) => chain.number < below);
  return findNewest(archive, earlier, isFit);
}

/** Returns the very record that a chain says it continues, when that still stands there. */
async function readContinued(
  archive: Archive,
  { number, logId, size, root }: NonNullable<Predicate['chain']['continues']>,
): Promise<ChainRecord | undefined> {
  const record = size === 0 ? undefined : await readRecord(archive, number, size - 1);
  if (record?.statement.predicate.chain.logId !== logId) return undefined;
  const found = await checkpointAfter(record);
  return found.size === size && found.root === root ? record : undefined;
}

async function findNewest(
  archive: Archive,
  chains: readonly ListedChain[],
  isFit: (record: ChainRecord) => Promise<boolean>,
): Promise<ChainRecord | undefined> {
  for (const { number, readable } of chains) {
    for (const seq of readable) {
      const record = await readRecord(archive, number, seq);
      if (record !== undefined && (await isFit(record))) return record;
    }
  }
  return undefined;
}
