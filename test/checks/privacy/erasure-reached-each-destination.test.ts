/** PRV-03: destinations that a request did not reach. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/privacy/erasure-reached-each-destination.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const FAIL = ['fail regulations/r'];
const SEEN = {
  from: '2026-10-01T03:00:00.000Z',
  list: [{ subject: 'destinations/d', since: '2026-10-01T03:00:00.000Z' }],
};
const of = (destinationStatus: readonly object[] | undefined, data: object = {}) => ({
  records: {
    destinations: [{ id: 'd', enabled: true, sourceId: 's', metadata: { slug: 'vendor' } }],
    regulations: [
      {
        id: 'r',
        regulationType: 'DELETE_ONLY',
        createdAt: '2026-11-10T00:00:00Z',
        ...(destinationStatus === undefined ? {} : { streamStatus: [{ id: 's', destinationStatus }] }),
        ...data,
      },
    ],
  },
});

describe('a request', () => {
  answersAre(check, [
    ['that is among none', { records: {} }, 'not_applicable'],
    ['that stays in Segment', of([], { regulationType: 'DELETE_INTERNAL' }), 'not_applicable'],
    ['whose detail was not asked for', of(undefined), 'not_configured'],
    ['that every destination finished', of([{ id: 'd', status: 'FINISHED' }]), 'pass'],
    ['that a destination did not', of([{ id: 'd', status: 'NOT_SUPPORTED' }]), 'fail', FAIL],
    ['that is under way', of([{ id: 'd', status: 'RUNNING' }]), 'pass'],
    [
      'that is under way for long',
      of([{ id: 'd', status: 'RUNNING' }], { createdAt: '2026-10-01T00:00:00Z' }),
      'fail',
      FAIL,
    ],
    [
      'of a destination that is off',
      of([
        { id: 'other', status: 'FAILED' },
        { id: 'd', status: 'FINISHED' },
      ]),
      'pass',
    ],
    [
      'that was finished by hand',
      { ...of([{ id: 'd', status: 'FAILED' }]), policy: { resolvedRegulations: ['r'] } },
      'pass',
    ],
    [
      'where the vendor erases by hand',
      {
        records: {
          ...of([{ id: 'd', status: 'NOT_SUPPORTED' }]).records,
          'input:vendors': [{ id: '1', slugs: ['vendor'], erasure: 'manual' }],
        },
      },
      'pass',
    ],
    ['that never reached it', { ...of([]), seen: SEEN }, 'fail', FAIL],
    ['that does not name what may be younger', of([]), 'indeterminate', ['unknown regulations/r']],
    ['that was not read', { records: { regulations: DENIED } }, 'indeterminate'],
  ]);
});
