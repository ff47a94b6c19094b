/** `exports/*.json`: that somebody exported a period, who, and what came of it. Beside the evidence; signed by nobody. */
import * as z from 'zod';
import { exportFacts } from './export-facts.ts';
import { instant, sha256Hex } from './manifest.ts';

export const EXPORT_TRACE_SCHEMA = 'segment-evidence/export-trace/v1';

export const exportTrace = z.strictObject({
  schema: z.literal(EXPORT_TRACE_SCHEMA),
  connection: z.string(),
  exportedAt: instant.describe('By the clock of who exported.'),
  by: z
    .strictObject({ user: z.string() })
    .describe("The operating system's name of who exported: asserted, and proved by nothing."),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  from: instant,
  to: instant,
  chains: exportFacts.shape.chains,
  file: z.strictObject({ name: z.string(), sha256: sha256Hex }),
  pseudonymised: z
    .strictObject({
      keyId: sha256Hex.describe('Of the key that was made for it.'),
      crosswalk: z.boolean().describe('Whether a list of who stands behind each pseudonym was asked for.'),
    })
    .optional(),
});

export type ExportTrace = z.infer<typeof exportTrace>;
