/** Whether a stored population is what the snapshot that it names gives: who may write to a store could have written another. */
import type { ReviewItem } from '../../../schemas/review.ts';
import type { History } from '../../verify/read-history.ts';
import { nameOf } from '../population.ts';
import { accessOfRun } from './freeze.ts';
import { scopeOf } from './items.ts';
import { changed, type StoredReview } from './stored.ts';

/**
 * Returns when the population follows from sealed evidence. Ids are compared: what things are called may be found out better
 * by a later version. Of a snapshot whose files are gone since their retention has ended, nothing can be said.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function assertDerived(history: History, { reviewId, population }: StoredReview): Promise<void> {
  const { snapshot, items } = population;
  const what = `reviews/${reviewId}/population.json`;
  const run = history.runs.find(({ manifest }) => manifest.snapshotPath === snapshot.snapshotPath);
  if (run === undefined) throw changed(what, 'a snapshot of the chain', snapshot.snapshotPath);
  const named = nameOf(run);
  if (named.sha256 !== snapshot.sha256 || named.seq !== snapshot.seq)
    throw changed(
      what,
      `record ${named.seq}, sha256:${named.sha256}`,
      `record ${snapshot.seq}, sha256:${snapshot.sha256}`,
    );
  if (run.isExpired) return;
  const derived = [...((await accessOfRun(history, run))?.items.values() ?? [])];
  if (idsOf(items) !== idsOf(derived)) throw changed(what, 'what its snapshot gives', 'something else');
}

const idsOf = (items: readonly ReviewItem[]) =>
  JSON.stringify(
    items.map((item) => JSON.stringify([item.id, item.kind, item.userId, item.email, scopeOf(item)])).sort(),
  );
