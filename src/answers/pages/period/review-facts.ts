/** Access reviews as a period has them: which were begun, what was decided, and whether it was done. Plain data. */
import type { ReviewLine } from '../../review/overview.ts';
import type { ReviewStatus } from '../../review/status.ts';
import type { Standing } from '../standing.ts';
import { type TableFacts, tableFacts } from '../table-facts.ts';
import type { Period } from './period-runs.ts';

/** Of a connection, as `review status` has them. */
export interface ReviewsFound {
  /** Newest first. */
  readonly lines: readonly ReviewLine[];
  /** Of those that are asked for, oldest first. */
  readonly statuses: readonly ReviewStatus[];
  /** Why nothing can be said: files of a review are not what they say. */
  readonly problems: readonly string[];
}

export interface ReviewFacts {
  readonly standing: Standing;
  readonly lines: readonly (ReviewLine & { readonly isOfPeriod: boolean })[];
  /** Frozen in the period. */
  readonly count: number;
  readonly reviews: readonly ReviewDetail[];
}

export interface ReviewDetail {
  readonly reviewId: string;
  readonly words: string;
  readonly isDone: boolean;
  readonly total: number;
  /** null: nothing is decided yet. */
  readonly decided: number | null;
  /** What is to go or to change, and what became of it. */
  readonly actions: TableFacts;
}

/** Whether the population of a review was frozen in a period. */
export const isReviewOf = ({ frozenAt }: Pick<ReviewLine, 'frozenAt'>, { from, to }: Period): boolean =>
  Date.parse(frozenAt) >= Date.parse(from) && Date.parse(frozenAt) <= Date.parse(to);

export async function reviewFacts(
  { lines, statuses, problems }: ReviewsFound,
  period: Period,
): Promise<ReviewFacts> {
  const reviews: ReviewDetail[] = [];
  for (const status of statuses) reviews.push(await detailOf(status));
  const open = reviews.filter(({ isDone }) => !isDone).map(({ reviewId, words }) => `${reviewId}: ${words}`);
  const why = [
    ...problems,
    ...(reviews.length === 0 && problems.length === 0
      ? ['the store holds no access review whose population was frozen in the period']
      : []),
    ...open,
  ];
  return {
    standing:
      why.length === 0 ? { kind: 'whole', why } : { kind: reviews.length === 0 ? 'unread' : 'partial', why },
    lines: lines.map((line) => ({ ...line, isOfPeriod: isReviewOf(line, period) })),
    count: reviews.length,
    reviews,
  };
}

async function detailOf({ standing, exitCode, table, head }: ReviewStatus): Promise<ReviewDetail> {
  const reviewId = String(head['reviewId']);
  const decided = head['decided'] as { readonly total: number } | null;
  return {
    reviewId,
    words: standing,
    isDone: exitCode === 0,
    total: Number(head['total']),
    decided: decided?.total ?? null,
    actions: await tableFacts(`review-${reviewId}`, table.columns, table.rows()),
  };
}
