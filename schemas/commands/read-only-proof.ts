/** What `changes --collector --json` prints: what the audit trail says of each run. */
import * as z from 'zod';
import { instant, sha256Hex } from '../manifest.ts';
import { event } from './changes.ts';
import { standing } from './population.ts';

const count = z.int().nonnegative();

const run = z.strictObject({
  chain: z.int().positive(),
  seq: count,
  startedAt: instant,
  endedAt: instant,
  verdict: z.enum(['supported', 'contradicted', 'indeterminate']),
  claim: z
    .enum(['no-token', 'declared-actor'])
    .optional()
    .describe(
      'no-token: nothing was changed by anybody but people; declared-actor: other tokens changed something, the declared actor nothing.',
    ),
  reason: z.string(),
  collectorActor: z.string().optional().describe('As the configuration that this run sealed names it.'),
  trail: z
    .array(
      z.strictObject({
        chain: z.int().positive(),
        seq: count,
        snapshotPath: z.string(),
        path: z.string().describe('In the folder of the snapshot.'),
        sha256: sha256Hex,
        from: instant,
        to: instant,
      }),
    )
    .describe('Later readings of the audit trail that cover the run.'),
  control: z.strictObject(event).optional().describe('An event of anybody: the trail tells of what happens.'),
  events: z.array(z.strictObject(event)).describe('Those that contradict it, or that nobody can tell.'),
});

export const readOnlyProofDocument = z.strictObject({
  schema: z.literal('segment-evidence/read-only-proof/v1'),
  standing,
  from: instant,
  to: instant,
  connection: z.string(),
  counts: z.strictObject({
    runs: count,
    supported: count,
    contradicted: count,
    indeterminate: count,
    open: count.describe('Of the indeterminate ones: those whose trail no run has read yet.'),
  }),
  gaps: z.array(z.string()).describe('What is contradicted or not known; empty: nothing.'),
  runs: z.array(run),
});
