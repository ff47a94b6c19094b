/**
 * Whether requests to delete or suppress people are done in time. Ages are counted to the start of the run; what failed, also in part,
 * is not done and grows older.
 */
import * as z from 'zod';
import { isDoneWithin, regulationDays, regulationState } from '../../evidence/records/regulations.ts';
import { toCheck } from '../check.ts';
import { subjectOf } from '../subject.ts';

const WHAT = {
  done: 'It took',
  'not done': 'It failed, also in part, and has been open for',
  open: 'It has been open for',
  'not known': 'It has perhaps been open for',
} as const;

export const check = toCheck({
  id: 'PRV-01',
  version: 1,
  title: 'Requests to delete or suppress people are done in time',
  area: 'privacy',
  severity: 'critical',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Was every request to delete or suppress a person done within the time that the law gives?',
  motivation:
    'The law gives a month. Behind each request that nobody finishes is a person whose right was not honoured.',
  failsWhen:
    'A request took more than slaDays, or has been open for longer than that. It warns of one that has been open for warnDays.',
  indeterminateWhen:
    'Segment does not say when a request was made or done, or gives its state in words that this version does not know.',
  remediation: 'Take it up with Segment by the id of the request; ask the destinations that did not answer.',
  falsePositives:
    'By law the clock starts when the person asked, not when the request was made in Segment: the true age is higher.',
  reads: ['regulations'],
  params: z.strictObject({
    slaDays: z.int().min(1).default(30).describe('Most days that a request may take.'),
    warnDays: z.int().min(1).default(21).describe('Days after which an open request is worth a look.'),
  }),
  controls: {
    soc2: ['P4.3', 'P5.2', 'P8.1'],
    iso27001: ['A.5.34', 'A.8.10'],
    iso27701: ['7.3.6', '7.3.9'],
    gdpr: ['Art.12(3)', 'Art.17', 'Art.21'],
    hipaa: [],
    nist80053: ['SI-12(3)', 'SI-18(4)'],
    nistcsf: ['ID.AM-08'],
    pci: [],
    ccpa: ['1798.105', '1798.130'],
  },
  ask: async (run, tally, { slaDays, warnDays }) => {
    tally.note('Segment lists the requests of the last 90 days: older ones are in older snapshots.');
    for await (const { id, data } of run.records('regulations')) {
      tally.saw();
      const subject = subjectOf('regulations', id);
      const state = regulationState(data);
      const [days, within] = [
        regulationDays(data, run.countedTo),
        isDoneWithin(slaDays, data, run.countedTo),
      ];
      if (within === 'not known' || (within === 'no' && state === 'not known'))
        tally.unknown(subject, 'Whether or when it was done is not said in words that this version knows.');
      else if (within === 'no')
        tally.fail(subject, `${WHAT[state]} ${days} days; at most ${slaDays} are allowed.`);
      else if (within === 'not yet due' && (days ?? 0) >= warnDays)
        tally.warn(subject, `${WHAT[state]} ${days} days; due after ${slaDays}.`);
    }
    return undefined;
  },
});
