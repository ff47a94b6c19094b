/** What this run is compared with: what earlier records say about the same resources. */
import type { Predicate } from '../../schemas/chain.ts';
import type { Records } from '../commit/history.ts';
import type { VisibleBefore } from '../evidence/field-visibility.ts';
import type { Baseline } from '../evidence/plausibility.ts';
import type { CollectedResource } from '../segment/collect.ts';
import type { RunDeps } from './deps.ts';
import { type Archive, findInRecords, lastComplete, readBaseline } from './earlier-records.ts';
import { readVisibleBefore } from './earlier-visibility.ts';
import { type EverOffered, everOfferedIn } from './ever-offered.ts';
import { OWNER_ONLY_RESOURCE } from './owner-only-resource.ts';

export interface Comparison {
  /** Records of each resource when it was last whole. */
  readonly baseline: Baseline;
  /** Of what now shows nothing: what showed something in the last complete snapshot, by resource. */
  readonly visibleBefore: ReadonlyMap<string, VisibleBefore>;
  readonly everComplete: EverComplete;
  readonly everOffered: EverOffered;
}

/**
 * Returns those of some resources that an earlier complete record has, or may have: what cannot be looked
 * up counts as had.
 */
export type EverComplete = (names: readonly string[]) => Promise<ReadonlySet<string>>;

/** Returns what earlier records say about the resources read now. */
export async function readComparison(
  deps: Archive & Pick<RunDeps, 'log'>,
  history: Records,
  collected: readonly CollectedResource[],
): Promise<Comparison> {
  const complete = await lastComplete(deps, history);
  const everComplete = everCompleteIn(deps, history);
  // Where there is no trail that could explain it, a fall is reported once: what was seen then is what the next run
  // compares with. Not for a token that may see only some things, nor while a trail merely cannot be read.
  const isToldOnce = collected.some(readsAllUsers) && !(await hasTrail(collected, everComplete));
  const visibleBefore = new Map<string, VisibleBefore>();
  for (const { definition, observations } of collected) {
    const doubtful = new Set(observations.visibility?.doubtful);
    if (doubtful.size > 0)
      visibleBefore.set(definition.name, await readVisibleBefore(deps, complete, definition, doubtful));
  }
  const baseline = await readBaseline(deps, history, ({ outcome }) => isToldOnce || outcome === 'complete');
  return { baseline, visibleBefore, everComplete, everOffered: everOfferedIn(deps, history) };
}

/** Only a Workspace Owner's token reads all users, and nothing is filtered for one. */
function readsAllUsers({ definition, isWhole }: CollectedResource): boolean {
  return definition.name === OWNER_ONLY_RESOURCE && isWhole;
}

/** Whether the workspace has, or may have, what would explain that records are gone. */
async function hasTrail(
  collected: readonly CollectedResource[],
  everComplete: EverComplete,
): Promise<boolean> {
  const trail = collected.find(({ definition }) => definition.tallied !== undefined);
  if (trail === undefined || trail.facts.declaredOff !== undefined) return false;
  const { gap } = trail.facts;
  if (gap?.outcome !== 'unavailable' && gap?.outcome !== 'denied') return true;
  return (await everComplete([trail.definition.name])).size > 0;
}

/** Returns who says which resources an earlier complete record has. */
export function everCompleteIn(deps: Archive, history: Records): EverComplete {
  return async (names) => {
    if (history.lastOfAnyKey === undefined || names.length === 0) return new Set();
    const had = new Set<string>();
    const pick = (record: Predicate) => {
      if (record.status === 'complete')
        for (const { name, outcome } of record.resources) if (outcome === 'complete') had.add(name);
      return names.every((name) => had.has(name)) || isBeginning(record) ? true : undefined;
    };
    const isAnswered = (await findInRecords(deps, history, pick, 'anybody')) === true;
    return isAnswered ? had : new Set(names);
  };
}

/** Whether there is no complete record before this one. */
function isBeginning({ chain: { number, seq }, lastComplete: complete }: Predicate): boolean {
  return number === 1 && (seq === 0 || complete === null);
}
