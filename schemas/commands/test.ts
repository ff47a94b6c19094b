/** What `test --json` prints: what works of each connection, and what its token can read. */
import * as z from 'zod';
import { outcomeReason } from '../outcome.ts';
import { exitCode } from './exit-code.ts';

const step = z.strictObject({
  step: z.enum(['keys', 'store', 'token', 'identity', 'access', 'alerts', 'stamp']),
  ok: z.boolean(),
  tried: z.literal(false).optional().describe('There where something before it made it impossible.'),
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
    z.strictObject({ connection: z.string(), steps: z.array(step), accessMap: z.array(accessEntry) }),
  ),
});
