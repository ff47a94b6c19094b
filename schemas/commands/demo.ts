/** What `demo --json` prints: where everything is, and what collecting and verifying said. */
import * as z from 'zod';
import { collectDocument } from './collect.ts';
import { verifyDocument } from './verify.ts';

export const demoDocument = z.strictObject({
  schema: z.literal('segment-evidence/demo/v1'),
  folder: z.string(),
  publicKey: z.string(),
  config: z.string(),
  collect: collectDocument,
  verify: verifyDocument,
  page: z.string().nullable().describe('The page of the snapshot; null where none could be written.'),
  serving: z
    .strictObject({
      url: z.string(),
      tokens: z.strictObject({ owner: z.string(), member: z.string(), revoked: z.string() }),
      writeKey: z.string().describe('Of a source that nothing else sends to, to try `canary` with.'),
    })
    .optional()
    .describe(
      'With --serve: where the simulator is, and its tokens and a write key, which are worth nothing anywhere else.',
    ),
});
