/** Parts of the manifest that follow from what was read. Pure. */
import type { ArtifactEntry, Coverage, ResourceEntry, SnapshotStatus } from '../../schemas/manifest.ts';
import type { Operation } from '../../schemas/operations.ts';
import { hasRecords, isGap } from '../../schemas/outcome.ts';
import { compilePolicy, describePolicy } from '../../schemas/policy.ts';
import { operationIdsOf, ownPlacesOf, type ResourceDefinition } from '../../schemas/resource.ts';
import type { Artifact } from './artifact.ts';
import { canonical, sha256 } from './canonical.ts';

/**
 * Returns the status of a snapshot: `complete` when every resource is complete, left out on purpose, or not offered,
 * `failed` when nothing but the workspace itself was read. A run of chosen resources is never complete.
 */
export function statusOf(entries: readonly ResourceEntry[], isTrial: boolean): SnapshotStatus {
  const isWhole = !entries.some(isGap);
  if (isWhole && !isTrial) return 'complete';
  const hasRead = entries.some(
    ({ name, outcome }) => hasRecords(outcome) && (name !== 'workspace' || isTrial),
  );
  return hasRead ? 'partial' : 'failed';
}

/** Returns what became of every operation that Segment's API offers for reading. */
export function coverageOf(
  operations: readonly Operation[],
  definitions: readonly ResourceDefinition[],
  entries: readonly ResourceEntry[],
  requestsOf: (operationId: string) => number,
): Coverage {
  const outcomes = new Map(entries.map((entry) => [entry.name, entry]));
  const list = operations.map(({ operationId, path, never, derivedFrom }): Coverage['list'][number] => {
    const reader = definitions.find((definition) => operationIdsOf(definition).includes(operationId));
    const resource = reader?.name ?? derivedFrom;
    const entry = resource === undefined ? undefined : outcomes.get(resource);
    if (entry === undefined)
      return { operationId, path, state: 'not-collected', reason: never ?? 'not-in-this-version' };
    if (!hasRecords(entry.outcome)) {
      const reason = entry.reason === undefined ? entry.outcome : `${entry.outcome}: ${entry.reason}`;
      return { operationId, path, state: 'not-collected', resource: entry.name, reason };
    }
    // Asked for, or answered by another request that was: a detail that the list had already, say. Where there was
    // nothing to ask for it, its place was read all the same.
    const isOwn =
      reader !== undefined && ownPlacesOf(reader).some((place) => place.operationId === operationId);
    const isAsked = (isOwn && reader.within === undefined) || requestsOf(operationId) > 0;
    const isLeftOut = reader?.detail?.operationId === operationId && reader.detail.optIn !== undefined;
    if (isLeftOut && !isAsked && entry.records !== 0)
      return { operationId, path, state: 'not-collected', resource: entry.name, reason: 'opt-in' };
    return { operationId, path, state: isAsked ? 'collected' : 'derived', resource: entry.name };
  });
  const countOf = (state: string) => list.filter((entry) => entry.state === state).length;
  return {
    operations: list.length,
    collected: countOf('collected'),
    derived: countOf('derived'),
    notCollected: countOf('not-collected'),
    list,
  };
}

/**
 * Returns the manifest's entries of some artifacts, by path. `previous` are those of the record before:
 * equal bytes there carry on the number of the oldest record since which they have been equal.
 */
export function artifactEntries(
  artifacts: readonly Artifact[],
  previous: { readonly seq: number; readonly artifacts: readonly ArtifactEntry[] } | undefined,
): ArtifactEntry[] {
  const before = new Map(previous?.artifacts.map((entry) => [entry.path, entry]));
  return sortByPath(artifacts).map(({ path, mediaType, bytes, sha256: digest, records }) => {
    const earlier = before.get(path);
    const isUnchanged = earlier !== undefined && previous !== undefined && earlier.sha256 === digest;
    return {
      path,
      mediaType,
      bytes,
      ...(records === undefined ? {} : { records }),
      sha256: digest,
      ...(isUnchanged ? { unchangedSinceSeq: earlier.unchangedSinceSeq ?? previous.seq } : {}),
    };
  });
}

/** Returns the same items by path in UTF-16 code units. */
export function sortByPath<T extends { readonly path: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Returns the digest of what may be kept of every field of every resource. */
export function policyDigest(definitions: readonly ResourceDefinition[]): string {
  const policies = definitions.map(({ name, record }) => [name, describePolicy(compilePolicy(record))]);
  return sha256(canonical(Object.fromEntries(policies)));
}
