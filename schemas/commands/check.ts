/** What `check --json` prints: what every check answers about one snapshot, and whether that is what was sealed. */
import * as z from 'zod';
import { checkOutcomes, checkResult, checkResults, frameworkNames } from '../check-results.ts';
import { instant, sha256Hex } from '../manifest.ts';
import { manualEvidence, manualSlotId } from '../manual-evidence.ts';
import { slotState } from './manual.ts';
import { standing } from './population.ts';

const count = z.int().nonnegative();
const ids = z.array(z.string());

const about = {
  standing,
  connection: z.string(),
  snapshot: z.strictObject({
    chain: z.int().positive(),
    seq: count,
    snapshotPath: z.string(),
    sha256: sha256Hex.describe('Of its evidence-manifest.json.'),
  }),
  evaluatedAt: instant,
  catalog: checkResults.shape.catalog,
  reproduced: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('equal') }),
      z.strictObject({ kind: z.literal('differs'), checks: ids }),
      z.strictObject({ kind: z.literal('other-catalog'), checks: ids }),
      z.strictObject({ kind: z.literal('not-sealed') }),
    ])
    .describe('Whether the answers of now are those that were sealed with the run.'),
  gaps: z.array(z.string()).describe('What nobody can tell; empty: nothing.'),
  counts: z.strictObject(
    Object.fromEntries(checkOutcomes.map((outcome) => [outcome, count])) as Record<
      (typeof checkOutcomes)[number],
      typeof count
    >,
  ),
};

export const checkDocument = z.strictObject({
  schema: z.literal('segment-evidence/check/v1'),
  ...about,
  results: z.array(checkResult).describe('What needs a person first.'),
});

/** What `check --framework --json` prints. */
export const checkFrameworkDocument = z.strictObject({
  schema: z.literal('segment-evidence/check-framework/v1'),
  ...about,
  framework: z.enum(frameworkNames),
  manual: z
    .strictObject({
      asOf: z.iso.date().describe('Today, or the day of the snapshot that was named; in UTC.'),
      slots: z.array(
        z.strictObject({
          slot: manualSlotId,
          state: slotState,
          title: z.string(),
          attach: z.string(),
          why: z.string(),
          evidence: manualEvidence
            .optional()
            .describe('What counts, has expired or will count; absent: nothing was attached.'),
        }),
      ),
    })
    .describe('What no check can tell: attached by hand, and signed by nobody.'),
  requirements: z.array(
    z.strictObject({
      control: z.string(),
      standing: z
        .enum([
          'does not hold',
          'nobody can tell',
          'to look at',
          'not configured',
          'supported',
          'partly covered',
          'not applicable',
          'file attached',
          'file expired',
          'file missing',
        ])
        .describe(
          'Supported is not met: an auditor decides that. Partly covered: the checks hold, and the rest is for manual evidence to show. file …: no check says anything of it.',
        ),
      checks: z.array(z.strictObject({ checkId: z.string(), title: z.string(), outcome: z.string() })),
      manual: z.array(z.strictObject({ slot: manualSlotId, state: slotState, words: z.string() })),
      restsOn: checkResult.shape.evidence.describe('What its checks rest on.'),
    }),
  ),
});
