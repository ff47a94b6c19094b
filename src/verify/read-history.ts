/**
 * All runs of a connection for programs that build on evidence: its chains walked once and verified, the signed manifest of
 * each run, and the records of any of them once their bytes are those that were signed. `readSnapshot` stands beside it for
 * one snapshot: it also checks that snapshot's folder and tag files, and does not list the others'; both hand out
 * records by `signedRecords` alone.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { type CheckResults, checkResults } from '../../schemas/check-results.ts';
import { type Configuration, configuration } from '../../schemas/configuration.ts';
import type { StoredRecord } from '../../schemas/lines.ts';
import { LARGEST_SKEW_MS, type ResourceEntry } from '../../schemas/manifest.ts';
import { EXIT } from '../errors.ts';
import { CHECK_RESULTS_PATH, CONFIGURATION_PATH, chainPrefix, snapshotPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { VerifyNote } from './failure.ts';
import { keysFor } from './keys.ts';
import {
  assertThere,
  nothing,
  refusal,
  signedDocument,
  signedLines,
  signedRecords,
} from './signed-records.ts';
import type { SeenRecord } from './snapshots.ts';
import { type VerifyInput, verifyStore } from './verify.ts';

export interface HistoryRequest
  extends Pick<VerifyInput, 'keys' | 'now' | 'receipts' | 'authorities' | 'stamps'> {
  readonly connection: string;
}

/** What is kept of a manifest. The list of all operations is the same in each of them, and long. */
export type KeptManifest = Omit<Predicate, 'coverage' | 'assumptions'>;

/** One run: what was signed of it, and its records on demand. */
export interface Run {
  readonly manifest: KeptManifest;
  /** Hex SHA-256 of the payload of its chain record, which names every file of the snapshot by digest. */
  readonly recordSha256: string;
  /** Hex SHA-256 of its `evidence-manifest.json`. */
  readonly manifestSha256: string;
  /** Its files are gone, since their retention has ended. */
  readonly isExpired: boolean;
  /** It is dated after the reader's now: a clock is or was wrong, and nobody knows when it was read. */
  readonly isAhead: boolean;
  /** Returns how reading a resource ended; undefined when the run knew no such resource. */
  entry(resource: string): ResourceEntry | undefined;
  /**
   * Yields the records of a resource, sorted by id, after all of their bytes have been verified. Of a `partial`
   * resource it yields what was read: ask `entry` first.
   * @throws UnverifiedError NO_EVIDENCE where nothing was read, or all of it has expired; NOT_VERIFIED when bytes are not those that were signed
   * @throws StoreError READ_FAILED
   */
  records(resource: string): AsyncGenerator<StoredRecord>;
  /**
   * Ensures that the files of resources are there with their sizes. Reads none of them, so that a year is looked at in
   * seconds.
   * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
   */
  assertThere(resources: readonly string[]): Promise<void>;
  /**
   * Yields the lines of a JSON Lines file by its path in the snapshot; none where the run kept no such file, or it has
   * expired.
   * @throws UnverifiedError NOT_VERIFIED when bytes are not those that were signed; StoreError READ_FAILED
   */
  lines(path: string): AsyncGenerator<unknown>;
  /** Returns what checks answered about it; undefined where nothing was asked, it has expired, or a newer version wrote it. @throws as `lines` */
  checkResults(): Promise<CheckResults | undefined>;
  /**
   * Returns what was asked of the connection; undefined where no such file was kept, or it has expired, or a newer
   * version wrote it.
   * @throws UnverifiedError NOT_VERIFIED when bytes are not those that were signed; StoreError READ_FAILED
   */
  configuration(): Promise<Configuration | undefined>;
}

export interface History {
  readonly connection: string;
  /** Every run that was committed, in the order of the chains: oldest first. At least one. */
  readonly runs: readonly Run[];
  /** Not a failure, but must be known to anyone who relies on the evidence. */
  readonly notes: readonly VerifyNote[];
}

/**
 * Returns the runs of a connection. Walks its chains whole, and reads no artifact before its records are asked for.
 * @throws UnverifiedError NOT_VERIFIED with everything that is wrong; NO_EVIDENCE when there is no record
 * @throws StoreError READ_FAILED
 */
export async function readHistory(store: Store, request: HistoryRequest): Promise<History> {
  const { connection } = request;
  const where = chainPrefix(connection);
  if (keysFor(connection, request.keys).size === 0)
    throw refusal(where, ['no public key to check it with'], EXIT.cannotJudge);
  const runs: Run[] = [];
  const report = await verifyStore({
    ...request,
    store,
    isQuick: true,
    isChainOnly: true,
    // Of what is before the period of an export only the record is there.
    onRecord: (record) => {
      if (!record.isBare) runs.push(toRun(store, record, request.now));
    },
  });
  if (report.failures.some(({ code }) => code !== 'NOTHING_THERE'))
    throw refusal(
      where,
      report.failures.map(({ message }) => message),
      report.exitCode,
    );
  if (runs.length === 0) throw nothing(`read evidence: ${connection}: expected a record, got none`);
  // Bytes are read, and verified, when records are asked for.
  return { connection, runs, notes: report.notes.filter(({ kind }) => kind !== 'bytes-not-read') };
}

function toRun(
  store: Store,
  { connection, predicate, recordSha256, manifestSha256, isExpired }: SeenRecord,
  now: Date,
): Run {
  const { coverage: _, assumptions: __, ...manifest } = predicate;
  const entry = (name: string) => manifest.resources.find((each) => each.name === name);
  const folder = snapshotPrefix(connection, manifest.snapshotPath);
  const seen = new Set<string>();
  const document = async (path: string) =>
    isExpired ? undefined : signedDocument(store, folder, manifest, path);
  return {
    manifest,
    recordSha256,
    manifestSha256,
    isExpired,
    isAhead: Date.parse(manifest.run.startedAt) > now.getTime() + LARGEST_SKEW_MS,
    entry,
    records: (name) => {
      const found = entry(name);
      const what = `read records: ${name}: ${manifest.snapshotPath}`;
      if (found === undefined) throw nothing(`${what}: expected such a resource, got none`);
      if (isExpired) throw nothing(`${what}: expected its files, got none: their retention has ended`);
      return signedRecords(store, folder, manifest, found, seen);
    },
    assertThere: (names) => assertThere(store, folder, manifest, names),
    lines: async function* (path) {
      const signed = manifest.artifacts.find((artifact) => artifact.path === path);
      if (signed !== undefined && !isExpired) yield* signedLines(store, folder, signed, seen);
    },
    checkResults: async () => checkResults.safeParse(await document(CHECK_RESULTS_PATH)).data,
    configuration: async () => configuration.safeParse(await document(CONFIGURATION_PATH)).data,
  };
}
