/** What `report --serve --json` prints once it listens. */
import * as z from 'zod';
import { instant } from '../manifest.ts';

export const reportServeDocument = z.strictObject({
  schema: z.literal('segment-evidence/report-serve/v1'),
  link: z.string().describe('What to open, once: on 127.0.0.1. Whoever opens it first may read.'),
  expiresAt: instant.describe('A link that nobody has opened by then opens nothing.'),
  mode: z.enum(['reviewer', 'auditor']).describe('auditor: reads the period alone, and approves nothing.'),
  period: z.strictObject({ from: instant, to: instant }).nullable(),
  connections: z.array(z.string()),
});
