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

const period = z.strictObject({ from: instant, to: instant }).describe('Both ends are among it.');

const ofSite = {
  connection: z.string().optional().describe('Whose page it is, where it is one of a site.'),
};

/** How a connection of a site stands, in the order in which they need somebody. */
export const rowStates = [
  'unverified',
  'unread',
  'failed',
  'empty',
  'late',
  'partial',
  'uncovered',
  'covered',
] as const;

export const reportDocument = z.strictObject({
  schema: z.literal('segment-evidence/report/v1'),
  standing: z
    .string()
    .describe('Whether the pages rest on complete evidence; begins with COMPLETE or NOT COMPLETE.'),
  connection: z.string().optional().describe('Absent where it is a site.'),
  gaps: z.array(z.string()).describe('What they lack, each with why; none: exit code 0.'),
  connections: z
    .array(
      z.strictObject({
        connection: z.string(),
        standing: z
          .enum(rowStates)
          .describe('The gravest word that is true of it; `covered`: nothing is missing.'),
        problems: z
          .array(z.string())
          .optional()
          .describe('Why nothing of it is shown; only where it cannot be read or verified.'),
      }),
    )
    .optional()
    .describe('Of a site: what needs somebody first.'),
  status: status.optional().describe('Of the snapshot; absent where the pages are of something else.'),
  pages: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('snapshot'),
        ...page,
        ...ofSite,
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
        ...ofSite,
        period,
      }),
      z.strictObject({ kind: z.literal('connection'), ...page, connection: z.string(), period }),
      z.strictObject({ kind: z.literal('fleet'), ...page, period }),
    ]),
  ),
});
