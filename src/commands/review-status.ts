/** `review status`: what became of what was decided, proved from the runs after it. */
import { takeDecisions } from '../answers/review/decisions.ts';
import { derivedReview } from '../answers/review/derived.ts';
import type { Asking } from '../answers/review/found.ts';
import { overviewOf } from '../answers/review/overview.ts';
import { doesIdentityHold } from '../answers/review/signature.ts';
import { type ReviewStatus, reviewStatuses } from '../answers/review/status.ts';
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
import { readReviewerKeys } from './reviewer-keys.ts';

export interface ReviewStatusFlags extends PlaceFlags, OutputFlags {
  readonly connection?: string;
  /** Keys of reviewers to trust, as ADDRESS=FILE. */
  readonly reviewerKey?: readonly string[];
}

const COMMAND = 'review status';

/**
 * Returns what became of a review, by default of the newest that is begun and not finished, with all others beside it. Exit 4:
 * something is open, not known, or rests on something incomplete; 6: files of a review are not what they say, or a decision is
 * signed by another key than was given; 7: there is none. @throws UsageError; UnverifiedError; StoreError
 */
export async function reviewStatusCommand(
  reviewId: string | undefined,
  flags: ReviewStatusFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  assertOutput(COMMAND, flags);
  const pinned = await readReviewerKeys(COMMAND, flags.reviewerKey ?? [], surveyor.cwd);
  const { connection, store } = await evidencePlace(COMMAND, flags, flags.connection, surveyor);
  const history = await historyOf(COMMAND, { ...flags, connection }, surveyor);
  const answer = await statusOfReview(history, store, reviewId, { now: surveyor.now, pinned });
  return answerOutput(COMMAND, answer, flags, surveyor.cwd);
}

/** Returns what became of a review of a connection. Reads only. @throws UnverifiedError; StoreError */
export async function statusOfReview(
  history: History,
  store: Store,
  reviewId: string | undefined,
  asking: Asking,
): Promise<ReviewStatus> {
  const { connection } = history;
  if (reviewId !== undefined) assertReviewId(COMMAND, reviewId);
  const chosen = reviewId === undefined ? await listReviews(store, connection) : [reviewId];
  const reviews: StoredReview[] = [];
  for (const id of chosen) reviews.push(await readProved(history, store, id));
  const statuses = await reviewStatuses(history, reviews, asking);
  const [only] = statuses;
  if (reviewId !== undefined && only !== undefined) return only;
  const found = statuses.flatMap((status, index) => {
    const review = reviews[index];
    return review === undefined ? [] : [{ review, status }];
  });
  const overview = overviewOf(found);
  if (overview === undefined) throw await noReview(store, connection, 'a review');
  return overview;
}

/** Returns a review whose files are what they say. @throws UnverifiedError; StoreError */
async function readProved(history: History, store: Store, reviewId: string): Promise<StoredReview> {
  const review = await derivedReview(history, await readReview(store, history.connection, reviewId));
  // Also of those that were replaced: the answer names them.
  for (const each of review.imports) await assertSource(store, review, each);
  return review;
}

/** Decisions follow from the file that was handed in, and that may be signed. @throws UnverifiedError NOT_VERIFIED */
async function assertSource(
  store: Store,
  review: StoredReview,
  { connection, reviewId, source, identity, decisions, number }: StoredReview['imports'][number],
): Promise<void> {
  const key = reviewKey(connection, reviewId, source.path);
  const bytes = await readWhole(store, key).catch((error: unknown) => {
    if (error instanceof StoreError && error.code === 'NOT_FOUND') throw changed(key, 'the file', 'none');
    throw error;
  });
  if (sha256(bytes) !== source.sha256)
    throw changed(key, `sha256:${source.sha256}`, `sha256:${sha256(bytes)}`);
  if (!doesIdentityHold(identity, bytes, decisions))
    throw changed(key, 'the signature of its reviewer', 'another');
  const derived = takeDecisions(await readSheets(COMMAND, source.path, bytes), review, true);
  if (derived.problems.length > 0 || canonical([...derived.decisions]) !== canonical([...decisions]))
    throw changed(key, `the decisions of import ${number}`, 'others');
}
