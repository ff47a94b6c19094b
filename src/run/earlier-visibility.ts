/**
 * What the last complete snapshot showed of a list that Segment empties for a token without the right:
 * read from its own file, and believed only when its bytes are those that were signed.
 */
import { createHash } from 'node:crypto';
import type { Predicate } from '../../schemas/chain.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { StoreError } from '../errors.ts';
import { hasContent, type VisibleBefore, visibilityRule } from '../evidence/field-visibility.ts';
import { isObject } from '../evidence/json.ts';
import { LineSplitter } from '../evidence/lines.ts';
import type { Doubt } from '../evidence/plausibility.ts';
import type { CollectedResource } from '../segment/collect.ts';
import { artifactPath, connectionPrefix } from '../store/layout.ts';
import type { RunDeps } from './deps.ts';

/**
 * Returns those of some records that showed something in the last complete snapshot, by Segment's ids.
 * A file that is gone or is not as it was signed says nothing; finding that out is for `verify`.
 */
export async function readVisibleBefore(
  { store, connection, log }: Pick<RunDeps, 'store' | 'connection' | 'log'>,
  complete: Predicate | undefined,
  { name, hideableField }: Pick<ResourceDefinition, 'name' | 'hideableField'>,
  ids: ReadonlySet<string>,
): Promise<VisibleBefore> {
  const path = artifactPath(name);
  const signed = complete?.artifacts.find((artifact) => artifact.path === path);
  if (complete === undefined || signed === undefined || hideableField === undefined) return undefined;
  const key = `${connectionPrefix(connection)}${complete.snapshotPath}/${path}`;
  const shown = new Set<string>();
  const lines = new LineSplitter((line) => {
    const id = shownIn(line?.toString() ?? '', hideableField.field);
    if (id !== undefined && ids.has(id)) shown.add(id);
  });
  const hash = createHash('sha256');
  try {
    for await (const chunk of store.get(key)) {
      hash.update(chunk);
      lines.push(chunk);
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log.warn({ key, error: error.code }, 'the last complete snapshot cannot be read: not compared with it');
    return 'unread';
  }
  if (hash.digest('hex') === signed.sha256) return shown;
  log.warn({ key }, 'the last complete snapshot is not as it was signed: not compared with it');
  return 'unread';
}

/** The id of a line's record, when its list has something in it. */
function shownIn(line: string, field: string): string | undefined {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    // Not ours, whatever it is; its digest will say so.
    return undefined;
  }
  if (!isObject(record) || !isObject(record['data'])) return undefined;
  const { id } = record['data'];
  return typeof id === 'string' && hasContent(record['data'][field]) ? id : undefined;
}

/** Returns the doubts about each resource with that about what it shows before the others. */
export function withVisibility(
  doubts: ReadonlyMap<string, readonly Doubt[]>,
  collected: readonly CollectedResource[],
  before: ReadonlyMap<string, VisibleBefore>,
): ReadonlyMap<string, readonly Doubt[]> {
  const all = new Map(doubts);
  for (const { definition, observations, isWhole } of collected) {
    const { name, hideableField } = definition;
    if (hideableField === undefined || observations.visibility === undefined) continue;
    const rule = visibilityRule(hideableField, observations.visibility, isWhole, before.get(name));
    all.set(name, [rule, ...(doubts.get(name) ?? [])]);
  }
  return all;
}
