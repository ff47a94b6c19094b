/** A field in which records differ from what this version knows of them. */
import * as z from 'zod';

export const driftedField = z.strictObject({
  pointer: z
    .string()
    .describe('RFC 6901 in the line of a record, with * for any index, and for names that are not said.'),
  kind: z.enum(['new-field', 'new-value', 'changed-type', 'missing']),
  count: z.int().nonnegative().describe('Places in the records of this snapshot.'),
  firstSeenAt: z.iso.datetime(),
});

export type DriftedField = z.infer<typeof driftedField>;
export type DriftKind = DriftedField['kind'];
