/** Files of the company's own, as the manifest names them. */
import * as z from 'zod';
import { outcome, outcomeReason } from './outcome.ts';

/** Sorted: so they stand in the manifest. */
export const inputNames = ['approvals', 'data-classification', 'reviews', 'roster', 'vendors'] as const;
export type InputName = (typeof inputNames)[number];

/** Files of the company's own that a run was given, and how reading them ended. */
export const inputEntry = z.strictObject({
  name: z.enum(inputNames),
  outcome: outcome.extract(['complete', 'unavailable', 'unreachable']),
  reason: outcomeReason
    .extract(['not-found', 'bad-body'])
    .optional()
    .describe('not-found: there was no such file. bad-body: it could not be read, or not all of it fits.'),
  records: z
    .int()
    .nonnegative()
    .nullable()
    .describe('Lines of its file in the evidence; null where nothing could be read.'),
  path: z.string().optional(),
});
export type InputEntry = z.infer<typeof inputEntry>;
