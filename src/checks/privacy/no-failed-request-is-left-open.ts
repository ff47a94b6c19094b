/**
 * Whether somebody took up every request that failed, also in part. Segment does not try again by itself: it stays failed in the list, so
 * what was finished by hand is named in the policy.
 */
import * as z from 'zod';
import { daysBetween, textAt } from '../../evidence/records/fields.ts';
import { regulationState } from '../../evidence/records/regulations.ts';
import { toCheck } from '../check.ts';
import { resolvedByHand } from '../facts/resolved.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'PRV-02',
  version: 1,
  title: 'No failed request to delete or suppress people is left open',
  area: 'privacy',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Did somebody finish each request that failed, wholly or in part?',
  motivation:
    'A request that failed in one destination leaves the person there, while the list says that it has ended.',
  failsWhen:
    'A request ended more than resolutionDays ago as failed, done in part, invalid or not supported, and resolvedRegulations does not name it. It warns of one that ended later.',
  indeterminateWhen: 'Segment does not say when a request that failed was made.',
  remediation:
    'Make the request again, or erase by hand where it failed, and name it in resolvedRegulations.',
  falsePositives:
    'Segment itself may have erased the person, and only a destination that cannot erase has failed.',
  reads: ['regulations'],
  params: z.strictObject({
    resolutionDays: z
      .int()
      .min(0)
      .default(10)
      .describe('Most days within which somebody must have finished what failed.'),
    resolvedRegulations: resolvedByHand(),
  }),
  controls: {
    soc2: ['P4.3', 'P5.2'],
    iso27001: ['A.8.10'],
    iso27701: ['7.3.6', '7.4.8'],
    gdpr: ['Art.17', 'Art.19'],
    hipaa: [],
    nist80053: ['SI-12(3)', 'SI-18'],
    nistcsf: ['ID.AM-08'],
    pci: [],
    ccpa: ['1798.105'],
  },
  ask: async (run, tally, { resolutionDays, resolvedRegulations }) => {
    for await (const { id, data } of run.records('regulations')) {
      tally.saw();
      if (resolvedRegulations.includes(id) || regulationState(data) !== 'not done') continue;
      const subject = subjectOf('regulations', id);
      const status = [textAt(data, 'status'), textAt(data, 'overallStatus')]
        .filter((each) => each !== null && each !== 'FINISHED')
        .at(-1);
      const days = daysBetween(textAt(data, 'finishedAt') ?? textAt(data, 'createdAt'), run.countedTo);
      if (days === null) tally.unknown(subject, `It ended as ${status}, and nobody says when.`);
      else if (days > resolutionDays) tally.fail(subject, `It ended as ${status} ${days} days ago.`);
      else tally.warn(subject, `It ended as ${status} ${days} days ago.`);
    }
    return undefined;
  },
});
