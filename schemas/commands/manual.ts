/** What `manual attach --json` and `manual list --json` print. */
import * as z from 'zod';
import { controls, frameworkNames } from '../check-results.ts';
import { manualEvidence, manualSlotId } from '../manual-evidence.ts';
import { standing } from './population.ts';

export const slotState = z
  .enum(['filled', 'expiring', 'expired', 'not-yet', 'empty'])
  .describe('expiring: filled for 30 days or less. not-yet: what was attached has not taken effect.');

export const manualAttachDocument = z.strictObject({
  schema: z.literal('segment-evidence/manual-attach/v1'),
  result: z
    .enum(['stored', 'present'])
    .describe('present: the same file for the same days is there already.'),
  path: z.string().describe('Of the file, in the folder of the connection.'),
  evidence: manualEvidence,
});

export const manualListDocument = z.strictObject({
  schema: z.literal('segment-evidence/manual-list/v1'),
  standing,
  connection: z.string(),
  asOf: z.iso.date().describe('In UTC.'),
  framework: z.enum(frameworkNames).optional(),
  unknownSlots: z.array(manualSlotId).describe('Slots with files that this version does not know.'),
  slots: z.array(
    z.strictObject({
      slot: manualSlotId,
      title: z.string(),
      state: slotState,
      words: z.string().describe('The state, with its day.'),
      attach: z.string(),
      why: z.string(),
      everyMonths: z.int().positive().describe('How often a new file is due, where nothing else is agreed.'),
      controls,
      evidence: z
        .array(manualEvidence)
        .describe('All that was attached: what counts, has expired or will count first; then the newest.'),
    }),
  ),
});
