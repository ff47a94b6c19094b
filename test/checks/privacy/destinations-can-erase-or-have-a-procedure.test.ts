/** PRV-06: destinations of which nobody knows how they erase. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/privacy/destinations-can-erase-or-have-a-procedure.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const DESTINATION = { id: 'd', enabled: true, metadata: { slug: 'vendor' } };
const of = (data: object) => ({
  records: { destinations: [DESTINATION], 'input:vendors': [{ id: '1', slugs: ['vendor'], ...data }] },
});

describe('a destination', () => {
  answersAre(check, [
    ['without a vendor file', { records: { destinations: [DESTINATION] } }, 'not_configured'],
    ['that erases on request', of({ erasure: 'api' }), 'pass'],
    ['that erases by hand', of({ erasure: 'manual' }), 'pass'],
    ['that cannot', of({ erasure: 'none' }), 'fail', ['fail destinations/d']],
    ['of which nothing is said', of({}), 'fail', ['fail destinations/d']],
    ['without personal data', of({ personalData: false }), 'pass'],
    ['that Segment can ask', { ...of({}), policy: { erasureCapableSlugs: ['vendor'] } }, 'pass'],
    ['of no vendor', of({ slugs: ['other'], erasure: 'api' }), 'fail', ['fail destinations/d']],
    [
      'that Segment does not name',
      { records: { destinations: [{ id: 'd', enabled: true }], 'input:vendors': [] } },
      'indeterminate',
      ['unknown destinations/d'],
    ],
    [
      'in a list that was not read',
      { records: { destinations: DENIED, 'input:vendors': [] } },
      'indeterminate',
    ],
  ]);
});
