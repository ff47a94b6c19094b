/**
 * The commit protocol: the bag first, the chain record last; its existence is the commit.
 * No lease, no lock: numbers without holes and create-only writes decide between runs. The second one reads
 * the new tail and writes its record, and its bag, again behind it.
 */
import type { KeyObject } from 'node:crypto';
import type { Manifest } from '../../schemas/manifest.ts';
import { StoreError } from '../errors.ts';
import type { Artifact } from '../evidence/artifact.ts';
import { bagSubjects, tagFiles } from '../evidence/bag.ts';
import { nextPredicate, numbersAt, receiptOf } from '../seal/chain.ts';
import type { ChainRecord, Subject } from '../seal/record.ts';
import { parseRecord, sealRecord } from '../seal/record.ts';
import type { Signer } from '../seal/signer.ts';
import { toContent } from '../store/content.ts';
import { chainRecordKey, connectionPrefix, publicKeyKey, receiptKey, snapshotPath } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { type Archive, readRecordBytes } from './archive.ts';
import { type History, readHistory } from './history.ts';
import { writeFiles } from './write-files.ts';

const MOST_ATTEMPTS = 30;

/** What is committed: files, and the manifest as it reads behind a given history. */
export interface Draft {
  readonly artifacts: readonly Artifact[];
  /** `runId` is new for each bag that has to be written. */
  readonly manifestAfter: (history: History, runId: string) => Promise<Manifest>;
  /** Whether what the history now says makes this commit unnecessary. */
  readonly isSettled: (history: History) => Promise<ChainRecord | undefined>;
}

export interface CommitDeps {
  readonly store: Store;
  readonly connection: string;
  readonly signer: Signer;
  /** Public keys that signed before. */
  readonly previousKeys?: readonly KeyObject[];
  /** Id of the key that signs from the next record on. */
  readonly nextKey?: string;
  readonly now: () => Date;
  readonly newRunId: () => string;
  readonly newLogId: () => string;
  /** Waits a short random while, longer with each attempt. */
  readonly backOff: (attempt: number) => Promise<void>;
}

export type CommitResult =
  | {
      readonly kind: 'committed';
      readonly record: ChainRecord;
      readonly key: string;
      readonly receipt: string;
    }
  | { readonly kind: 'settled'; readonly record: ChainRecord };

/** Commits a draft. @throws StoreError, SealError: then nothing was committed */
export async function commitSnapshot(deps: CommitDeps, draft: Draft): Promise<CommitResult> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const history = await readHistory(deps, deps.newLogId);
    const settled = await draft.isSettled(history);
    if (settled !== undefined) return { kind: 'settled', record: settled };
    const manifest = await draft.manifestAfter(history, deps.newRunId());
    const subjects = await writeBag(deps, manifest, draft.artifacts);
    const record = await writeRecord(deps, manifest, subjects, history);
    if (record !== undefined) {
      const { number, seq } = record.statement.predicate.chain;
      const receipt = await receiptOf(record, deps.signer.keyId);
      await writeConveniences(deps, number, seq, receipt);
      return { kind: 'committed', record, key: chainRecordKey(deps.connection, number, seq), receipt };
    }
    await deps.backOff(attempt);
  }
  throw new StoreError({
    code: 'WRITE_FAILED',
    key: connectionPrefix(deps.connection),
    message: `commit: ${deps.connection}: expected a free number in the chain, got ${MOST_ATTEMPTS} conflicts`,
    hint: 'Run this connection from one place at a time.',
  });
}

async function writeBag(
  { store, connection }: Archive,
  manifest: Manifest,
  artifacts: readonly Artifact[],
): Promise<readonly Subject[]> {
  const folder = `${connectionPrefix(connection)}${snapshotPath(manifest.run.startedAt, manifest.run.id)}/`;
  const tags = tagFiles(manifest);
  // One after the other: a manifest never names a file that is not there yet.
  await writeFiles(
    store,
    artifacts.map((artifact) => ({ key: `${folder}${artifact.path}`, content: artifact })),
  );
  await writeFiles(
    store,
    tags.map(({ name, text }) => ({ key: `${folder}${name}`, content: toContent(text) })),
  );
  return bagSubjects(manifest, tags);
}

/** Returns the record as committed; `undefined` when another run took its number. */
async function writeRecord(
  deps: CommitDeps,
  manifest: Manifest,
  subjects: readonly Subject[],
  { position }: History,
): Promise<ChainRecord | undefined> {
  const path = snapshotPath(manifest.run.startedAt, manifest.run.id);
  const predicate = await nextPredicate(manifest, path, position, {
    now: deps.now().toISOString(),
    nextKey: deps.nextKey,
  });
  const { bytes } = await sealRecord(subjects, predicate, deps.signer);
  // Nothing is put into the chain that we could not read there.
  const record = parseRecord(bytes);
  const { number, seq } = numbersAt(position);
  const key = chainRecordKey(deps.connection, number, seq);
  try {
    await deps.store.put(key, toContent(bytes));
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'ALREADY_EXISTS') throw error;
    // Our own bytes there: the first answer was lost on the way, the commit was not.
    const present = await readRecordBytes(deps.store, key);
    if (present?.equals(bytes) !== true) return undefined;
  }
  return record;
}

/** The receipt and the public key can be derived again: not being able to write them loses nothing. */
async function writeConveniences(
  deps: CommitDeps,
  number: number,
  seq: number,
  receipt: string,
): Promise<void> {
  const { store, connection, signer } = deps;
  const pem = signer.publicKey.export({ type: 'spki', format: 'pem' });
  const files = [
    [receiptKey(connection, number, seq), receipt],
    [publicKeyKey(connection, signer.keyId), String(pem)],
  ] as const;
  for (const [key, text] of files) {
    await store.put(key, toContent(text)).catch((error: unknown) => {
      if (!(error instanceof StoreError)) throw error;
    });
  }
}
