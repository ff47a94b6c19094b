/** PRV-01: requests that took too long, or are open. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/privacy/requests-are-done-within-the-statutory-time.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';
import { answerOf } from '../../support/checked.ts';

const FAIL = ['fail regulations/r'];
const of = (day: string, data: object) => ({
  records: { regulations: [{ id: 'r', createdAt: `${day}T00:00:00Z`, ...data }] },
});

describe('a request', () => {
  answersAre(check, [
    ['that is among none', { records: {} }, 'pass'],
    [
      'done after 30 days',
      of('2026-10-01', { status: 'FINISHED', finishedAt: '2026-10-31T00:00:00Z' }),
      'pass',
    ],
    [
      'done after 31 days',
      of('2026-10-01', { status: 'FINISHED', finishedAt: '2026-11-01T00:00:00Z' }),
      'fail',
      FAIL,
    ],
    ['open for 20 days', of('2026-11-02', { status: 'RUNNING' }), 'pass'],
    ['open for 21 days', of('2026-11-01', { status: 'RUNNING' }), 'warn', ['warn regulations/r']],
    ['open for 31 days', of('2026-10-22', { status: 'INITIALIZED' }), 'fail', FAIL],
    [
      'failed and 31 days old',
      of('2026-10-22', { status: 'FAILED', finishedAt: '2026-10-23T00:00:00Z' }),
      'fail',
      FAIL,
    ],
    [
      'done in part and 31 days old',
      of('2026-10-22', { status: 'FINISHED', overallStatus: 'PARTIAL_SUCCESS' }),
      'fail',
      FAIL,
    ],
    [
      'in unknown words and old',
      of('2026-09-01', { status: 'WOBBLY' }),
      'indeterminate',
      ['unknown regulations/r'],
    ],
    ['done at no time', of('2026-09-01', { status: 'FINISHED' }), 'indeterminate', ['unknown regulations/r']],
    ['that was not read', { records: { regulations: DENIED } }, 'indeterminate'],
  ]);

  it('is as old as it was at the run, whenever it is asked', async () => {
    const made = of('2026-10-22', { status: 'RUNNING' });
    const earlier = await answerOf(check, { ...made, at: '2026-11-01T03:00:00.000Z' });
    expect(earlier.outcome).toBe('pass');
  });
});
