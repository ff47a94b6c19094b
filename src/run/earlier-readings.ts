/** The newest whole reading of a resource before a run, for what is compared with it. */
import type { Predicate } from '../../schemas/chain.ts';
import type { ArtifactEntry } from '../../schemas/manifest.ts';
import type { CheckedRun, EarlierReading } from '../checks/checked-run.ts';
import { isComparableRun, MOST_LOOKED_BACK } from '../checks/looked-back.ts';
import { type History, readBackwards } from '../commit/history.ts';
import { artifactPath } from '../store/layout.ts';
import type { RunDeps } from './deps.ts';
import { isAsSigned, readRecords } from './earlier-files.ts';

/** Returns who looks up earlier readings. Records are read when they are first needed, and once. */
export function earlierReadings(
  deps: RunDeps,
  history: History,
  fileOf: (resource: string) => Pick<ArtifactEntry, 'sha256'> | undefined,
): CheckedRun['before'] {
  let records: Promise<readonly Predicate[]> | undefined;
  return async (resource) => {
    records ??= readBack(deps, history);
    for (const record of await records) {
      const entry = record.resources.find(({ name }) => name === resource);
      if (entry?.outcome !== 'complete') continue;
      return readingOf(deps, record, entry, fileOf(resource)?.sha256);
    }
    return undefined;
  };
}

async function readBack(deps: RunDeps, { last }: History): Promise<readonly Predicate[]> {
  const found: Predicate[] = [];
  let looked = 0;
  for await (const { statement } of readBackwards(deps, last)) {
    const record = statement.predicate;
    if (isComparableRun(record)) found.push(record);
    looked += 1;
    if (record.status === 'complete' || looked === MOST_LOOKED_BACK) break;
  }
  return found;
}

async function readingOf(
  deps: RunDeps,
  record: Predicate,
  entry: EarlierReading['entry'],
  sha256: string | undefined,
): Promise<EarlierReading | undefined> {
  const path = artifactPath(entry.name);
  const signed = record.artifacts.find((artifact) => artifact.path === path);
  if (signed === undefined) return undefined;
  const isUnchanged = signed.sha256 === sha256;
  // Equal bytes need not be read: nothing in them differs.
  if (!isUnchanged && !(await isAsSigned(deps, record, path))) return undefined;
  return {
    at: record.run.startedAt,
    seq: record.chain.seq,
    entry,
    isUnchanged,
    records: () => readRecords(deps, record, path),
  };
}
