/** `review start`: freezes who could do what beside the evidence, and hands out the rows to decide on. */
import { derivedReview } from '../answers/review/derived.ts';
import { freeze } from '../answers/review/freeze.ts';
import { reviewSheet } from '../answers/review/sheet.ts';
import { reviewBefore } from '../answers/review/stored.ts';
import { REVIEW_POPULATION_FILE, reviewKey } from '../store/layout.ts';
import { answerOutput, assertOutput, type OutputFlags } from './answer-output.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { readPast } from './given-files.ts';
import { historyOf } from './history-of.ts';
import { assertNew } from './replaceable.ts';
import { putReviewFile } from './review-files.ts';

export interface ReviewStartFlags extends PlaceFlags, OutputFlags {
  readonly at?: string;
  readonly connection?: string;
}

/**
 * Returns the rows to decide on. The same snapshot again is the same review. Exit 4: it rests on something incomplete; 7:
 * nothing is there. @throws UsageError; UnverifiedError; StoreError
 */
export async function reviewStart(flags: ReviewStartFlags, surveyor: Surveyor): Promise<CommandOutput> {
  assertOutput('review start', flags);
  await assertNew('review start', flags.out, surveyor.cwd);
  const at =
    flags.at === undefined
      ? undefined
      : readPast('review start', '--at', flags.at, { edge: 'end', now: surveyor.now });
  const { connection, store } = await evidencePlace('review start', flags, flags.connection, surveyor);
  const history = await historyOf('review start', { ...flags, connection }, surveyor);
  const frozen = await freeze(history, at);
  const previous = await reviewBefore(store, connection, frozen.population.snapshot);
  // What is marked as new or changed rests on it.
  if (previous !== undefined) await derivedReview(history, previous);
  const key = reviewKey(connection, frozen.reviewId, REVIEW_POPULATION_FILE);
  await putReviewFile(store, key, frozen.text);
  return answerOutput('review start', reviewSheet(frozen, previous), flags, surveyor.cwd);
}
