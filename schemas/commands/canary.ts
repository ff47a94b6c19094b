/** What `canary --json` prints: what became of a test message, and by whom it was looked for. */
import * as z from 'zod';
import { delivery } from './collect.ts';
import { exitCode } from './exit-code.ts';

/** All that can become of a test message. */
export const canaryFindings = [
  'delivered',
  'key-unavailable',
  'key-malformed',
  'refused',
  'rate-limited',
  'unreachable',
  'nothing-seen',
  'source-disabled',
  'not-delivered',
  'not-proven',
  'accepted-not-looked-for',
] as const;

export type CanaryFinding = (typeof canaryFindings)[number];

/** What was seen of the message at a destination. */
export const destinationStates = [
  'delivered',
  'filtered',
  'failed',
  'nothing',
  'unread',
  'off',
  'not-asked',
] as const;

const destination = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z
    .enum(destinationStates)
    .describe(
      'nothing: not a sign of it yet. unread: its metrics cannot be read. not-asked: it takes nothing from servers, or there were too many.',
    ),
  why: z.string().optional(),
});

const canary = z.strictObject({
  connection: z.string(),
  exitCode,
  finding: z.enum(canaryFindings),
  summary: z.string(),
  hint: z.string().describe('What to do, with where to click in the Segment app.'),
  type: z.enum(['track', 'identify', 'group', 'page', 'screen', 'alias']),
  region: z.enum(['us', 'eu']),
  host: z.string().describe('Where it was to be sent to.'),
  sent: z
    .strictObject({
      at: z.string(),
      messageId: z.string().describe('Also the mark: anonymousId, and a property where the type has any.'),
    })
    .nullable()
    .describe('null: nothing was sent.'),
  source: z
    .strictObject({ id: z.string(), name: z.string(), enabled: z.boolean(), readBy: z.string() })
    .nullable()
    .describe('The source that has the key, and the connection that found it.'),
  destinations: z.array(destination),
  notAsked: z
    .array(z.strictObject({ connection: z.string(), why: z.string() }))
    .describe('Connections that could not look, and why.'),
  waitedSeconds: z.int().nonnegative(),
  deliveries: z.array(delivery).describe('Result of each alert on each channel.'),
});

export type Canary = z.infer<typeof canary>;

export const canaryDocument = z.strictObject({
  schema: z.literal('segment-evidence/canary/v1'),
  canaries: z.array(canary),
});
