/** What `demo --json` prints: where everything is, and what collecting and verifying said. */
import { z } from 'zod';
import { collectDocument } from './collect.ts';
import { verifyDocument } from './verify.ts';

export const demoDocument = z.strictObject({
  schema: z.literal('segment-evidence/demo/v1'),
  folder: z.string(),
  publicKey: z.string(),
  config: z.string(),
  collect: collectDocument,
  verify: verifyDocument,
});
