/** What `collect --json` prints: one entry per connection. */
import * as z from 'zod';
import { alert } from '../alert.ts';
import { predicate } from '../chain.ts';
import { errorCode, exitCode } from './exit-code.ts';
import { stampResult } from './stamp.ts';

const keyId = predicate.shape.fingerprint.shape.keyId;
const { status, run, workspace, origin, resources, conditions, checks, chain } = predicate.shape;

export const delivery = z.strictObject({
  channel: z.string().describe('Kind and place in the configuration, such as slack-1.'),
  alert: alert.pick({
    id: true,
    condition: true,
    state: true,
    severity: true,
    resource: true,
    resources: true,
    check: true,
    checks: true,
  }),
  result: z
    .enum(['delivered', 'deferred', 'undelivered'])
    .describe('deferred: quiet hours hold it back. undelivered: the next run tries again.'),
  attempts: z.int().nonnegative(),
  error: z.strictObject({ message: z.string(), hint: z.string().optional() }).optional(),
});

const about = {
  connection: z.string(),
  exitCode,
  deliveries: z.array(delivery).describe('Result of each alert on each channel.'),
};

/** What the record says, of which this run is, or which it found. */
const recorded = {
  ...about,
  status,
  chain: chain.shape.number,
  seq: chain.shape.seq,
  slot: run.shape.slot,
  snapshot: z.string().describe('Path of the snapshot in the store.'),
  workspace,
  origin,
  resources,
  conditions,
  checks: checks.describe('How many checks ended how; null: none was asked.'),
  stamp: stampResult.optional(),
};

/** How the run of one connection ended. */
export const runOfConnection = z.discriminatedUnion('result', [
  z.strictObject({
    ...recorded,
    result: z.literal('committed'),
    receipt: z.string().describe('Keep it outside the store.'),
    record: z.string().describe('Path of the chain record in the store.'),
    receiptDeliveries: z
      .array(delivery.omit({ alert: true }).extend({ result: z.enum(['delivered', 'undelivered']) }))
      .optional()
      .describe('Result of the receipt on each channel with `receipts: true`.'),
    fingerprintKeyChange: z
      .strictObject({ from: keyId, to: keyId })
      .optional()
      .describe('When fingerprints are under another key than those of the record before.'),
  }),
  z.strictObject({ ...recorded, result: z.literal('already-collected') }),
  z.strictObject({
    ...about,
    result: z.literal('not-committed'),
    error: z.strictObject({ code: errorCode, message: z.string(), hint: z.string().optional() }),
  }),
]);

export const collectDocument = z.strictObject({
  schema: z.literal('segment-evidence/collect/v1'),
  runs: z.array(runOfConnection),
});
