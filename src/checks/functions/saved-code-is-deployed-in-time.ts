/**
 * Whether code that was saved is deployed before long. Segment does not say when it was saved: the age is since a check first
 * saw that it waits, and never more than since the last deployment.
 */
import * as z from 'zod';
import { daysBetween, flagAt, textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'FN-02',
  version: 1,
  title: 'Saved code of functions is deployed in time',
  area: 'functions',
  severity: 'low',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'optional',
  question: 'Is the newest saved code of each deployed function the one that runs?',
  motivation:
    'Code that was saved and is not deployed is either a forgotten fix or a change that skipped its review.',
  failsWhen:
    'It never fails. It warns of a deployed function whose newest version has waited to be deployed for more than maxUndeployedDays.',
  notApplicableWhen: 'The workspace has no functions, or Segment says of none that it is deployed.',
  indeterminateWhen:
    'Segment does not say whether a function runs its newest version; or that version was waiting already in the first run, so nobody knows since when.',
  remediation: 'Deploy the newest version, or discard it.',
  falsePositives: 'Work in progress.',
  reads: ['functions'],
  params: z.strictObject({
    maxUndeployedDays: z
      .int()
      .min(0)
      .default(14)
      .describe('Most days that saved code may wait to be deployed.'),
  }),
  controls: {
    soc2: ['CC8.1'],
    iso27001: ['A.8.32'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: [],
    nist80053: ['CM-3'],
    nistcsf: ['PR.PS-01'],
    pci: ['6.5.1'],
    ccpa: [],
  },
  ask: async (run, tally, { maxUndeployedDays }) => {
    let deployed = 0;
    for await (const { id, data } of run.records('functions')) {
      const deployedAt = textAt(data, 'deployedAt');
      if (deployedAt === null) continue;
      tally.saw();
      deployed += 1;
      const subject = subjectOf('functions', id);
      const isLatest = flagAt(data, 'isLatestVersion');
      if (isLatest === null)
        tally.unknown(subject, 'Segment does not say whether it runs its newest version.');
      if (isLatest !== false) continue;
      const { at, isLowerBound } = tally.since(subject);
      const days = daysBetween(at, run.countedTo) ?? 0;
      // It has waited for less than since it was deployed.
      const mostDays = daysBetween(deployedAt, run.countedTo) ?? Number.POSITIVE_INFINITY;
      if (days > maxUndeployedDays)
        tally.warn(subject, `Its newest version has waited for at least ${days} days.`);
      else if (isLowerBound && mostDays > maxUndeployedDays)
        tally.unknown(subject, 'Its newest version waits, and nobody saw since when.');
    }
    return deployed === 0 ? notApplicable('No function is said to be deployed.') : undefined;
  },
});
