/** `accesses/*.json`: what `report --serve` showed or handed out, a file each. Beside the evidence; signed by nobody. */
import * as z from 'zod';
import { instant, sha256Hex } from './manifest.ts';

export const ACCESS_SCHEMA = 'segment-evidence/access/v1';

export const access = z.strictObject({
  schema: z.literal(ACCESS_SCHEMA),
  connection: z.string(),
  at: instant.describe(
    'By the clock of the machine that served it. It was written before anything was sent.',
  ),
  session: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .describe('Of the process that served it: what one reader was shown.'),
  number: z
    .int()
    .nonnegative()
    .describe('Counts what the session showed, of all connections together. 0: it began.'),
  mode: z.enum(['reviewer', 'auditor']),
  period: z
    .strictObject({ from: instant, to: instant })
    .nullable()
    .describe('What an auditor was limited to. null: nothing.'),
  by: z
    .strictObject({ user: z.string().nullable() })
    .describe(
      "The operating system's name of whose process served it: asserted. Who looked, it does not know.",
    ),
  what: z.strictObject({
    kind: z.enum(['start', 'index', 'snapshot', 'period', 'files', 'approve', 'file']),
    name: z.string().describe('Address of what was asked for; of a file also its place in the snapshot.'),
    bytes: z.int().nonnegative(),
    sha256: sha256Hex.describe('Of what was shown or handed out.'),
  }),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
});

export type Access = z.infer<typeof access>;
