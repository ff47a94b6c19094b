/**
 * The evidence of an export: every byte as it lies in the store, each file of a snapshot against the digest that was signed
 * of it; and the hashes of the records that are not in it.
 */
import { leafHash } from '../seal/merkle.ts';
import { parseRecord } from '../seal/record.ts';
import { approvalsPrefix, parseApprovalKey } from '../store/beside-layout.ts';
import { readWhole } from '../store/content.ts';
import { leafHashesKey } from '../store/export-layout.ts';
import {
  anchorsPrefix,
  chainRecordKey,
  connectionPrefix,
  PAYLOAD_MANIFEST,
  parseAnchorKey,
  publicKeyKey,
  receiptKey,
  reviewsPrefix,
  snapshotPrefix,
  TAG_FILES,
  TAG_MANIFEST,
} from '../store/layout.ts';
import { isLitter } from '../store/litter.ts';
import type { Store } from '../store/store.ts';
import type { Run } from '../verify/read-history.ts';
import { type ExportPart, partOf } from './part.ts';
import { type ExportPeriod, type ExportScope, isWithin } from './scope.ts';

export interface EvidenceOf {
  readonly store: Store;
  readonly connection: string;
  readonly period: ExportPeriod;
  readonly scope: ExportScope;
}

/** Yields the files of the evidence, under the keys that they have in the store. @throws StoreError READ_FAILED */
export async function* evidenceParts(of: EvidenceOf): AsyncGenerator<ExportPart> {
  const { store, connection, scope } = of;
  const stored = (key: string, sha256?: string): ExportPart => ({
    path: key,
    open: () => store.get(key),
    sha256,
  });
  for (const { number } of scope.chains) yield await leafHashes(of, number);
  const records = [...scope.before, ...scope.runs];
  for (const { manifest } of records)
    yield stored(chainRecordKey(connection, manifest.chain.number, manifest.chain.seq));
  for (const key of await besides(of, records)) yield stored(key);
  for (const run of scope.runs) {
    if (run.isExpired) continue;
    const folder = snapshotPrefix(connection, run.manifest.snapshotPath);
    for (const name of [...TAG_FILES, TAG_MANIFEST]) yield stored(folder + name, tagDigest(run, name));
    for (const { path, sha256 } of run.manifest.artifacts) yield stored(folder + path, sha256);
  }
}

/** What else the record signs has been checked before: it is not kept of every run. */
const tagDigest = (run: Run, name: string) =>
  name === PAYLOAD_MANIFEST || name === TAG_MANIFEST || !name.endsWith('.json')
    ? undefined
    : run.manifestSha256;

/** Returns the hashes of the records of a chain that are not in the export: 65 bytes a record. */
export async function leafHashes(
  { store, connection, scope }: Pick<EvidenceOf, 'store' | 'connection' | 'scope'>,
  chain: number,
): Promise<ExportPart> {
  const lines: string[] = [];
  for (const { manifest } of scope.earlier.filter((run) => run.manifest.chain.number === chain)) {
    const record = await readWhole(store, chainRecordKey(connection, chain, manifest.chain.seq));
    lines.push(`${await leafHash(parseRecord(record).payload)}\n`);
  }
  return partOf(leafHashesKey(connection, chain), lines.join(''));
}

/** What lies beside the records and snapshots, in the order of its keys: what is of them, whenever it came, and of reviews of the period. */
async function besides(asked: EvidenceOf, records: readonly Run[]): Promise<readonly string[]> {
  const { store, connection } = asked;
  const placeOf = ({ manifest: { chain } }: Run) => `${chain.number}/${chain.seq}`;
  const places = new Set(records.map(placeOf));
  // Of the one before only the record is there: nobody can hold an approval against it.
  const own = new Set(asked.scope.runs.map(placeOf));
  const wanted = new Set(
    records.flatMap(({ manifest }) => [receiptKey(connection, manifest.chain.number, manifest.chain.seq)]),
  );
  const isWanted = (key: string): boolean => {
    const anchor = parseAnchorKey(connection, key);
    if (anchor !== undefined) return places.has(`${anchor.chain}/${anchor.seq}`);
    const approval = parseApprovalKey(connection, key);
    if (approval !== undefined) return own.has(`${approval.chain}/${approval.seq}`);
    return wanted.has(key) || isKey(connection, key) || isReviewOf(asked, key) || isManual(asked, key);
  };
  const keys: string[] = [];
  const folder = connectionPrefix(connection);
  for (const prefix of [
    `${folder}receipts/`,
    anchorsPrefix(connection),
    approvalsPrefix(connection),
    `${folder}keys/`,
    reviewsPrefix(connection),
    `${folder}${MANUAL}`,
  ])
    for await (const stored of store.list(prefix))
      if (stored.isRegular && !isLitter(stored) && isWanted(stored.key)) keys.push(stored.key);
  return [...new Set(keys)].sort();
}

/** Where evidence lies that somebody handed in. */
const MANUAL = 'manual/';

/** What was handed in by the end of the period, also before it: nobody but who reads it knows until when it holds. */
function isManual({ connection, period }: EvidenceOf, key: string): boolean {
  const prefix = `${connectionPrefix(connection)}${MANUAL}`;
  const startedAt = key.startsWith(prefix)
    ? instantIn(key.slice(prefix.length).split('/')[1] ?? '')
    : undefined;
  return startedAt !== undefined && Date.parse(startedAt) <= Date.parse(period.to);
}

const isKey = (connection: string, key: string) =>
  key === publicKeyKey(connection, key.slice(key.lastIndexOf('/') + 1, -'.pem'.length));

/** A review is of the period that the snapshot is of which it is about. */
function isReviewOf({ connection, period }: EvidenceOf, key: string): boolean {
  const prefix = reviewsPrefix(connection);
  const startedAt = key.startsWith(prefix) ? instantIn(key.slice(prefix.length)) : undefined;
  return startedAt !== undefined && isWithin(startedAt, period);
}

/** The instant that a folder's name begins with. */
function instantIn(name: string): string | undefined {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-/.exec(name) ?? [];
  return y === undefined ? undefined : `${y}-${mo}-${d}T${h}:${mi}:${s}Z`;
}
