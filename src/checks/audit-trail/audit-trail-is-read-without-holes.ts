/**
 * Whether the runs together have read all of the audit trail. Segment forgets after 90 days: what no run has read by
 * then is gone.
 */
import * as z from 'zod';
import { daysBetween } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { lasting } from '../facts/lasting.ts';
import { TRAIL } from '../facts/trail.ts';
import { WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'AUD-02',
  version: 1,
  title: 'The audit trail has been read without a hole',
  area: 'audit-trail',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Has each moment of the audit trail been read by one run or another?',
  motivation:
    'Segment forgets events after 90 days. After that, what was collected is the only record of them.',
  failsWhen:
    'There is a hole between what this run read of the trail and what was read before, or a run within lookBackDays found such a hole. It warns where two readings are more than maxGapDays apart.',
  notApplicableWhen: 'No run has read the trail before, or the workspace has none.',
  indeterminateWhen: 'The run before does not say up to which moment it read the trail.',
  remediation:
    'Run again within 90 days, so that the hole is read while Segment still has it; then collect at least weekly.',
  falsePositives: 'None is known.',
  reads: [TRAIL],
  params: z.strictObject({
    maxGapDays: z
      .int()
      .min(1)
      .default(60)
      .describe('Most days between two readings of the trail, before it warns.'),
    lookBackDays: z
      .int()
      .min(0)
      .default(90)
      .describe('Days for which something found in the audit trail stays an exception.'),
  }),
  toldAs: ['scope-gap', 'feature-unavailable', 'collection-incomplete'],
  controls: {
    soc2: ['CC7.2', 'CC4.1'],
    iso27001: ['A.8.15', 'A.5.28'],
    iso27701: [],
    gdpr: ['Art.5(2)'],
    hipaa: ['164.312(b)', '164.316(b)(2)(i)'],
    nist80053: ['AU-6', 'AU-9', 'AU-11'],
    nistcsf: ['PR.PS-04'],
    pci: ['10.5.1', '10.7.2'],
    ccpa: [],
  },
  ask: async (run, tally, { maxGapDays, lookBackDays }) => {
    const [window, earlier] = [run.entry(TRAIL)?.window, await run.before(TRAIL)];
    if (earlier === undefined && !run.isWhole(TRAIL)) return undefined;
    if (earlier === undefined)
      return notApplicable('No run has read the audit trail before: there is nothing to join on to.');
    tally.saw();
    const holes = lasting(run, tally, { prefix: HOLE, days: lookBackDays });
    for (const [name, at] of holes) tally.fail(WORKSPACE, `No run has read the trail from ${name} to ${at}.`);
    const wholeTo = earlier.entry.window?.wholeTo;
    // What Segment has forgotten makes a reading one in part: all the same, the hole is known.
    if (window !== undefined && wholeTo !== undefined && window.from > wholeTo && !holes.has(wholeTo)) {
      tally.keep(`${HOLE}${wholeTo}`, window.from);
      tally.fail(WORKSPACE, `No run has read the trail from ${wholeTo} to ${window.from}.`);
    }
    if (!run.isWhole(TRAIL)) return undefined;
    if (window === undefined || wholeTo === undefined) {
      tally.unknown(WORKSPACE, 'Up to when the trail was read is not known.');
      return undefined;
    }
    const days = daysBetween(earlier.at, run.countedTo) ?? 0;
    if (days > maxGapDays)
      tally.warn(WORKSPACE, `The trail was not read for ${days} days; Segment forgets after 90.`);
    return undefined;
  },
});

const HOLE = 'hole from ';
