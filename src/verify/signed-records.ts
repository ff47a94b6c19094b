/**
 * The records of an artifact, handed out once all of its bytes are known to be those that were signed.
 * What is refused here is refused alike for one snapshot and for many.
 */
import { createHash } from 'node:crypto';
import type { Predicate } from '../../schemas/chain.ts';
import type { StoredRecord } from '../../schemas/lines.ts';
import type { ArtifactEntry, ResourceEntry } from '../../schemas/manifest.ts';
import { EXIT, type ExitCode, StoreError, UnverifiedError } from '../errors.ts';
import { linesOf } from '../evidence/lines.ts';
import { artifactPath } from '../store/layout.ts';
import type { Store, StoredKey } from '../store/store.ts';

/**
 * Yields the records of a resource of a snapshot, sorted by id, after all of its bytes have been verified.
 * `folder`: of the snapshot, in the store, with a slash at its end. `seen`: files of it that the same reader has verified;
 * they are not read twice again, and still are checked as they are read.
 * @throws UnverifiedError NO_EVIDENCE where nothing was read; NOT_VERIFIED when bytes are not those that were signed
 * @throws StoreError READ_FAILED
 */
export async function* signedRecords(
  store: Store,
  folder: string,
  { artifacts }: Pick<Predicate, 'artifacts'>,
  { name, outcome, reason }: Pick<ResourceEntry, 'name' | 'outcome' | 'reason'>,
  seen = new Set<string>(),
): AsyncGenerator<StoredRecord> {
  const path = artifactPath(name);
  const signed = artifacts.find((artifact) => artifact.path === path);
  if (signed === undefined)
    throw nothing(`read records: ${name}: expected records, got ${outcome}: ${reason ?? 'no file'}`);
  yield* signedLines(store, folder, signed, seen) as AsyncGenerator<StoredRecord>;
}

/**
 * Yields the lines of a JSON Lines file of a snapshot, after all of its bytes have been verified. `seen`: as above.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function* signedLines(
  store: Store,
  folder: string,
  signed: ArtifactEntry,
  seen = new Set<string>(),
): AsyncGenerator<unknown> {
  // Read twice: no record is handed out before all of them are known to be those that were signed.
  if (!seen.has(signed.path)) for await (const _ of signedBytes(store, folder, signed));
  seen.add(signed.path);
  for await (const line of linesOf(signedBytes(store, folder, signed))) yield JSON.parse(line);
}

/**
 * Returns a JSON file of a snapshot, once its bytes have been verified; undefined where the run kept none.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function signedDocument(
  store: Store,
  folder: string,
  { artifacts }: Pick<Predicate, 'artifacts'>,
  path: string,
): Promise<unknown> {
  const signed = artifacts.find((artifact) => artifact.path === path);
  if (signed === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of signedBytes(store, folder, signed)) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Ensures that the files of resources are in a snapshot's folder with the sizes that were signed. @throws UnverifiedError NOT_VERIFIED */
export async function assertThere(
  store: Store,
  folder: string,
  { artifacts }: Pick<Predicate, 'artifacts'>,
  resources: readonly string[],
): Promise<void> {
  const paths = new Set(resources.map(artifactPath));
  const found = new Map<string, StoredKey>();
  for await (const stored of store.list(`${folder}${RESOURCES}`)) found.set(stored.key, stored);
  for (const { path, bytes } of artifacts.filter((each) => paths.has(each.path))) {
    const stored = found.get(folder + path);
    if (stored === undefined) throw refusal(folder + path, ['it is gone']);
    if (!stored.isRegular || stored.bytes !== bytes)
      throw refusal(folder + path, [
        `expected ${bytes} bytes, got ${stored.isRegular ? stored.bytes : 'no file'}`,
      ]);
  }
}

/** Where the records of all resources are, in a snapshot's folder. */
const RESOURCES = artifactPath('').slice(0, artifactPath('').lastIndexOf('/') + 1);

/** Yields the bytes of a file, and throws at its end when they are not those that were signed. */
export async function* signedBytes(
  store: Store,
  folder: string,
  signed: Pick<ArtifactEntry, 'path' | 'sha256'>,
): AsyncGenerator<Uint8Array> {
  const key = folder + signed.path;
  const hash = createHash('sha256');
  try {
    for await (const chunk of store.get(key)) {
      hash.update(chunk);
      yield chunk;
    }
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'NOT_FOUND') throw error;
    throw refusal(key, ['it is gone']);
  }
  const digest = hash.digest('hex');
  if (digest === signed.sha256) return;
  throw refusal(key, [`expected sha256:${signed.sha256}, got sha256:${digest}`]);
}

/** What cannot be relied on. */
export function refusal(
  key: string,
  problems: readonly string[],
  exitCode: ExitCode = EXIT.verificationFailed,
): UnverifiedError {
  return new UnverifiedError({
    code: 'NOT_VERIFIED',
    message: `read snapshot: ${key}: expected verified evidence, got ${problems[0] ?? 'something else'}`,
    hint: 'Run segment-evidence verify to see everything that is wrong.',
    problems,
    exitCode,
  });
}

/** What is not there. */
export function nothing(message: string): UnverifiedError {
  return new UnverifiedError({ code: 'NO_EVIDENCE', message, exitCode: EXIT.cannotJudge });
}
