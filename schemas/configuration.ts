/**
 * `data/configuration.json`: what was asked of the connection, so that a reader need not ask the owner.
 * A declared list and nothing else: a setting that is not named here is not kept, and changes no digest.
 * Never in it: a store, path, host, ARN, account or person. Of a reference only its kind is kept.
 */
import * as z from 'zod';
import { KEY_KINDS, Retention, SECRET_KINDS } from './config-values.ts';

export const CONFIGURATION_SCHEMA = 'segment-evidence/configuration/v1';

const names = z.array(z.string());
const positive = z.int().positive();

export const configuration = z.strictObject({
  schema: z.literal(CONFIGURATION_SCHEMA),
  type: z.literal('public-api'),
  region: z.enum(['us', 'eu']),
  workspace: z.string().optional().describe('Id of the workspace that the configuration asks for.'),
  schedule: z.string().optional().describe('Cron expression; absent: runs by hand only.'),
  timezone: z.string().describe('IANA time zone of the schedule.'),
  concurrency: positive.describe('Requests under way at once.'),
  requestsPerMinute: positive.describe('Until the server says otherwise.'),
  shareLimitsWith: z.string().optional().describe('Connection whose pace and concurrency are borrowed.'),
  features: z.record(z.string(), z.boolean()).describe('What the workspace is declared to have or not.'),
  collect: z.strictObject({
    include: names,
    exclude: names,
    lanes: z.array(z.enum(['standard', 'slow'])),
    pageSize: positive,
    maxMinutes: positive.optional().describe('Absent: until ten minutes before the next slot.'),
  }),
  retention: Retention.nullable().describe('S3 Object Lock; null for none.'),
  declaredRole: z.string().optional().describe('Role that the token is said to have.'),
  collectorActor: z
    .string()
    .optional()
    .describe('Actor under which the audit trail is said to have what the token does.'),
  references: z
    .strictObject({
      token: z.enum(SECRET_KINDS),
      signing: z.enum(KEY_KINDS),
      fingerprintKey: z.enum(SECRET_KINDS),
    })
    .describe('The kind of place that keeps each secret, never the place.'),
  policy: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('What the company says of itself, as checks were asked with it. Absent: their own defaults.'),
});

export type Configuration = z.infer<typeof configuration>;
