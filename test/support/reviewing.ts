/** Access reviews as reviewers do them: rows with a decision in each. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReviewItem, ReviewPopulation } from '../../schemas/review.ts';
import { sha256 } from '../../src/evidence/canonical.ts';

export interface Decided {
  readonly decision: string;
  readonly reviewer: string;
  readonly reason?: string;
}

const folderOf = (store: string, connection = 'acme') =>
  join(store, 'segment-evidence/v1', connection, 'reviews');

export const newestReview = (store: string): string => readdirSync(folderOf(store)).sort().at(-1) ?? 'none';

export const reviewFile = (store: string, reviewId: string, name: string): Buffer =>
  readFileSync(join(folderOf(store), reviewId, name));

export const reviewFiles = (store: string, reviewId: string): readonly string[] =>
  readdirSync(join(folderOf(store), reviewId)).sort();

export const reviewedItems = (store: string, reviewId: string): readonly ReviewItem[] =>
  (JSON.parse(String(reviewFile(store, reviewId, 'population.json'))) as ReviewPopulation).items;

export const REVIEW_COLUMNS = ['E-mail', 'Decision', 'Reviewer', 'Reason', 'Item', 'Population'] as const;

/** Returns the rows of a review as a reviewer hands them in: a header, then a row for each item. */
export function decidedRows(
  store: string,
  reviewId: string,
  decide: (item: ReviewItem) => Decided,
): readonly (readonly string[])[] {
  const digest = sha256(reviewFile(store, reviewId, 'population.json')).slice(0, 16);
  const rows = reviewedItems(store, reviewId).map((item) => {
    const { decision, reviewer, reason = '' } = decide(item);
    return [item.email ?? '', decision, reviewer, reason, item.id, digest];
  });
  return [REVIEW_COLUMNS, ...rows];
}

/** Returns rows as CSV. */
export const asCsv = (rows: readonly (readonly string[])[], separator = ','): string =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator)).join('\r\n');

export const decidedCsv = (...given: Parameters<typeof decidedRows>): string => asCsv(decidedRows(...given));
