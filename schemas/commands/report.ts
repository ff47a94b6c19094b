/** What `report --json` prints: which pages it wrote. */
import * as z from 'zod';
import { predicate } from '../chain.ts';
import { instant, sha256Hex } from '../manifest.ts';

const { status, chain, snapshotPath } = predicate.shape;

export const reportDocument = z.strictObject({
  schema: z.literal('segment-evidence/report/v1'),
  standing: z
    .string()
    .describe('Whether the pages rest on complete evidence; begins with COMPLETE or NOT COMPLETE.'),
  connection: z.string(),
  gaps: z.array(z.string()).describe('What they lack, each with why; none: exit code 0.'),
  status,
  pages: z.array(
    z.strictObject({
      kind: z.literal('snapshot'),
      file: z.string().describe('From where the command was started, or as it was named.'),
      sha256: sha256Hex,
      bytes: z.int().positive(),
      snapshot: z.strictObject({
        chain: chain.shape.number,
        seq: chain.shape.seq,
        snapshotPath,
        sha256: sha256Hex.describe('Of its `evidence-manifest.json`.'),
        startedAt: instant,
      }),
    }),
  ),
});
