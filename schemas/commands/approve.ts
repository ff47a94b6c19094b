/** What `approve --json` prints: what was approved, and what of it was seen. */
import * as z from 'zod';
import { approval } from '../approval.ts';
import { sha256Hex } from '../manifest.ts';

export const approveDocument = z.strictObject({
  schema: z.literal('segment-evidence/approve/v1'),
  standing: z
    .string()
    .describe(
      'Whether what was approved is complete; begins with COMPLETE or NOT COMPLETE. NOT COMPLETE: exit code 4.',
    ),
  result: z
    .enum(['stored', 'present'])
    .describe('present: the same approval of the same second is there already.'),
  path: z.string().describe('Of the approval, in the folder of the connection.'),
  sha256: sha256Hex.describe('Of the file of the approval.'),
  approval,
});
