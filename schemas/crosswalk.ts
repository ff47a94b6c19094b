/** The file of `export --crosswalk`: who stands behind each pseudonym of one export. Beside nothing, signed by nobody. */
import * as z from 'zod';
import { exportTrace } from './export-trace.ts';
import { instant } from './manifest.ts';

export const CROSSWALK_SCHEMA = 'segment-evidence/crosswalk/v1';

export const crosswalk = z.strictObject({
  schema: z.literal(CROSSWALK_SCHEMA),
  connection: z.string(),
  from: instant,
  to: instant,
  file: exportTrace.shape.file.describe('The export that it is of.'),
  pseudonymKeyId: z.string().regex(/^[0-9a-f]{8}$/),
  people: z
    .array(
      z.strictObject({
        kind: z.enum(['address', 'id', 'name']),
        value: z.string().describe('As it stood in the evidence.'),
        pseudonym: z.string(),
      }),
    )
    .describe('Sorted by pseudonym.'),
});
export type Crosswalk = z.infer<typeof crosswalk>;
