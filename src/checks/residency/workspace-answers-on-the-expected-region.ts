/**
 * Whether the workspace is in the region that it should be in. The API does not say where data is kept: it is inferred from
 * the regional host that knew the token.
 */
import * as z from 'zod';
import { notConfigured, toCheck } from '../check.ts';
import { WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'RES-01',
  version: 1,
  title: 'The workspace answers on the API of the expected region',
  area: 'residency',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is the workspace in the region where its data should be kept?',
  motivation: 'Where data about people is kept decides which law holds, and what customers were promised.',
  failsWhen: 'The API that answered for the workspace is that of another region than expectedRegion.',
  notApplicableWhen: 'Not configured while expectedRegion is empty.',
  indeterminateWhen: 'The API did not answer, or the answer came from a host that is not Segment’s own.',
  remediation:
    'A workspace cannot be moved: plan a new one in the right region. Attach what Segment wrote about the region to the manual-evidence slot workspace-region.',
  falsePositives:
    'The region is inferred from the host that answered; it is no proof of where data is kept. Attach Segment’s contract or letter to the manual-evidence slot workspace-region.',
  reads: ['workspace'],
  params: z.strictObject({
    expectedRegion: z
      .enum(['', 'us', 'eu', 'US', 'EU'])
      .default('')
      .describe('Region in which the workspace should be: us or eu. Empty: none was said.'),
  }),
  controls: {
    soc2: ['C1.1', 'P6.1', 'CC9.2'],
    iso27001: ['A.5.23', 'A.5.31'],
    iso27701: ['7.5.1', '7.5.2'],
    gdpr: ['Art.44', 'Art.45'],
    hipaa: [],
    nist80053: ['SA-9(5)'],
    nistcsf: ['GV.OC-03'],
    pci: ['12.8.5'],
    ccpa: [],
  },
  ask: async (run, tally, { expectedRegion }) => {
    if (expectedRegion === '') return notConfigured('No region is expected: policy.expectedRegion.');
    const { region, origin } = run.facts;
    if (!run.isWhole('workspace')) return undefined;
    tally.saw();
    if (region !== expectedRegion.toLowerCase())
      tally.fail(WORKSPACE, `The API of ${region} answered (${origin.host}); ${expectedRegion} is expected.`);
    else if (origin.kind === 'override')
      tally.unknown(
        WORKSPACE,
        `${origin.host} answered, which is no host of Segment: its region is not known.`,
      );
    return undefined;
  },
});
