/** What `population --json` prints: a population at an instant, and what it rests on. */
import * as z from 'zod';
import { chainMembers } from '../chain.ts';
import { instant, sha256Hex } from '../manifest.ts';
import { outcome } from '../outcome.ts';

const count = z.int().nonnegative();

export const standing = z
  .string()
  .describe(
    'Whether the answer rests on complete evidence, and if not, why not: COMPLETE or NOT COMPLETE first.',
  );

export const snapshotName = z.strictObject({
  chain: z.int().positive(),
  seq: chainMembers.shape.seq.describe('Number of the record in its chain.'),
  snapshotPath: z.string(),
  sha256: sha256Hex.describe('Of its evidence-manifest.json.'),
  startedAt: instant,
});

export const certificate = z.strictObject({
  resource: z.string(),
  outcome: z.union([outcome, z.literal('unknown')]).describe('unknown: the run knew no such resource.'),
  reason: z.string().optional(),
  records: count.nullable(),
  reportedTotal: count.optional(),
  method: z.string().optional(),
  failedRules: z.array(z.string()).optional(),
  path: z.string().optional().describe('In the folder of the snapshot.'),
  sha256: sha256Hex.optional(),
  words: z.string(),
});

export const populationDocument = z.strictObject({
  schema: z.literal('segment-evidence/population/v1'),
  standing,
  resource: z.string(),
  at: instant.describe('What was asked for; else when the newest run started.'),
  connection: z.string(),
  snapshot: snapshotName,
  later: snapshotName.optional().describe('The next one, where no snapshot of that day has the population.'),
  outcome: certificate.shape.outcome,
  reason: z.string().optional(),
  gaps: z.array(z.string()).describe('What is not complete; empty: nothing.'),
  notes: z.array(z.string()).describe('No gaps, but to be known.'),
  certificate: z.array(certificate).describe('Of the population first, then of what else it was made from.'),
  total: count.describe('Of the population, also where only a sample of it is here.'),
  counts: z
    .array(
      z.strictObject({
        what: z.string(),
        count,
        notKnown: count.describe('Of how many it cannot be told.'),
      }),
    )
    .describe('Of the population: what the first line counts; empty where nothing but `total` is counted.'),
  sample: z
    .strictObject({
      n: z.int().positive().describe('How many rows were asked for.'),
      seed: z.string(),
      recipe: z.string().describe('How anybody draws the same ones.'),
    })
    .optional(),
  rows: z
    .array(z.looseObject({ id: z.string() }))
    .describe(
      'Of users: `id`, `email`, `name`, `isOwner`, `access`, `accessUnknown`; of others a member for each column.',
    ),
});

/** What `population --sql --json` prints. */
export const populationSqlDocument = z.strictObject({
  schema: z.literal('segment-evidence/population-sql/v1'),
  standing,
  resource: z.string(),
  at: instant,
  connection: z.string(),
  snapshot: snapshotName,
  sql: z.string().describe('One DuckDB statement. Its paths are relative to the folder of the snapshot.'),
});
