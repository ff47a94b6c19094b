/** What `test --json` prints: what works of each connection, and what its token can read. */
import * as z from 'zod';
import { outcomeReason } from '../outcome.ts';
import { exitCode } from './exit-code.ts';

const step = z.strictObject({
  step: z.enum([
    'keys',
    'store',
    'token',
    'identity',
    'access',
    'write-key',
    'host',
    'source',
    'alerts',
    'stamp',
  ]),
  ok: z.boolean(),
  tried: z
    .literal(false)
    .optional()
    .describe(
      'There where it was not tried: something before it made it impossible, or, with `ok`, nobody can.',
    ),
  detail: z.string(),
  hint: z.string().optional(),
  exitCode,
});

const accessEntry = z.strictObject({
  resource: z.string(),
  access: z
    .enum(['readable', 'field-hidden', 'untried', 'denied', 'unavailable', 'deferred', 'unreachable'])
    .describe('untried: read per record of another resource, and that one showed none.'),
  reason: outcomeReason.optional(),
  httpStatus: z.int().optional(),
  role: z.string().describe('The least role that reads it whole.'),
});

export const testDocument = z.strictObject({
  schema: z.literal('segment-evidence/test/v1'),
  connections: z.array(
    z.strictObject({
      connection: z.string(),
      type: z
        .literal('write-key')
        .optional()
        .describe('There for a connection that only sends. Nothing was sent: only `canary` tries its key.'),
      steps: z.array(step),
      accessMap: z.array(accessEntry),
    }),
  ),
});
