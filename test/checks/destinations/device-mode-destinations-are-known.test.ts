/** DST-10: destinations that may run on a device. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/destinations/device-mode-destinations-are-known.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const of = (category: string, slug: string) => ({
  records: {
    sources: [{ id: 's', metadata: { categories: [category] } }],
    destinations: [{ id: 'd', enabled: true, sourceId: 's', metadata: { slug } }],
  },
});

describe('a destination', () => {
  answersAre(check, [
    ['of a server', of('Server', 'vendor'), 'not_applicable'],
    ['of a website', of('Website', 'vendor'), 'indeterminate', ['unknown destinations/d']],
    [
      'of a website that somebody looked at',
      { ...of('Website', 'vendor'), policy: { reviewedOnDevice: ['vendor'] } },
      'pass',
    ],
    ['that runs on the device', of('Website', 'google-tag-manager'), 'warn', ['warn destinations/d']],
    [
      'that runs on the device and is known',
      { ...of('Mobile', 'braze-web'), policy: { reviewedOnDevice: ['d'] } },
      'pass',
    ],
    [
      'of a source that is not listed',
      { records: { destinations: of('Server', 'v').records.destinations } },
      'indeterminate',
      ['unknown destinations/d'],
    ],
    ['that is off', { records: { ...of('Website', 'v').records, destinations: [] } }, 'not_applicable'],
    [
      'of sources that were not read',
      { records: { ...of('Server', 'v').records, sources: DENIED } },
      'indeterminate',
      ['unknown destinations/d'],
    ],
  ]);
});
