/** Whether a stored population is what the snapshot that it names gives: who may write to a store could have written another. */
import { canonical } from '../../evidence/canonical.ts';
import type { History, Run } from '../../verify/read-history.ts';
import { isReadable } from '../certificate.ts';
import { nameOf, type SnapshotName } from '../population.ts';
import { populationOfRun } from './freeze.ts';
import { changed, type StoredReview } from './stored.ts';

/**
 * Returns when the population follows from sealed evidence, to the word. It may have more gaps than its snapshot: on the day
 * that was asked for there may have been no run. Of a snapshot whose files are gone since their retention has ended, nothing
 * can be said. @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function assertDerived(history: History, { reviewId, population }: StoredReview): Promise<void> {
  const { snapshot } = population;
  const what = `reviews/${reviewId}/population.json`;
  const run = runOf(history, population);
  if (run === undefined) throw changed(what, 'a snapshot of the chain', snapshot.snapshotPath);
  const named = nameOf(run);
  if (canonical({ ...named }) !== canonical({ ...snapshot }))
    throw changed(what, shown(named), shown(snapshot));
  if (run.isExpired) return;
  if (!isReadable(run, 'users')) throw changed(what, 'a snapshot that has users', 'one without');
  const derived = await populationOfRun(history, run);
  const hidden = derived.gaps.find((gap) => !population.gaps.includes(gap));
  if (hidden !== undefined) throw changed(what, `the gap of its snapshot, ${hidden}`, 'none');
  for (const member of ['certificate', 'items'] as const)
    if (canonical([...population[member]]) !== canonical([...derived[member]]))
      throw changed(what, `the ${member} that its snapshot gives`, 'something else');
}

/** Returns the run that a review was frozen from. */
export const runOf = ({ runs }: History, { snapshot }: StoredReview['population']): Run | undefined =>
  runs.find(({ manifest }) => manifest.snapshotPath === snapshot.snapshotPath);

const shown = ({ chain, seq, sha256, startedAt }: SnapshotName) =>
  `record ${seq} of chain ${chain}, of ${startedAt}, sha256:${sha256}`;
