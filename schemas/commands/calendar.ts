/** What `status --from --to --json` prints: the calendar of a period. */
import * as z from 'zod';
import { chainMembers } from '../chain.ts';
import { instant } from '../manifest.ts';
import { exitCode } from './exit-code.ts';
import { standing } from './population.ts';

export const span = z.strictObject({ from: instant, to: instant });

export const slot = z.strictObject({
  slot: instant,
  state: z
    .enum(['complete', 'partial', 'failed', 'missing', 'expired'])
    .describe(
      'Of its latest record, or complete where any of them is; missing: there is no record; expired: its files are gone, since their retention has ended.',
    ),
  seq: chainMembers.shape.seq.optional().describe('Number of the record in its chain.'),
  reasons: z
    .array(z.string())
    .describe(
      'Why it is not complete, or that it was collected late; of a missing one, which record names it, and between which runs it lies.',
    ),
});

export const offSchedule = z
  .array(
    z.strictObject({
      seq: chainMembers.shape.seq,
      slot: instant.nullable(),
      startedAt: instant,
      state: z.enum(['complete', 'partial', 'failed', 'expired']),
      trigger: z.string().optional().describe('What began it, such as `manual`.'),
      reasons: z.array(z.string()),
    }),
  )
  .describe('Runs that no schedule asked for, such as by hand: they fill no slot.');

export const calendarDocument = z.strictObject({
  schema: z.literal('segment-evidence/calendar/v1'),
  standing: standing.optional().describe('With `--format` or `--out`: the first line of every output.'),
  from: instant,
  to: instant,
  connections: z.array(
    z.strictObject({
      connection: z.string(),
      exitCode: exitCode.optional(),
      slots: z
        .array(slot)
        .describe('Due by the schedule that each snapshot keeps; without one, the slots of the runs.'),
      uncovered: z.array(span).describe('At the start and at the end of the period.'),
      offSchedule,
      problems: z
        .array(z.string())
        .optional()
        .describe('Why nothing can be said: the evidence is not intact, or cannot be judged.'),
    }),
  ),
});
