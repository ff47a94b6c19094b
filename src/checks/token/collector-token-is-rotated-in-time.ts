/**
 * How old the token is. Segment does not say: it is as old as its first sighting at least, and no older only where
 * somebody has declared the day.
 */
import * as z from 'zod';
import { daysBetween } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'TOK-03',
  version: 1,
  title: 'The token of the collector is younger than allowed',
  area: 'token',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Was the token made or last replaced within the time that is allowed?',
  motivation:
    'Tokens of Segment never expire. The older one is, the more places there are where a copy may have been left.',
  failsWhen: 'The token has been known for more than maxTokenAgeDays. It warns after warnTokenAgeDays.',
  indeterminateWhen:
    'Nobody has declared on which day the token was made, and it has not been known for warnTokenAgeDays yet.',
  remediation: 'Make a new token, store it, see a run succeed with it, and delete the old one in Segment.',
  falsePositives: 'The declared day was not corrected when the token was replaced.',
  reads: [],
  params: z.strictObject({
    maxTokenAgeDays: z.int().min(0).default(90).describe('Days after which a token is too old.'),
    warnTokenAgeDays: z.int().min(0).default(75).describe('Days after which it should be replaced soon.'),
  }),
  toldAs: ['token-rotation-due'],
  controls: {
    soc2: ['CC6.1'],
    iso27001: ['A.5.17'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(d)', '164.308(a)(5)(ii)(D)'],
    nist80053: ['IA-5', 'SC-12'],
    nistcsf: ['PR.AA-01'],
    pci: ['8.6.3'],
    ccpa: [],
  },
  ask: async (run, tally, { maxTokenAgeDays, warnTokenAgeDays }) => {
    tally.saw();
    const days = daysBetween(run.facts.tokenSince, run.countedTo);
    if (days === null) tally.unknown(WORKSPACE, 'No token was used, so its age is not known.');
    else if (days > maxTokenAgeDays) tally.fail(WORKSPACE, `The token is ${days} days old or older.`);
    else if (days > warnTokenAgeDays) tally.warn(WORKSPACE, `The token is ${days} days old or older.`);
    else if (run.facts.isTokenSinceDeclared !== true)
      tally.unknown(
        WORKSPACE,
        `The token was first seen ${days} days ago and may be older: declare tokenIssuedAt.`,
      );
    return undefined;
  },
});
