/**
 * A receipt on its way to where it is kept outside the store: what a channel with `receipts: true` is told of each
 * record. It shows later if records are removed or rewritten, and holds no personal data and no secret.
 */
import * as z from 'zod';
import { chainMembers } from './chain.ts';
import { instant, sha256Hex } from './manifest.ts';

export const RECEIPT_MESSAGE_SCHEMA = 'segment-evidence/receipt-message/v1';

export const receiptMessage = z.strictObject({
  schema: z.literal(RECEIPT_MESSAGE_SCHEMA),
  id: sha256Hex.describe('The same for every attempt on the same channel; a webhook has it as webhook-id.'),
  connection: z.string(),
  workspace: z.strictObject({ id: z.string(), slug: z.string() }).nullable(),
  runId: z.uuid(),
  chain: chainMembers.shape.number,
  seq: chainMembers.shape.seq,
  recordedAt: instant,
  snapshotPath: z.string().describe("Relative to the connection's folder in the store."),
  receipt: z
    .string()
    .regex(/^segment-evidence receipt v1\n(?:[^\n]+\n){4}$/)
    .describe('Five lines. Keep them as they are: `verify --receipt` reads them.'),
  stamp: z
    .strictObject({
      at: instant.describe('When the authority saw the signature of the record.'),
      authority: z.string(),
      tsr: z.base64().describe('The time stamp response, DER in base64: the file in `anchors/`.'),
    })
    .optional()
    .describe('Where the record was stamped.'),
});

export type ReceiptMessage = z.infer<typeof receiptMessage>;
