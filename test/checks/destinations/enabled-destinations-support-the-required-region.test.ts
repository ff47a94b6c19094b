/** DST-09: receivers that cannot keep data in the region. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/destinations/enabled-destinations-support-the-required-region.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const FAIL = ['fail destinations/d'];
const EU = { residency: 'eu' };
const made = ({
  supported,
  region,
}: {
  readonly supported?: readonly string[];
  readonly region?: string;
}) => ({
  id: 'd',
  enabled: true,
  settings: region === undefined ? {} : { region: { $fingerprint: 'x', $region: region } },
  metadata: { slug: 'vendor', ...(supported === undefined ? {} : { supportedRegions: supported }) },
});
const of = (destination: ReturnType<typeof made>, regions?: readonly string[]) => ({
  records: {
    destinations: [destination],
    ...(regions === undefined ? {} : { 'input:vendors': [{ id: '1', slugs: ['vendor'], regions }] }),
  },
  policy: EU,
});

describe('a receiver', () => {
  answersAre(check, [
    ['while no region is required', { records: { destinations: [made({})] } }, 'not_configured'],
    ['that supports it', of(made({ supported: ['us-west-2', 'eu-west-1'] })), 'pass'],
    ['that does not', of(made({ supported: ['us-west-2'] })), 'fail', FAIL],
    ['that is set to another', of(made({ supported: ['eu-west-1'], region: 'us-west-2' })), 'fail', FAIL],
    ['that is set to it', of(made({ region: 'EU' })), 'pass'],
    ['of which nobody says it', of(made({})), 'indeterminate', ['unknown destinations/d']],
    ['of which the vendor file says it', of(made({}), ['eu']), 'pass'],
    ['of which the vendor file says another', of(made({}), ['US']), 'fail', FAIL],
    ['that is off', of({ ...made({}), enabled: false }), 'pass'],
    ['in a list that was not read', { records: { destinations: DENIED }, policy: EU }, 'indeterminate'],
  ]);
});
