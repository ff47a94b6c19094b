/**
 * Whether somebody looked at each event about access, tokens, support and what was deleted or switched off.
 */
import * as z from 'zod';
import { toCheck } from '../check.ts';
import { pattern, toMatcher } from '../facts/pattern.ts';
import { askForReviews, REVIEWS } from '../facts/reviewed-events.ts';
import { TRAIL } from '../facts/trail.ts';

export const check = toCheck({
  id: 'AUD-03',
  version: 1,
  title: 'Privileged actions are reviewed in time',
  area: 'audit-trail',
  severity: 'high',
  confidence: 'declared',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Has somebody looked at each privileged action in the audit trail?',
  motivation: 'A trail that nobody reads protects nobody. Who looked, and when, is what an auditor asks for.',
  failsWhen:
    'An event whose type fits privilegedPattern is older than reviewSlaDays, and the file of reviews does not name it.',
  notApplicableWhen: 'Not configured while no file of reviews is given.',
  remediation: 'Work through the open events, and record each review.',
  falsePositives:
    'An identity provider may cause many events at once, which somebody reviews as one: name each of them in the file.',
  reads: [TRAIL, REVIEWS],
  params: z.strictObject({
    privilegedPattern: pattern()
      .default(
        '(policy|invited|invite|user group|subjects added|memberships|token|sso|support|workspace|deleted|disabled)',
      )
      .describe(
        'What is in the type of an event about a privileged action. A regular expression; upper and lower case are alike.',
      ),
    reviewSlaDays: z.int().min(0).default(30).describe('Days within which a privileged action is reviewed.'),
  }),
  controls: {
    soc2: ['CC7.2', 'CC7.3', 'CC4.1'],
    iso27001: ['A.8.15', 'A.8.2'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(1)(ii)(D)'],
    nist80053: ['AU-6', 'AC-6(9)', 'AC-2(4)'],
    nistcsf: ['DE.AE-02', 'DE.CM-03'],
    pci: ['10.4.1', '10.2.1.2'],
    ccpa: [],
  },
  ask: async (run, tally, { privilegedPattern, reviewSlaDays }) => {
    const fits = toMatcher(privilegedPattern, 'iu');
    return await askForReviews(run, tally, { fits, withinDays: reviewSlaDays });
  },
});
