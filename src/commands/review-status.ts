/** `review status`: what became of what was decided, proved from the runs after it. */

import { takeDecisions } from '../answers/review/decisions.ts';
import { assertDerived } from '../answers/review/derived.ts';
import { doesIdentityHold } from '../answers/review/signature.ts';
import { reviewStatus } from '../answers/review/status.ts';
import { changed, listReviews, noReview, readReview, type StoredReview } from '../answers/review/stored.ts';
import { StoreError } from '../errors.ts';
import { canonical, sha256 } from '../evidence/canonical.ts';
import { readSheets } from '../report/export/read-rows.ts';
import { readWhole } from '../store/content.ts';
import { reviewKey } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { History } from '../verify/read-history.ts';
import { answerOutput, assertOutput, type OutputFlags } from './answer-output.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { historyOf } from './history-of.ts';
import { assertReviewId } from './review-id.ts';

export interface ReviewStatusFlags extends PlaceFlags, OutputFlags {
  readonly connection?: string;
}

/**
 * Returns what became of a review, by default of the newest. Exit 4: something is open, not known, or rests on something
 * incomplete; 6: files of the review are not what they say; 7: there is none. @throws UsageError; UnverifiedError; StoreError
 */
export async function reviewStatusCommand(
  reviewId: string | undefined,
  flags: ReviewStatusFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  assertOutput('review status', flags);
  const { connection, store } = await evidencePlace('review status', flags, flags.connection, surveyor);
  const history = await historyOf('review status', { ...flags, connection }, surveyor);
  const answer = await statusOfReview(history, store, reviewId);
  return answerOutput('review status', answer, flags, surveyor.cwd);
}

/** Returns what became of a review of a connection. Reads only. @throws UnverifiedError; StoreError */
export async function statusOfReview(
  history: History,
  store: Store,
  reviewId: string | undefined,
): ReturnType<typeof reviewStatus> {
  const { connection } = history;
  if (reviewId !== undefined) assertReviewId('review status', reviewId);
  const chosen = reviewId ?? (await listReviews(store, connection)).at(-1);
  if (chosen === undefined) throw await noReview(store, connection, 'a review');
  const review = await readReview(store, connection, chosen);
  await assertDerived(history, review);
  await assertSources(store, review);
  return reviewStatus(history, review);
}

/** Decisions follow from the file that was handed in, and that may be signed. @throws UnverifiedError NOT_VERIFIED */
async function assertSources(store: Store, review: StoredReview): Promise<void> {
  // Also of those that were replaced: the answer names them.
  for (const each of review.imports) await assertSource(store, review, each);
}

async function assertSource(
  store: Store,
  review: StoredReview,
  last: StoredReview['imports'][number],
): Promise<void> {
  const key = reviewKey(last.connection, last.reviewId, last.source.path);
  const bytes = await readWhole(store, key).catch((error: unknown) => {
    if (error instanceof StoreError && error.code === 'NOT_FOUND') throw changed(key, 'the file', 'none');
    throw error;
  });
  if (sha256(bytes) !== last.source.sha256)
    throw changed(key, `sha256:${last.source.sha256}`, `sha256:${sha256(bytes)}`);
  if (doesIdentityHold(last.identity, bytes) === false)
    throw changed(key, 'the signature of its reviewer', 'another');
  const { decisions, problems } = takeDecisions(
    await readSheets('review status', last.source.path, bytes),
    review,
  );
  if (problems.length > 0 || canonical([...decisions]) !== canonical([...last.decisions]))
    throw changed(key, `the decisions of import ${last.number}`, 'others');
}
