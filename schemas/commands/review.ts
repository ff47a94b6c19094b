/** What `review start`, `review import` and `review status` print with --json. */
import * as z from 'zod';
import { instant, sha256Hex } from '../manifest.ts';
import { decision, reviewDecision, reviewId, reviewItem } from '../review.ts';
import { snapshotName, standing } from './population.ts';

const count = z.int().nonnegative();
const counts = z.strictObject({ approve: count, revoke: count, change: count, defer: count });

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
  counts: counts.nullable().describe('How many of each decision.'),
  undecided: count.nullable().describe('Items of the review that nobody has decided yet.'),
  replaced: count.nullable().describe('Decisions of earlier imports that these took the place of.'),
  problems: z.array(
    z.strictObject({
      row: z.int().positive().optional().describe('As a spreadsheet counts.'),
      message: z.string(),
    }),
  ),
});

/** Who decided, and how that is known. */
const known = z.strictObject({
  assurance: z
    .enum(['asserted', 'signed-not-pinned', 'signed', 'signed-by-another'])
    .describe(
      "asserted: nobody signed. signed-not-pinned: signed, and no key was given that tells whose key that is. signed: by a key given as the reviewer's. signed-by-another: not by a key given as theirs.",
    ),
  keyId: sha256Hex.optional().describe('SHA-256 of the public key, SPKI DER.'),
});

const fate = z.strictObject({
  state: z
    .enum(['done', 'open', 'came-back', 'not-known', 'deferred'])
    .describe(
      'done: what was to go is gone, what was to change has changed. came-back: it was gone, and is there again. not-known: no run since the decision can tell.',
    ),
  why: z.string().optional(),
  doneIn: snapshotName
    .optional()
    .describe('The first run that shows it done, after which none shows otherwise.'),
  lastSeenIn: snapshotName
    .optional()
    .describe('The last run that shows it as it was reviewed; absent: the reviewed one.'),
  hours: z
    .strictObject({ atLeast: count, atMost: count })
    .optional()
    .describe(
      'From the decision until it was done, in whole hours; 0 where it was done before it was handed in.',
    ),
});

export const reviewStatusDocument = z.strictObject({
  schema: z.literal('segment-evidence/review-status/v1'),
  standing,
  reviewId,
  connection: z.string(),
  snapshot: snapshotName,
  populationSha256: sha256Hex,
  total: count,
  decided: z
    .strictObject({
      total: count.describe('Items that are decided.'),
      importedAt: instant.describe('When the last of these decisions was handed in.'),
      counts,
      assurance: z
        .strictObject({ signed: count, signedNotPinned: count, signedByAnother: count, asserted: count })
        .describe('How many decisions are known how.'),
    })
    .nullable()
    .describe('null: nothing yet.'),
  parts: z
    .array(
      known.extend({
        number: z.int().positive(),
        importedAt: instant,
        reviewers: z.array(z.string()),
        decisions: count.describe('Items that it decides.'),
        source: z.strictObject({ path: z.string(), sha256: sha256Hex }),
      }),
    )
    .describe('What was handed in, oldest first.'),
  decisions: z
    .array(reviewDecision.extend({ ...known.shape, part: z.int().positive() }))
    .describe('Every decision that counts, approvals too.'),
  replaced: z
    .array(
      z.strictObject({
        id: reviewItem.shape.id,
        decision,
        reviewer: z.string(),
        identity: z.enum(['asserted', 'signed']),
        importedAt: instant,
        by: decision.describe('What counts in its place.'),
        byReviewer: z.string(),
        replacedAt: instant,
      }),
    )
    .describe(
      "Decisions that a later import replaced by another, by another reviewer's, or by an unsigned one; oldest first.",
    ),
  orphans: z.array(z.string()).describe('Files that were handed in, and whose decisions are not stored.'),
  newest: snapshotName.nullable().describe('The newest run since; null: none.'),
  gaps: z.array(z.string()).describe('What is open, not known or not complete; empty: nothing.'),
  changedMeanwhile: z
    .strictObject({
      asOf: snapshotName
        .nullable()
        .describe('The last run before the decisions that could read everything; null: there is none.'),
      changes: z.array(reviewItem.extend({ change: z.enum(['added', 'removed', 'changed']) })),
    })
    .describe('Between freezing and deciding.'),
  items: z
    .array(
      reviewItem.extend({
        decision,
        reviewer: z.string(),
        reason: z.string().optional(),
        decidedAt: instant,
        ...known.shape,
        ...fate.shape,
      }),
    )
    .describe('Whatever was not approved.'),
  reviews: z
    .array(
      z.strictObject({
        reviewId,
        state: z
          .enum(['complete', 'open', 'not-begun', 'overtaken'])
          .describe(
            'open: something is decided, and not all of it, or not all done. not-begun: nothing is decided; overtaken: nothing is, and a newer one is begun.',
          ),
        frozenAt: instant.describe('Start of the run that was frozen.'),
        total: count,
        decided: count,
        standing,
      }),
    )
    .optional()
    .describe('All reviews of the connection, newest first; absent where one was asked for by its name.'),
});
