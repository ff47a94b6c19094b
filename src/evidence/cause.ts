/**
 * Why a snapshot is not complete, told from its record alone. Pure.
 * What an outage or a refused token spoilt may be whole the next time; what a missing right spoilt will not.
 */
import type { Manifest, ResourceEntry } from '../../schemas/manifest.ts';

/**
 * `refused-token`: Segment refuses this very token, or it is another workspace's or region's.
 * `outage`: Segment, the network or the place of the token did not answer. `time`: the time for reading was over.
 * `other`: a right, the plan, or what the records themselves say.
 */
export type Cause = 'refused-token' | 'outage' | 'time' | 'other';

/** Reasons for which reading stops although nothing is wrong with the workspace or the token's rights. */
const OUTAGES: readonly unknown[] = ['upstream', 'timeout', 'network', 'bad-body', 'rate'];

/** Why reading stopped half-way, as the details of these rules end. */
const CUT_SHORT = ['read-to-the-end', 'every-list-read', 'every-parent-read'];
const STOPPED_BY = /(?:pages|read): ([a-z-]+)/;

/** Returns why a snapshot is not complete; `undefined` when it is. One that more than one thing spoilt has the first. */
export function causeOf({
  status,
  token,
  resources,
}: Pick<Manifest, 'status' | 'token' | 'resources'>): Cause | undefined {
  if (status === 'complete') return undefined;
  const gaps = new Set(resources.map(gapOf));
  if (gaps.has('token')) return token === null ? 'outage' : 'refused-token';
  if (OUTAGES.some((reason) => gaps.has(reason))) return 'outage';
  return gaps.has('time') ? 'time' : 'other';
}

/** Returns the reason of a gap, also of one in the middle of a list. */
function gapOf({ outcome, reason, completeness }: ResourceEntry): unknown {
  if (outcome !== 'partial') return outcome === 'complete' ? undefined : reason;
  // A list that never ends would not end the next time either.
  if (reason === 'cursor-loop') return undefined;
  const cut = completeness?.rules.find(({ rule, holds }) => !holds && CUT_SHORT.includes(rule));
  return STOPPED_BY.exec(cut?.detail ?? '')?.[1];
}
