/** What `report --json` prints: which pages it wrote. */
import * as z from 'zod';
import { predicate } from '../chain.ts';
import { instant, sha256Hex } from '../manifest.ts';

const { status, chain, snapshotPath } = predicate.shape;

const page = {
  file: z.string().describe('From where the command was started, or as it was named.'),
  sha256: sha256Hex,
  bytes: z.int().positive(),
};

export const reportDocument = z.strictObject({
  schema: z.literal('segment-evidence/report/v1'),
  standing: z
    .string()
    .describe('Whether the pages rest on complete evidence; begins with COMPLETE or NOT COMPLETE.'),
  connection: z.string(),
  gaps: z.array(z.string()).describe('What they lack, each with why; none: exit code 0.'),
  status: status.optional().describe('Of the snapshot; absent where the page is of a period.'),
  pages: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('snapshot'),
        ...page,
        snapshot: z.strictObject({
          chain: chain.shape.number,
          seq: chain.shape.seq,
          snapshotPath,
          sha256: sha256Hex.describe('Of its `evidence-manifest.json`.'),
          startedAt: instant,
        }),
      }),
      z.strictObject({
        kind: z.literal('period'),
        ...page,
        period: z.strictObject({ from: instant, to: instant }).describe('Both ends are among it.'),
      }),
    ]),
  ),
});
