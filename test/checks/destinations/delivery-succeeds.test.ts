/** DST-11: destinations that do not take what they are sent. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/destinations/delivery-succeeds.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const of = (totals: Readonly<Record<string, number>>) => ({
  records: {
    'delivery-metrics': [
      {
        id: 'd/s',
        data: { metrics: Object.entries(totals).map(([metricName, total]) => ({ metricName, total })) },
        parent: { destinationId: 'd', sourceId: 's' },
      },
    ],
  },
});

describe('delivery', () => {
  answersAre(check, [
    [
      'that was not asked for',
      { records: { 'delivery-metrics': { outcome: 'not-collected', reason: 'opt-in' } } },
      'not_configured',
    ],
    ['of nearly all', of({ successes: 9_500, failures: 500 }), 'pass'],
    ['of too few', of({ successes: 9_499, failures: 501 }), 'fail', ['fail destinations/d']],
    ['of hardly anything', of({ successes: 1, failures: 998 }), 'not_applicable'],
    ['of nothing', of({}), 'not_applicable'],
    ['in unknown words', of({ wobbles: 5_000 }), 'indeterminate', ['unknown destinations/d']],
    ['that was not read', { records: { 'delivery-metrics': DENIED } }, 'indeterminate'],
  ]);
});
