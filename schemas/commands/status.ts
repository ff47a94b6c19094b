/** What `status --json` prints: the state of each connection's evidence. */
import * as z from 'zod';
import { predicate } from '../chain.ts';
import { instant } from '../manifest.ts';
import { errorCode, exitCode } from './exit-code.ts';
import { watchReport } from './watch.ts';

const { status, workspace, origin, conditions, chain } = predicate.shape;
const count = z.int().nonnegative();

const state = z.strictObject({
  connection: z.string(),
  exitCode,
  last: z
    .strictObject({
      at: instant,
      seq: chain.shape.seq,
      status,
      workspace,
      origin,
      conditions,
      notOffered: z
        .array(z.string())
        .optional()
        .describe('Resources that are not there for this workspace and never were: no gap, and not read.'),
    })
    .nullable()
    .describe('The newest record; null: nothing has been collected.'),
  countedFrom: instant
    .nullable()
    .optional()
    .describe('Start of the run that the next one is counted from; null: none is dated before now.'),
  overdueSince: instant
    .nullable()
    .describe(
      'When a run was expected, by the last record or by the schedule; null: not overdue, or no run to count from.',
    ),
  chainProblem: z.string().nullable().describe('What is wrong with the stored chains.'),
  tokenAgeDays: count.nullable().describe('null: not known, or dated after now.'),
  runs: z.strictObject({ complete: count, partial: count, failed: count }).describe('Last 90 days.'),
  foreignRuns: count
    .optional()
    .describe('Runs of the last 90 days that read another workspace: they count for nothing.'),
  expectedSlots: count.nullable().describe('null: there is no schedule, or no run to count from.'),
  missingSlots: z.array(instant).describe('Slots without a complete record.'),
  lateSlots: z
    .array(z.strictObject({ slot: instant, collectedAt: instant }))
    .optional()
    .describe('Slots whose complete record was made more than an hour after them.'),
  aheadRecords: z
    .array(
      z.strictObject({
        chain: chain.shape.number,
        seq: chain.shape.seq,
        at: instant,
        slot: instant.nullable(),
      }),
    )
    .optional()
    .describe('Records dated after now, because a clock was or is wrong. Nothing is counted from them.'),
  lastGood: z.record(z.string(), instant).describe('By resource: start of the last run that read it whole.'),
});

const error = z
  .strictObject({ code: errorCode, message: z.string(), hint: z.string().optional() })
  .describe('Why the connection could not be checked.');

const standing = z
  .enum(['unreadable', 'failed', 'late', 'partial', 'never', 'fresh'])
  .optional()
  .describe('The gravest word that is true of it, in this order.');

const fleet = z
  .strictObject({
    connections: count,
    unreadable: count,
    failed: count,
    late: count,
    partial: count,
    never: count,
    fresh: count,
    freshButOpen: count.describe('Of the fresh ones, those that need somebody all the same.'),
    oldestTokenDays: count.nullable().describe('null: the age of no token is known.'),
  })
  .optional()
  .describe('How many connections stand how.');

export const statusDocument = z.strictObject({
  schema: z.literal('segment-evidence/status/v1'),
  fleet,
  connections: z.array(
    z.union([
      state.extend({ standing }),
      z.strictObject({ connection: z.string(), exitCode, error, standing }),
    ]),
  ),
  watch: watchReport.optional().describe('With `--alert`: what was looked at again, and what was told.'),
});
