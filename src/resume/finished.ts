/** Which resources a later run may take over instead of asking for them again. Pure. */
import { parentsOf } from '../../schemas/resource.ts';
import type { CollectedResource } from '../segment/collect.ts';

/**
 * Whether a resource was read whole: whatever is missing or doubtful is asked for again, since the next answer may be
 * a better one. The workspace itself every run asks for: it says whose the token is.
 */
export function isFinished({ definition, facts }: Pick<CollectedResource, 'definition' | 'facts'>): boolean {
  const { gap, declaredOff, detailsUnread, doubts, totals, parents, variants } = facts;
  if (definition.name === 'workspace' || gap !== undefined || declaredOff !== undefined) return false;
  if (detailsUnread > 0 || (doubts?.size ?? 0) > 0) return false;
  if (totals !== undefined && totals.mismatched + totals.moved > 0) return false;
  if (parents !== undefined && (!parents.isWhole || parents.read < parents.total)) return false;
  return variants === undefined || variants.read === variants.total;
}

/** Whether everything that a resource was read by is taken over with it. */
export function restsOn(
  { definition, parentResource }: Pick<CollectedResource, 'definition' | 'parentResource'>,
  has: (name: string) => boolean,
): boolean {
  const ends = [...parentsOf(definition).map(({ resource }) => resource), parentResource];
  return ends.every((name) => name === undefined || name === definition.name || has(name));
}
