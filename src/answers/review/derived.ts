/** Whether a stored population is what the snapshot that it names gives: who may write to a store could have written another. */
import type { ReviewPopulation } from '../../../schemas/review.ts';
import { canonical } from '../../evidence/canonical.ts';
import type { History, Run } from '../../verify/read-history.ts';
import { isReadable } from '../certificate.ts';
import { nameOf, type SnapshotName } from '../population.ts';
import { populationOfRun } from './freeze.ts';
import { changed, type StoredReview } from './stored.ts';

/**
 * Returns the review, where its population follows from sealed evidence, fact by fact. Words are those of the version that wrote
 * them: what is said of its certificate and its gaps is said anew. It may have more gaps than its snapshot: on the day that was
 * asked for there may have been no run. Of a snapshot whose files are gone since their retention has ended, nothing can be derived.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function derivedReview(history: History, review: StoredReview): Promise<StoredReview> {
  const { reviewId, population } = review;
  const { snapshot } = population;
  const what = `reviews/${reviewId}/population.json`;
  const run = runOf(history, population);
  if (run === undefined) throw changed(what, 'a snapshot of the chain', snapshot.snapshotPath);
  const named = nameOf(run);
  if (canonical({ ...named }) !== canonical({ ...snapshot }))
    throw changed(what, shown(named), shown(snapshot));
  if (run.isExpired) return review;
  if (!isReadable(run, 'users')) throw changed(what, 'a snapshot that has users', 'one without');
  const derived = await populationOfRun(history, run);
  const { gaps, certificate, items } = derived;
  if (population.gaps.length < gaps.length)
    throw changed(what, `the gaps of its snapshot, ${gaps.join('; ')}`, population.gaps.join('; ') || 'none');
  if (canonical(factsOf(population)) !== canonical(factsOf(derived)))
    throw changed(what, 'the certificate that its snapshot gives', 'something else');
  if (canonical([...population.items]) !== canonical([...items]))
    throw changed(what, 'the items that its snapshot gives', 'something else');
  const isMore = population.gaps.length > gaps.length;
  const all = isMore ? [...new Set([...population.gaps, ...gaps])] : gaps;
  return { ...review, population: { ...population, certificate, gaps: all } };
}

const factsOf = ({ certificate }: ReviewPopulation) => certificate.map(({ words: _, ...facts }) => facts);

/** Returns the run that a review was frozen from. */
export const runOf = ({ runs }: History, { snapshot }: StoredReview['population']): Run | undefined =>
  runs.find(({ manifest }) => manifest.snapshotPath === snapshot.snapshotPath);

const shown = ({ chain, seq, sha256, startedAt }: SnapshotName) =>
  `record ${seq} of chain ${chain}, of ${startedAt}, sha256:${sha256}`;
