/** Commits into a real folder with small drafts, so that a test says only what differs. */
import { type KeyObject, randomUUID } from 'node:crypto';
import type { Manifest } from '../../schemas/manifest.ts';
import { type CommitDeps, type CommitResult, commitSnapshot, type Draft } from '../../src/commit/commit.ts';
import { finishLines } from '../../src/evidence/artifact.ts';
import { artifactEntries } from '../../src/evidence/manifest.ts';
import type { ChainRecord } from '../../src/seal/record.ts';
import type { Signer } from '../../src/seal/signer.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import { manifestWith } from '../evidence/manifests.ts';
import { newSigner } from '../seal/keys.ts';

export const CHAIN = 'segment-evidence/v1/acme/chain';
export const SLOT = '2026-11-22T03:00:00.000Z';

export const openStore = (folder: string): Store => openFolderStore(folder, randomUUID);

export interface DepsChanges {
  readonly store?: Store;
  readonly signer?: Signer;
  readonly previousKeys?: readonly KeyObject[];
  readonly nextKey?: string;
  readonly now?: () => Date;
  readonly backOff?: (attempt: number) => Promise<void>;
}

const oneSigner = newSigner();

/** What a commit of connection `acme` into a folder needs. The signing key is always the same one. */
export function depsIn(folder: string, changes: DepsChanges = {}): CommitDeps {
  return {
    store: openStore(folder),
    connection: 'acme',
    signer: oneSigner,
    now: () => new Date('2026-11-22T03:00:10.000Z'),
    newRunId: randomUUID,
    newLogId: () => randomUUID().replaceAll('-', ''),
    backOff: async () => undefined,
    ...changes,
  };
}

/** A draft with one artifact of one line. */
export async function draftOf(
  changes: Partial<Draft> & { readonly status?: Manifest['status']; readonly slot?: string } = {},
): Promise<Draft> {
  const { status = 'complete', slot = SLOT, ...rest } = changes;
  const source = async function* () {
    yield [{ key: 'x', line: '{"data":{"id":"x"},"id":"x"}' }];
  };
  const { artifact } = await finishLines('data/resources/users.jsonl', source);
  return {
    artifacts: [artifact],
    manifestAfter: async (_history, runId) => {
      const base = manifestWith({ status, artifacts: artifactEntries([artifact], undefined) });
      return { ...base, run: { ...base.run, id: runId, slot } };
    },
    isSettled: async () => undefined,
    ...rest,
  };
}

export async function commitOnce(
  folder: string,
  changes: DepsChanges = {},
  draft: Parameters<typeof draftOf>[0] = {},
): Promise<ChainRecord> {
  const result: CommitResult = await commitSnapshot(depsIn(folder, changes), await draftOf(draft));
  return result.record;
}

/** Number of the chain and of the record. */
export function placeOf({ statement }: ChainRecord): readonly [number, number] {
  const { number, seq } = statement.predicate.chain;
  return [number, seq];
}

/** Resolves for everybody once as many have arrived. */
export function meetingOf(count: number): () => Promise<void> {
  let arrived = 0;
  let open: () => void = () => undefined;
  const met = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    arrived += 1;
    if (arrived >= count) open();
    await met;
  };
}
