/** PRV-05: too long between two readings of requests. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/privacy/evidence-of-requests-has-no-gap.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

describe('two readings of requests', () => {
  answersAre(check, [
    ['of which one is the first', { records: {} }, 'not_applicable'],
    ['a day apart', { records: {}, before: { regulations: [] } }, 'pass'],
    ['60 days apart', { records: {}, before: { regulations: [] }, at: '2027-01-20T03:00:00.000Z' }, 'pass'],
    [
      '61 days apart',
      { records: {}, before: { regulations: [] }, at: '2027-01-21T03:00:00.000Z' },
      'fail',
      ['fail workspace'],
    ],
    [
      'of which the second was denied',
      { records: { regulations: DENIED }, before: { regulations: [] } },
      'indeterminate',
    ],
  ]);
});
