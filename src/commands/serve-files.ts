/** The sealed files of a run, handed out as they lie in the store once all of their bytes are known to be those that were signed. */
import { sha256 } from '../evidence/canonical.ts';
import { parseRecord } from '../seal/record.ts';
import { readWhole } from '../store/content.ts';
import { chainRecordKey, connectionPrefix, MANIFEST_FILE, snapshotPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { Run } from '../verify/read-history.ts';
import { refusal, signedBytes } from '../verify/signed-records.ts';

export interface ServedFile {
  /** In the snapshot; of the record in the folder of the connection. */
  readonly name: string;
  readonly key: string;
  readonly mediaType: string;
  /** null: only what is in it was signed. */
  readonly sha256: string | null;
  readonly bytes: number | null;
}

/** Returns the files of a run; of one whose files are gone, its record. */
export function filesOf({ manifest, manifestSha256, isExpired }: Run): readonly ServedFile[] {
  const { connection, chain, snapshotPath, artifacts } = manifest;
  const folder = snapshotPrefix(connection, snapshotPath);
  const record = chainRecordKey(connection, chain.number, chain.seq);
  const json = 'application/json';
  const signed: ServedFile[] = [
    {
      name: MANIFEST_FILE,
      key: folder + MANIFEST_FILE,
      mediaType: json,
      sha256: manifestSha256,
      bytes: null,
    },
    ...artifacts.map(({ path, mediaType, sha256: digest, bytes }) => ({
      name: path,
      key: folder + path,
      mediaType,
      sha256: digest,
      bytes,
    })),
  ];
  const own = {
    name: record.slice(connectionPrefix(connection).length),
    key: record,
    mediaType: json,
    sha256: null,
    bytes: null,
  };
  return isExpired ? [own] : [own, ...signed];
}

/** Bytes that were checked whole, and are checked again as they are handed out. */
export interface CheckedFile {
  readonly sha256: string;
  readonly bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

/** @throws UnverifiedError NOT_VERIFIED where they are not those that were signed; StoreError READ_FAILED */
export async function checkedFile(
  store: Store,
  run: Run,
  { key, sha256: signed }: ServedFile,
): Promise<CheckedFile> {
  if (signed === null) return checkedRecord(store, run, key);
  let bytes = 0;
  for await (const chunk of signedBytes(store, '', { path: key, sha256: signed })) bytes += chunk.length;
  return {
    sha256: signed,
    bytes,
    open: () => heldBack(signedBytes(store, '', { path: key, sha256: signed })),
  };
}

async function checkedRecord(store: Store, { recordSha256 }: Run, key: string): Promise<CheckedFile> {
  const record = await readWhole(store, key);
  const found = payloadDigest(record);
  if (found !== recordSha256)
    throw refusal(key, [`expected the payload sha256:${recordSha256}, got ${found}`]);
  return {
    sha256: sha256(record),
    bytes: record.length,
    async *open() {
      yield record;
    },
  };
}

function payloadDigest(record: Buffer): string {
  try {
    return sha256(parseRecord(record).payload);
  } catch {
    return 'nothing: it is no record';
  }
}

/** Whoever gets all of it has got what was signed: the last of it comes once that is known. */
async function* heldBack(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let last: Uint8Array | undefined;
  for await (const chunk of chunks) {
    if (last !== undefined) yield last;
    last = chunk;
  }
  if (last !== undefined) yield last;
}
