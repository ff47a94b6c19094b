/**
 * Whether Segment accepted the token, for the workspace that was meant, from the first request of the run to the last.
 */
import * as z from 'zod';
import { resources } from '../../../schemas/resources/index.ts';
import { toCheck } from '../check.ts';
import { WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'TOK-01',
  version: 1,
  title: 'Segment accepts the token of the collector',
  area: 'token',
  severity: 'critical',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Did Segment accept the token, from the first request of this run to the last?',
  motivation:
    'Without a token that works nothing is collected, and every question here goes unanswered. A token that stops working may have been deleted by an owner, or by Segment because it was published.',
  failsWhen:
    'Segment refused the token at the start or in between, or it belongs to another workspace than the one intended.',
  indeterminateWhen: 'Segment could not be reached: that says nothing of the token.',
  remediation:
    'Look in the audit trail for what the token did last, find out who deleted it or where it was published, make a new one, and store it.',
  falsePositives: 'The connection is set to the wrong region: then a good token is refused as well.',
  reads: ['workspace'],
  params: z.strictObject({}),
  toldAs: ['token-refused', 'wrong-region', 'wrong-workspace', 'token-unavailable'],
  controls: {
    soc2: ['CC6.1', 'CC7.2'],
    iso27001: ['A.5.17', 'A.8.5'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(d)'],
    nist80053: ['IA-5', 'CA-7'],
    nistcsf: ['PR.AA-01', 'DE.CM-06'],
    pci: ['8.6.3', '10.7.2'],
    ccpa: [],
  },
  ask: async (run, tally) => {
    tally.saw();
    const refused = resources.map(({ name }) => name).filter((name) => run.entry(name)?.reason === 'token');
    if (refused.length > 0)
      tally.fail(
        WORKSPACE,
        `Segment refused the token, or it is of another workspace: ${refused.length} resources were not read.`,
      );
    return undefined;
  },
});
