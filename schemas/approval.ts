/** `approvals/*.json`: that somebody approved a snapshot, and what of it was seen. Beside the evidence; signed by nobody. */
import * as z from 'zod';
import { predicate } from './chain.ts';
import { instant, sha256Hex } from './manifest.ts';
import { outcome, outcomeReason } from './outcome.ts';

export const APPROVAL_SCHEMA = 'segment-evidence/approval/v1';

const { status, chain, snapshotPath } = predicate.shape;

export const approvedSnapshot = z.strictObject({
  chain: chain.shape.number,
  seq: chain.shape.seq,
  snapshotPath,
  startedAt: instant,
  recordSha256: sha256Hex.describe(
    'Of the payload of its chain record, which names every file of the snapshot by digest; the next record names it as `prev.sha256`.',
  ),
  manifestSha256: sha256Hex.describe('Of its `evidence-manifest.json`.'),
});

export const approvalSeen = z
  .strictObject({
    status,
    gaps: z
      .array(z.strictObject({ resource: z.string(), outcome, reason: outcomeReason.optional() }))
      .describe('What was not read whole, as the record has it. Empty: everything that was asked for was.'),
    failingChecks: z.int().nonnegative().nullable().describe('null: no answers of checks were sealed.'),
    page: sha256Hex.nullable().describe('Of the bytes of the page that was looked at. null: of none.'),
  })
  .describe(
    'What was approved, so that an approval of something incomplete never reads as one of a clean run.',
  );

export const approval = z.strictObject({
  schema: z.literal(APPROVAL_SCHEMA),
  connection: z.string(),
  snapshot: approvedSnapshot,
  seen: approvalSeen,
  approvedAt: instant.describe('By the clock of the machine on which it was approved.'),
  by: z
    .strictObject({
      kind: z.literal('asserted'),
      name: z.string().min(1).describe('As they said. Nobody knows whether it is they.'),
      user: z.string().min(1).nullable().describe("The operating system's name of whose process wrote it."),
    })
    .describe('Who approved it: asserted, and signed by nobody.'),
  comment: z.string().min(1).optional(),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
});

export type Approval = z.infer<typeof approval>;
