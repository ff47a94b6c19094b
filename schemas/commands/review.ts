/** What `review start`, `review import` and `review status` print with --json. */
import * as z from 'zod';
import { sha256Hex } from '../manifest.ts';
import { DECISIONS, decision, reviewId, reviewItem } from '../review.ts';
import { snapshotName, standing } from './population.ts';

const count = z.int().nonnegative();

export const reviewStartDocument = z.strictObject({
  schema: z.literal('segment-evidence/review-start/v1'),
  standing,
  reviewId,
  connection: z.string(),
  snapshot: snapshotName,
  populationSha256: sha256Hex.describe('Of population.json in the folder of the review.'),
  previous: reviewId.nullable().describe('The review before, which changes are marked against; null: none.'),
  gaps: z.array(z.string()).describe('What is not complete; empty: nothing.'),
  total: count,
  changedSince: count.describe('Items that are new or changed since the review before.'),
  goneSince: z.array(reviewItem.shape.id).describe('What was in the review before and is not there now.'),
  items: z.array(
    reviewItem.extend({
      since: z.enum(['first', 'new', 'changed', 'unchanged']),
      lastDecision: decision.optional(),
    }),
  ),
});

export const reviewImportDocument = z.strictObject({
  schema: z.literal('segment-evidence/review-import/v1'),
  connection: z.string(),
  reviewId,
  stored: z
    .strictObject({
      path: z.string().describe('In the folder of the connection.'),
      number: z.int().positive(),
      sourceSha256: sha256Hex,
      identity: z.enum(['asserted', 'signed']),
      keyId: sha256Hex.optional(),
    })
    .nullable()
    .describe('null: nothing was stored, since there are problems.'),
  counts: z
    .strictObject(Object.fromEntries(DECISIONS.map((word) => [word, count])))
    .nullable()
    .describe('How many of each decision.'),
  problems: z.array(
    z.strictObject({
      row: z.int().positive().optional().describe('As a spreadsheet counts.'),
      message: z.string(),
    }),
  ),
});
