/** What `export --json` prints: what is in the file that it wrote. */
import * as z from 'zod';
import { predicate } from '../chain.ts';
import { checkOutcomes } from '../check-results.ts';
import { derivedFacts, exportFacts } from '../export-facts.ts';
import { instant, sha256Hex } from '../manifest.ts';

const { status, chain, snapshotPath } = predicate.shape;
const count = z.int().nonnegative();

export const exportDocument = z.strictObject({
  schema: z.literal('segment-evidence/export/v1'),
  standing: z
    .string()
    .describe('Whether it rests on complete evidence; begins with COMPLETE or NOT COMPLETE.'),
  connection: z.string(),
  format: z.enum(['bag', 'xlsx', 'csv', 'oscal', 'ocsf']),
  from: instant.optional().describe('Of the period that was asked for; absent: the newest run.'),
  to: instant.optional(),
  chains: exportFacts.shape.chains
    .optional()
    .describe('Which records are in the file; of `bag` alone, as the next.'),
  leftOut: exportFacts.shape.leftOut.optional(),
  trace: z
    .string()
    .nullable()
    .optional()
    .describe('Key of the trace that was left in the store; null: none could be, or `--store` named a copy.'),
  pseudonymised: derivedFacts
    .extend({ crosswalk: z.string().nullable().describe('As it was named; null: none was asked for.') })
    .optional()
    .describe('Only with `--pseudonymise`: what it was made from, and what was changed.'),
  gaps: z.array(z.string()).describe('What it lacks, a sentence each; none: exit code 0.'),
  snapshots: z
    .array(
      z.strictObject({
        chain: chain.shape.number,
        seq: chain.shape.seq,
        snapshotPath,
        manifestSha256: sha256Hex,
        status,
        checks: z
          .strictObject(
            Object.fromEntries(checkOutcomes.map((outcome) => [outcome, count])) as Record<
              (typeof checkOutcomes)[number],
              typeof count
            >,
          )
          .nullable()
          .describe('How many checks ended how; null: the run has no answers, and `gaps` says why.'),
      }),
    )
    .describe('In the order of time.'),
  out: z.string().describe('As it was named.'),
  sha256: sha256Hex.describe('Of the file.'),
});
