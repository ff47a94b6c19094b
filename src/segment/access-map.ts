/** What a token can read, by one small request per resource. Judges nothing and keeps no record. */

import type { Outcome, OutcomeReason } from '../../schemas/outcome.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { SegmentError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import type { Identity, RefusalJudge } from './access.ts';
import type { SegmentClient } from './client.ts';
import { isEmptied } from './emptied.ts';
import { gapOf } from './gap.ts';
import { fillPath } from './path.ts';
import { readPlace } from './read-place.ts';

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

/** Returns the access map of a token, in the definitions' order. Parents must come before children. */
export async function mapAccess(
  definitions: readonly ResourceDefinition[],
  client: SegmentClient,
  judge: RefusalJudge,
  identified: Extract<Identity, { kind: 'identified' }>,
): Promise<readonly AccessEntry[]> {
  const firstIds = new Map<string, string | undefined>();
  const map: AccessEntry[] = [];
  for (const definition of definitions) {
    const { entry, firstId } = await tryResource(definition, firstIds, { client, judge, identified });
    firstIds.set(definition.name, firstId);
    map.push(entry);
  }
  return map;
}

interface Trying {
  readonly client: SegmentClient;
  readonly judge: RefusalJudge;
  readonly identified: Extract<Identity, { kind: 'identified' }>;
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
    const record = await readFirst(definition, parentId, trying);
    const access = isEmptied(definition, record) ? 'field-hidden' : 'readable';
    const firstId = isObject(record) && typeof record['id'] === 'string' ? record['id'] : undefined;
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

async function readFirst(
  definition: ResourceDefinition,
  parentId: string | undefined,
  { client, identified }: Trying,
): Promise<unknown> {
  if (definition.name === 'workspace') return identified.record;
  const { parent, variants } = definition;
  const path = parent === undefined ? definition.path : fillPath(definition.path, parent.param, parentId);
  const [variant] = variants?.values ?? [];
  const query = variants === undefined || variant === undefined ? {} : { [variants.param]: variant };
  for await (const page of readPlace(client, { ...definition, path, query }, 1)) return page.items[0];
  return undefined;
}
