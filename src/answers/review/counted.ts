/** Which decision of an item counts: that of the last import that has it. Reviewers hand in their own rows, each in their own file. Pure. */
import type { ReviewDecision } from '../../../schemas/review.ts';
import type { StoredReview } from './stored.ts';

export interface Counted {
  readonly decision: ReviewDecision;
  readonly from: StoredReview['imports'][number];
}

/** Returns the decision of each item that is decided, by its id. */
export function countedDecisions(imports: StoredReview['imports']): ReadonlyMap<string, Counted> {
  return new Map(
    imports.flatMap((from) => from.decisions.map((decision) => [decision.id, { decision, from }] as const)),
  );
}
