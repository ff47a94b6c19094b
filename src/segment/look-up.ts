/**
 * Asks by id for what records name and a list has not: is the list filtered, or is it gone? Nothing of an
 * answer is kept but whether the record is there.
 */
import { type LookUpDefinition, lookUpOf } from '../../schemas/resource.ts';
import { SegmentError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import type { Observed } from '../evidence/plausibility.ts';
import { danglingIn, type LookedUp } from '../evidence/references.ts';
import type { RefusalJudge } from './access.ts';
import type { SegmentClient } from './client.ts';
import { gapOf } from './gap.ts';
import { fillPath } from './path.ts';

/** Asked for of one resource at most, the first by id. What is left makes it partial: no one knows of it. */
const MOST_LOOK_UPS = 200;
/** Under way at once. */
const AT_ONCE = 16;

export interface LookUpOptions {
  readonly client: SegmentClient;
  readonly judge: RefusalJudge;
  readonly now: () => Date;
}

/** A resource that was read, and whether its list can be taken for all there are. */
interface Listed extends Observed {
  readonly isWhole: boolean;
  readonly endedAt: string;
}

/** Returns the resources, each with what became of the records of it that only others name. */
export async function lookUpDangling<R extends Listed>(
  resources: readonly R[],
  options: LookUpOptions,
): Promise<readonly R[]> {
  const looked: R[] = [];
  for (const resource of resources) {
    const place = lookUpOf(resource.definition);
    // Of a list that is known not to be whole there is nothing left to find out.
    const ids = resource.isWhole ? danglingIn(resource.definition.name, resources) : [];
    if (place === undefined || ids.length === 0) {
      looked.push(resource);
      continue;
    }
    const lookedUp = await lookUp(ids, place, options);
    looked.push({ ...resource, lookedUp, endedAt: options.now().toISOString() });
  }
  return looked;
}

async function lookUp(
  ids: readonly string[],
  place: LookUpDefinition,
  options: LookUpOptions,
): Promise<LookedUp> {
  const counts = { there: 0, gone: 0, unanswered: 0 };
  let why: string | undefined;
  const left = ids.slice(0, MOST_LOOK_UPS).values();
  const askOn = async () => {
    for (const id of left) {
      // Whatever kept one from being answered would keep the next, and whole the list cannot be called now.
      if (why !== undefined) return;
      const found = await askFor(id, place, options);
      counts[found.kind] += 1;
      if (found.kind === 'unanswered') why ??= found.why;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
  const unasked = ids.length - counts.there - counts.gone - counts.unanswered;
  return { ...counts, unasked, why };
}

type Found = { readonly kind: 'there' | 'gone' } | { readonly kind: 'unanswered'; readonly why: string };

async function askFor(
  id: string,
  { operationId, path, key, param }: LookUpDefinition,
  { client, judge }: LookUpOptions,
): Promise<Found> {
  try {
    const { data } = await client.get({ operationId, path: fillPath(path, param, id) });
    const record = data[key];
    if (isObject(record) && record['id'] === id) return { kind: 'there' };
    return { kind: 'unanswered', why: 'another record' };
  } catch (error) {
    if (!(error instanceof SegmentError)) throw error;
    if (error.code === 'NOT_FOUND') return { kind: 'gone' };
    const refusal = error.code === 'ACCESS_DENIED' ? await judge.judge() : 'scope';
    const { outcome, reason } = gapOf(error, refusal);
    return { kind: 'unanswered', why: `${outcome}: ${reason}` };
  }
}
