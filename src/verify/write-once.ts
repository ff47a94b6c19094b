/**
 * A bucket that keeps versions shows what was done to its objects: whatever we wrote has one version and
 * no delete marker, forever. A second version, even of the same bytes, or a marker was put there by
 * someone else, and what it hides may be what was signed. A folder has no such memory.
 */
import { connectionPrefix, ROOT } from '../store/layout.ts';
import { explainReadError, type VerifyContext } from './context.ts';
import { bagOf } from './survey.ts';

/** An object that was written again or deleted. */
export interface Rewritten {
  readonly key: string;
  readonly connection: string;
  readonly versionIds: readonly string[];
  readonly markerIds: readonly string[];
}

const NAMED_AT_MOST = 5;

/** Returns every object below the prefixes that was not written exactly once; none of a folder. */
export async function findRewritten(
  context: VerifyContext,
  prefixes: readonly string[],
): Promise<readonly Rewritten[]> {
  const found = new Map<string, { versionIds: string[]; markerIds: string[] }>();
  const entryOf = (key: string) => {
    const entry = found.get(key) ?? { versionIds: [], markerIds: [] };
    found.set(key, entry);
    return entry;
  };
  const { store } = context;
  let hasNoVersions = false;
  for (const prefix of store.versions === undefined ? [] : prefixes) {
    let previous: { readonly key: string; readonly versionId: string } | undefined;
    try {
      for await (const { key, versionId, isDeleteMarker } of store.versions?.(prefix) ?? []) {
        if (versionId === 'null') hasNoVersions = true;
        if (isDeleteMarker) entryOf(key).markerIds.push(versionId);
        else {
          // Versions of one key follow each other, so that all that were written once need no memory.
          if (previous?.key === key) {
            const { versionIds } = entryOf(key);
            if (versionIds.length === 0) versionIds.push(previous.versionId);
            versionIds.push(versionId);
          }
          previous = { key, versionId };
        }
      }
    } catch (error) {
      explainReadError(context, prefix, error, 'list');
    }
  }
  if (hasNoVersions) {
    const message = 'the bucket kept no versions: an object that was overwritten or deleted left no trace';
    context.findings.note('not-looked-at', store.location, message);
  }
  return [...found].map(([key, ids]) => ({ key, connection: connectionOf(key), ...ids }));
}

/** Reports them. Of a bag that no record names nothing is promised, unless it is not known which ones are named. */
export function reportRewritten(
  { findings }: VerifyContext,
  rewritten: readonly Rewritten[],
  committed: ReadonlySet<string> | undefined,
): void {
  for (const { key, connection, versionIds, markerIds } of rewritten) {
    const bag = bagOf(key.slice(connectionPrefix(connection).length));
    if (bag !== undefined && committed !== undefined && !committed.has(bag)) {
      findings.note('uncommitted', key, 'was written again or deleted; no record names its snapshot');
      continue;
    }
    const found = [...named('version', versionIds), ...named('delete marker', markerIds)].join(' and ');
    const problem = { what: 'check versions', expected: 'one version and no delete marker', found };
    findings.fail('NOT_WRITE_ONCE', key, problem);
  }
}

function named(what: string, ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return [];
  const shown = ids.slice(0, NAMED_AT_MOST).join(', ');
  const more = ids.length > NAMED_AT_MOST ? `, ${ids.length - NAMED_AT_MOST} more` : '';
  return [`${ids.length} ${what}${ids.length === 1 ? '' : 's'} (${shown}${more})`];
}

function connectionOf(key: string): string {
  const rest = key.slice(ROOT.length + 1);
  return rest.slice(0, Math.max(0, rest.indexOf('/')));
}
