/**
 * One snapshot for programs that build on evidence: its signed manifest, and its records once their bytes are
 * those that were signed. Nothing unverified comes out of here, and a gap is never an empty list. The snapshot's folder is
 * checked with it; `readHistory` is for all of them, and looks into no folder before it is asked. Both hand out records by
 * `signedRecords` alone.
 */
import type { Predicate } from '../../schemas/chain.ts';
import type { StoredRecord } from '../../schemas/lines.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { EXIT } from '../errors.ts';
import { parseRecord } from '../seal/record.ts';
import { readWhole } from '../store/content.ts';
import { chainPrefix, chainRecordKey, parseChainKey, snapshotPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { VerifyNote } from './failure.ts';
import { keysFor, type TrustedKey } from './keys.ts';
import { nothing, refusal, signedRecords } from './signed-records.ts';
import { type VerifyInput, verifyStore } from './verify.ts';

export interface SnapshotRequest extends Pick<VerifyInput, 'receipts' | 'authorities' | 'stamps'> {
  readonly connection: string;
  /** The reader's clock. */
  readonly now: Date;
  /** Public keys from outside the store. */
  readonly keys: readonly TrustedKey[];
  /** Number of the record in its chain; default: the newest. */
  readonly seq?: number;
  /** Number of the chain, from 1; default: the newest. */
  readonly chain?: number;
}

/** A snapshot whose record, chain and tag files have been verified. */
export interface Snapshot {
  /** The signed predicate: the manifest, and the record's place in its chain. */
  readonly manifest: Predicate;
  /** Not a failure, but must be known to anyone who relies on the evidence. */
  readonly notes: readonly VerifyNote[];
  /** Returns how reading a resource ended. @throws UnverifiedError NO_EVIDENCE when the run knew no such resource */
  resource(name: string): ResourceEntry;
  /**
   * Yields the records of a resource, sorted by id, after all of their bytes have been verified.
   * Of a `partial` resource it yields what was read: ask `resource` first.
   * @throws UnverifiedError NO_EVIDENCE where nothing was read, or all of it has expired; NOT_VERIFIED when bytes are not those that were signed
   * @throws StoreError READ_FAILED
   */
  records(name: string): AsyncGenerator<StoredRecord>;
}

/**
 * Returns a snapshot of a connection. Walks the connection's chains whole; of files, only this snapshot's.
 * @throws UnverifiedError NOT_VERIFIED with everything that is wrong; NO_EVIDENCE when there is no such record
 * @throws StoreError READ_FAILED
 */
export async function readSnapshot(store: Store, request: SnapshotRequest): Promise<Snapshot> {
  const { connection, keys, now, receipts = [], authorities = [], stamps = [] } = request;
  const key = await findRecord(store, request);
  if (keysFor(connection, keys).size === 0)
    throw refusal(key, ['no public key to check it with'], EXIT.cannotJudge);
  const { chain, snapshotPath } = await readPlace(store, key, request);
  let manifest: Predicate | undefined;
  const report = await verifyStore({
    store,
    connection,
    snapshotPath,
    keys,
    now,
    receipts,
    authorities,
    stamps,
    isQuick: true,
    // Not what was read before: the very record that is verified, by whichever key signed it.
    onRecord: ({ predicate }) => {
      const { number, seq } = predicate.chain;
      if (number === chain.number && seq === chain.seq) manifest = predicate;
    },
  });
  if (report.verdict !== 'intact')
    throw refusal(
      key,
      report.failures.map(({ message }) => message),
      report.exitCode,
    );
  if (manifest?.snapshotPath !== snapshotPath) throw refusal(key, ['it changed while it was read']);
  const found = manifest;
  const expired = report.notes.find(({ kind }) => kind === 'expired');
  const resource = (name: string) => entryOf(found, key, name);
  return {
    manifest: found,
    // Bytes are read, and verified, when records are asked for.
    notes: report.notes.filter(({ kind }) => kind !== 'bytes-not-read'),
    resource,
    records: (name) => {
      const entry = resource(name);
      if (expired !== undefined)
        throw nothing(`read records: ${name}: expected records, got none: ${expired.message}`);
      return signedRecords(store, snapshotPrefix(connection, snapshotPath), found, entry);
    },
  };
}

/** The place of a record among those that are there. */
async function findRecord(store: Store, { connection, chain, seq }: SnapshotRequest): Promise<string> {
  let newest: { readonly chain: number; readonly seq: number } | undefined;
  for await (const { key } of store.list(chainPrefix(connection))) {
    const place = parseChainKey(connection, key);
    if (place === undefined) continue;
    const isAsked = (chain ?? place.chain) === place.chain && (seq ?? place.seq) === place.seq;
    if (isAsked && (newest === undefined || isAfter(place, newest))) newest = place;
  }
  if (newest !== undefined) return chainRecordKey(connection, newest.chain, newest.seq);
  const wanted = seq === undefined ? 'a record' : `record ${seq}`;
  throw nothing(`read snapshot: ${connection}: expected ${wanted}, got none`);
}

type Place = NonNullable<ReturnType<typeof parseChainKey>>;

const isAfter = (one: Place, other: Place) =>
  one.chain === other.chain ? one.seq > other.seq : one.chain > other.chain;

/** What a record says of itself, verified by nobody yet: enough to say which snapshot is to be verified. */
async function readPlace(
  store: Store,
  key: string,
  { connection, keys, now }: SnapshotRequest,
): Promise<Pick<Predicate, 'chain' | 'snapshotPath'>> {
  const bytes = await readWhole(store, key);
  try {
    return parseRecord(bytes).statement.predicate;
  } catch (error) {
    // What it is instead, such as a newer version's record, the walk along its chain tells.
    const { failures, exitCode } = await verifyStore({ store, connection, keys, now, isQuick: true });
    const own = failures.filter(({ where }) => where === key);
    const problems = [...own, ...failures.filter(({ where }) => where !== key)].map(({ message }) => message);
    if (problems.length > 0) throw refusal(key, problems, exitCode);
    throw refusal(key, [error instanceof Error ? error.message : 'it is not a record']);
  }
}

function entryOf({ resources, connection }: Predicate, key: string, name: string): ResourceEntry {
  const entry = resources.find((each) => each.name === name);
  if (entry === undefined)
    throw nothing(`read snapshot: ${connection}: ${key}: expected resource ${name}, got none`);
  return entry;
}
