/**
 * Whether somebody looked at each event about a token. Segment lists no tokens, and does not publish what such events
 * are called.
 */
import * as z from 'zod';
import { toCheck } from '../check.ts';
import { pattern, toMatcher } from '../facts/pattern.ts';
import { askForReviews, REVIEWS } from '../facts/reviewed-events.ts';
import { TRAIL } from '../facts/trail.ts';

export const check = toCheck({
  id: 'TOK-04',
  version: 1,
  title: 'Events about tokens are reviewed in time',
  area: 'token',
  severity: 'high',
  confidence: 'declared',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Has somebody looked at each event of the audit trail about a token?',
  motivation:
    'Segment gives no list of tokens: only the audit trail says who made one, and when, and only for 90 days.',
  failsWhen:
    'An event whose type fits tokenPattern is older than reviewSlaDays, and the file of reviews does not name it.',
  notApplicableWhen: 'Not configured while no file of reviews is given.',
  remediation: 'Find out what the token is for, record the review, and delete tokens that nobody knows.',
  falsePositives: 'Events about tokens of sources or of OAuth fit too.',
  reads: [TRAIL, REVIEWS],
  params: z.strictObject({
    tokenPattern: pattern()
      .default('token')
      .describe(
        'What is in the type of an event about tokens. A regular expression; upper and lower case are alike.',
      ),
    reviewSlaDays: z.int().min(0).default(7).describe('Days within which such an event is reviewed.'),
  }),
  controls: {
    soc2: ['CC6.1', 'CC7.2'],
    iso27001: ['A.5.17', 'A.8.15'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(1)(ii)(D)'],
    nist80053: ['AU-6', 'IA-5'],
    nistcsf: ['PR.AA-01', 'DE.CM-03'],
    pci: ['10.2.1.5', '7.2.5.1'],
    ccpa: [],
  },
  ask: async (run, tally, { tokenPattern, reviewSlaDays }) => {
    const fits = toMatcher(tokenPattern, 'iu');
    tally.note(
      'Segment does not publish the names of its events: those about tokens may be called otherwise.',
    );
    return await askForReviews(run, tally, { fits, withinDays: reviewSlaDays });
  },
});
