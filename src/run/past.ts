/** What earlier records say that bears on how this run's readings are judged. */
import type { Predicate } from '../../schemas/chain.ts';
import type { History } from '../commit/history.ts';
import type { Baseline } from '../evidence/plausibility.ts';
import type { ShownBefore } from '../evidence/shown.ts';
import type { CollectedResource } from '../segment/collect.ts';
import type { RunDeps } from './deps.ts';
import { type Archive, findBack, lastComplete, readBaseline } from './known.ts';
import { OWNERS_ONLY } from './owners.ts';
import { readShownBefore } from './shown-before.ts';

export interface Past {
  /** Records of each resource when it was last whole. */
  readonly baseline: Baseline;
  /** Of what now shows nothing: what showed something in the last complete snapshot, by resource. */
  readonly shown: ReadonlyMap<string, ShownBefore>;
  readonly everComplete: EverComplete;
}

/**
 * Returns those of some resources that an earlier complete record has, or may have: what cannot be looked
 * up counts as had.
 */
export type EverComplete = (names: readonly string[]) => Promise<ReadonlySet<string>>;

/** Returns what is to be known of the past for what was read now. */
export async function readPast(
  deps: Archive & Pick<RunDeps, 'log'>,
  history: History,
  collected: readonly CollectedResource[],
): Promise<Past> {
  const complete = await lastComplete(deps, history);
  const everComplete = everCompleteIn(deps, history);
  // Where there is no trail that could explain it, a fall is told once: what was seen then is what the next run
  // compares with. Not for a token that may see only some things, nor while a trail merely cannot be read.
  const isToldOnce = collected.some(readsAllUsers) && !(await hasTrail(collected, everComplete));
  const shown = new Map<string, ShownBefore>();
  for (const { definition, observations } of collected) {
    const doubtful = new Set(observations.shown?.doubtful);
    if (doubtful.size > 0)
      shown.set(definition.name, await readShownBefore(deps, complete, definition, doubtful));
  }
  const baseline = await readBaseline(deps, history, ({ outcome }) => isToldOnce || outcome === 'complete');
  return { baseline, shown, everComplete };
}

/** Only a Workspace Owner's token reads all users, and nothing is filtered for one. */
function readsAllUsers({ definition, isWhole }: CollectedResource): boolean {
  return definition.name === OWNERS_ONLY && isWhole;
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
export function everCompleteIn(deps: Archive, history: History): EverComplete {
  return async (names) => {
    if (history.lastOfAnyKey === undefined || names.length === 0) return new Set();
    const had = new Set<string>();
    const pick = (record: Predicate) => {
      if (record.status === 'complete')
        for (const { name, outcome } of record.resources) if (outcome === 'complete') had.add(name);
      return names.every((name) => had.has(name)) || isBeginning(record) ? true : undefined;
    };
    const isAnswered = (await findBack(deps, history, pick, 'anybody')) === true;
    return isAnswered ? had : new Set(names);
  };
}

/** Whether there is no complete record before this one. */
function isBeginning({ chain: { number, seq }, lastComplete: complete }: Predicate): boolean {
  return number === 1 && (seq === 0 || complete === null);
}
