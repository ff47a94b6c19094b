/**
 * Whether requests were read often enough that none was missed: Segment lists those of the last 90 days, and nothing else keeps them.
 */
import * as z from 'zod';
import { daysBetween } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'PRV-05',
  version: 1,
  title: 'Evidence of requests about people has no gap',
  area: 'privacy',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Was the list of requests about people read often enough, so that Segment forgot none in between?',
  motivation:
    'What people asked for, and that it was done, must be shown for years. Segment forgets it after 90 days.',
  failsWhen: 'More than maxGapDays lie between this run and the last whole reading of the requests.',
  notApplicableWhen: 'The requests were never read whole before.',
  remediation: 'Run more often: once a day is best.',
  falsePositives: 'None is known.',
  reads: ['regulations'],
  params: z.strictObject({
    maxGapDays: z.int().min(1).default(60).describe('Most days between two complete readings.'),
  }),
  controls: {
    soc2: ['P8.1', 'CC4.1'],
    iso27001: ['A.5.33', 'A.5.28'],
    iso27701: ['7.2.8'],
    gdpr: ['Art.5(2)', 'Art.24'],
    hipaa: ['164.316(b)(2)(i)'],
    nist80053: ['AU-11', 'SI-12'],
    nistcsf: ['GV.OC-03'],
    pci: ['10.5.1'],
    ccpa: ['1798.130'],
  },
  ask: async (run, tally, { maxGapDays }) => {
    const before = await run.before('regulations');
    if (before === undefined) return notApplicable('The requests were never read whole before this run.');
    tally.saw();
    const days = daysBetween(before.at, run.countedTo);
    if (days !== null && days > maxGapDays)
      tally.fail(WORKSPACE, `${days} days lie between two readings; at most ${maxGapDays} are allowed.`);
    return undefined;
  },
});
