/** What `init --json` prints: what was written, and what `test` says of it. */
import * as z from 'zod';
import { testDocument } from './test.ts';

export const initDocument = z.strictObject({
  schema: z.literal('segment-evidence/init/v1'),
  config: z.string().describe('Path of the configuration.'),
  keys: z.array(z.string()).describe('Paths of the private keys that were made, never the keys.'),
  test: testDocument,
});
