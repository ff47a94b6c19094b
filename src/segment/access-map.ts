/**
 * What a token can read, by one small request per resource; a list whose records together show whether
 * something is kept back is read to its end. Keeps no record.
 */

import type { Outcome, OutcomeReason } from '../../schemas/outcome.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { SegmentError } from '../errors.ts';
import { type VisibleBefore, visibilityRule } from '../evidence/field-visibility.ts';
import { isObject } from '../evidence/json.ts';
import type { Identity, RefusalJudge } from './access.ts';
import type { SegmentClient } from './client.ts';
import { gapOf } from './gap.ts';
import { fillPath } from './path.ts';
import { readPlace } from './read-place.ts';
import { VisibilityTally } from './visibility-tally.ts';

export interface AccessEntry {
  readonly resource: string;
  /** `untried`: it is read per record of another resource, and that one showed none. */
  readonly access:
    | 'readable'
    | 'field-hidden'
    | 'untried'
    | Exclude<Outcome, 'complete' | 'partial' | 'not-collected'>;
  readonly reason?: OutcomeReason;
  readonly httpStatus?: number;
  /** The least role that reads it whole. */
  readonly role: string;
}

/** Says which of some records, by id, showed what Segment may empty in the last complete snapshot. */
export type AskVisibleBefore = (
  definition: ResourceDefinition,
  ids: ReadonlySet<string>,
) => Promise<VisibleBefore>;

/** Items a page of a list that is read to its end. */
const PAGE_SIZE = 200;

/** Returns the access map of a token, in the definitions' order. Parents must come before children. */
export async function mapAccess(
  definitions: readonly ResourceDefinition[],
  client: SegmentClient,
  judge: RefusalJudge,
  identified: Extract<Identity, { kind: 'identified' }>,
  visibleBefore: AskVisibleBefore = async () => undefined,
): Promise<readonly AccessEntry[]> {
  const trying = { client, judge, identified, visibleBefore };
  const firstIds = new Map<string, string | undefined>();
  const map: AccessEntry[] = [];
  for (const definition of definitions) {
    const { entry, firstId } = await tryResource(definition, firstIds, trying);
    firstIds.set(definition.name, firstId);
    map.push(entry);
  }
  return map;
}

interface Trying {
  readonly client: SegmentClient;
  readonly judge: RefusalJudge;
  readonly identified: Extract<Identity, { kind: 'identified' }>;
  readonly visibleBefore: AskVisibleBefore;
}

async function tryResource(
  definition: ResourceDefinition,
  firstIds: ReadonlyMap<string, string | undefined>,
  trying: Trying,
): Promise<{ readonly entry: AccessEntry; readonly firstId: string | undefined }> {
  const { name: resource, role } = definition;
  const parentId = definition.parent === undefined ? undefined : firstIds.get(definition.parent.resource);
  if (definition.parent !== undefined && parentId === undefined) {
    return { entry: { resource, role, access: 'untried' }, firstId: undefined };
  }
  try {
    const { first, isHidden } = await look(definition, parentId, trying);
    const access = isHidden ? 'field-hidden' : 'readable';
    const firstId = isObject(first) && typeof first['id'] === 'string' ? first['id'] : undefined;
    return { entry: { resource, role, access }, firstId };
  } catch (error) {
    if (!(error instanceof SegmentError)) throw error;
    const refusal = error.code === 'ACCESS_DENIED' ? await trying.judge.judge() : 'scope';
    const { outcome, reason, httpStatus } = gapOf(error, refusal);
    const access = outcome as AccessEntry['access'];
    const entry = { resource, role, access, reason, ...(httpStatus === undefined ? {} : { httpStatus }) };
    return { entry, firstId: undefined };
  }
}

interface Look {
  readonly first: unknown;
  /** A list that should have something in it comes empty. */
  readonly isHidden: boolean;
}

async function look(
  definition: ResourceDefinition,
  parentId: string | undefined,
  { client, identified, visibleBefore }: Trying,
): Promise<Look> {
  if (definition.name === 'workspace') return { first: identified.record, isHidden: false };
  const { parent, variants, hideableField } = definition;
  const path = parent === undefined ? definition.path : fillPath(definition.path, parent.param, parentId);
  const [variant] = variants?.values ?? [];
  const query = variants === undefined || variant === undefined ? {} : { [variants.param]: variant };
  const place = { ...definition, path, query };
  if (hideableField === undefined) {
    for await (const { items } of readPlace(client, place, 1)) return { first: items[0], isHidden: false };
    return { first: undefined, isHidden: false };
  }
  const shown = new VisibilityTally(hideableField);
  const firsts: unknown[] = [];
  for await (const { items } of readPlace(client, place, PAGE_SIZE)) {
    firsts.push(...items.slice(0, 1));
    for (const item of items) if (isObject(item)) shown.note(item);
  }
  const before = await visibleBefore(definition, new Set(shown.doubtful));
  return { first: firsts[0], isHidden: !visibilityRule(hideableField, shown, true, before).rule.holds };
}
