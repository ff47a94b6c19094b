/** Access reviews as reviewers do them: rows with a decision in each. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import type { ReviewItem, ReviewPopulation } from '../../schemas/review.ts';
import { visibleWords } from '../../src/answers/review/visible-words.ts';
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

export const REVIEW_COLUMNS = [
  'E-mail',
  'Decision',
  'Reviewer',
  'Reason',
  'Item',
  'Population',
  'Name',
  'What',
  'Access',
] as const;

/** Returns the rows of a review as a reviewer hands them in: a header, then a row for each item. */
export function decidedRows(
  store: string,
  reviewId: string,
  decide: (item: ReviewItem) => Decided,
): readonly (readonly string[])[] {
  const digest = sha256(reviewFile(store, reviewId, 'population.json')).slice(0, 16);
  const rows = reviewedItems(store, reviewId).map((item) => {
    const { decision, reviewer, reason = '' } = decide(item);
    const { name, what, access } = visibleWords(item);
    return [item.email ?? '', decision, reviewer, reason, item.id, digest, name, what, access];
  });
  return [REVIEW_COLUMNS, ...rows];
}

/** Returns rows as CSV. */
export const asCsv = (rows: readonly (readonly string[])[], separator = ','): string =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator)).join('\r\n');

export const decidedCsv = (...given: Parameters<typeof decidedRows>): string => asCsv(decidedRows(...given));

/** Returns the workbook that `review start` wrote, with an approval in each row, as somebody types it. */
export async function filledIn(workbook: Uint8Array, reviewer: string): Promise<Uint8Array> {
  const { sheets } = await readXlsx(workbook);
  const header = sheets[1]?.rows[0]?.map(String) ?? [];
  const filled = (sheets[1]?.rows ?? []).map((row, index) =>
    header.map((title, column) => {
      if (index > 0 && title === 'Decision') return 'Approve ';
      if (index > 0 && title === 'Reviewer') return reviewer;
      return row[column] ?? null;
    }),
  );
  const cover = { name: 'Cover', rows: sheets[0]?.rows ?? [] };
  return writeXlsx({ sheets: [cover, { name: 'review', rows: filled }] });
}
