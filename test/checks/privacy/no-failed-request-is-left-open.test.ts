/** PRV-02: requests that failed and nobody finished. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/privacy/no-failed-request-is-left-open.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const of = (data: object) => ({
  records: { regulations: [{ id: 'r', createdAt: '2026-11-01T00:00:00Z', ...data }] },
});

describe('a request', () => {
  answersAre(check, [
    ['that is done', of({ status: 'FINISHED' }), 'pass'],
    ['that is under way', of({ status: 'RUNNING' }), 'pass'],
    ['that failed long ago', of({ status: 'FAILED' }), 'fail', ['fail regulations/r']],
    [
      'that was done in part',
      of({ status: 'FINISHED', overallStatus: 'PARTIAL_SUCCESS' }),
      'fail',
      ['fail regulations/r'],
    ],
    [
      'that failed ten days ago',
      of({ status: 'FAILED', finishedAt: '2026-11-12T00:00:00Z' }),
      'warn',
      ['warn regulations/r'],
    ],
    [
      'that was finished by hand',
      { ...of({ status: 'FAILED' }), policy: { resolvedRegulations: ['r'] } },
      'pass',
    ],
    [
      'that failed at no time',
      { records: { regulations: [{ id: 'r', status: 'INVALID' }] } },
      'indeterminate',
      ['unknown regulations/r'],
    ],
    ['that was not read', { records: { regulations: DENIED } }, 'indeterminate'],
  ]);
});
