/**
 * One change of what is behind conditions, as every channel is told it, and the record of a delivery. Holds no personal
 * data and no secret, least of all the address of a channel: knowing that is permission to post.
 */
import * as z from 'zod';
import { channelKinds } from './channel-kinds.ts';
import { condition } from './condition.ts';
import { instant, sha256Hex } from './manifest.ts';

export const ALERT_SCHEMA = 'segment-evidence/alert/v1';
export const ALERT_DELIVERY_SCHEMA = 'segment-evidence/alert-delivery/v1';

export const alertStates = ['opened', 'ongoing', 'resolved'] as const;

export const alert = z.strictObject({
  schema: z.literal(ALERT_SCHEMA),
  id: sha256Hex.describe('The same for every attempt on the same channel; a webhook has it as webhook-id.'),
  causeId: sha256Hex
    .optional()
    .describe(
      'The same in all that is told of one cause of a connection: what opened it, reminds of it and resolves it.',
    ),
  test: z
    .literal(true)
    .optional()
    .describe('Sent by hand to see whether alerts arrive; nothing has happened, and no record knows of it.'),
  condition: condition.shape.condition,
  state: z.enum(alertStates),
  severity: condition.shape.severity,
  connection: z.string(),
  workspace: z.strictObject({ id: z.string(), slug: z.string() }).nullable(),
  resource: z.string().optional().describe('The one that it is about; absent where it is about several.'),
  resources: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('All that it is about, sorted. Of a dead token: what could not be read with it.'),
  check: z.string().optional().describe('Id of the check that failed; absent where there are several.'),
  checks: z.array(z.string()).min(1).optional().describe('Ids of all checks that it is about, sorted.'),
  summary: z.string().describe('What happened and since when.'),
  since: instant,
  lastGoodAt: instant.nullable().describe('Start of the last complete run; null: there is none, or unknown.'),
  runId: z.uuid(),
  snapshotPath: z.string().optional().describe("Relative to the connection's folder in the store."),
  remediation: z.string().describe('What to do, in one or two sentences.'),
});

export const alertDelivery = z.strictObject({
  schema: z.literal(ALERT_DELIVERY_SCHEMA),
  alert,
  channel: z.strictObject({
    kind: z.enum(channelKinds),
    index: z.int().positive().describe('Place in `alerts` of the configuration, from 1.'),
  }),
  deliveredAt: instant,
  attempts: z.int().positive(),
});

export type AlertDocument = z.infer<typeof alert>;
export type AlertState = AlertDocument['state'];
export type AlertDelivery = z.infer<typeof alertDelivery>;
