/** What a view may look at: the records of one run, and of those before it. */

import { isWhole } from '../evidence/records/whole.ts';
import { artifactPath } from '../store/layout.ts';
import type { History, Run } from '../verify/read-history.ts';
import { certificateOf, isReadable } from './certificate.ts';
import type { Reader, Version } from './views/view.ts';

/** Returns the reader of a run. */
export function readerOf({ runs }: Pick<History, 'runs'>, run: Run): Reader {
  return {
    records: (resource) => recordsOf(run, resource),
    isReadable: (resource) => isReadable(run, resource),
    isWhole: (resource) => isWhole(certificateOf(run, resource)),
    count: (resource) => run.manifest.artifacts.find(({ path }) => path === artifactPath(resource))?.records,
    countedTo: run.manifest.run.startedAt,
    versions: (resource) => versionsOf(runs, run, resource),
  };
}

async function* recordsOf(run: Run, resource: string): ReturnType<Run['records']> {
  if (isReadable(run, resource)) yield* run.records(resource);
}

function versionsOf(runs: readonly Run[], run: Run, resource: string): readonly Version[] {
  const path = artifactPath(resource);
  const up = '../'.repeat(run.manifest.snapshotPath.split('/').length);
  const seen = new Set<string>();
  const until = Date.parse(run.manifest.run.startedAt);
  return [...runs]
    .filter((each) => Date.parse(each.manifest.run.startedAt) <= until && isReadable(each, resource))
    .sort((one, other) => Date.parse(one.manifest.run.startedAt) - Date.parse(other.manifest.run.startedAt))
    .flatMap((each) => {
      const sha256 = each.manifest.artifacts.find((artifact) => artifact.path === path)?.sha256;
      if (sha256 === undefined || seen.has(sha256)) return [];
      seen.add(sha256);
      const { startedAt } = each.manifest.run;
      const from = `${up}${each.manifest.snapshotPath}/${path}`;
      const { keyId } = each.manifest.fingerprint;
      return [{ startedAt, keyId, path: from, records: () => each.records(resource) }];
    });
}

/** Ensures that the bytes of what an answer rests on are those that were signed. @throws UnverifiedError NOT_VERIFIED */
export async function assertVerified(run: Run, resources: readonly string[]): Promise<void> {
  for (const resource of resources) {
    // All bytes are verified before the first record is handed out.
    for await (const _ of recordsOf(run, resource)) break;
  }
}
