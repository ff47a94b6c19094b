/** USE-01: days unlike the days before them, and months near their quota. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/usage/usage-stays-in-expected-bounds.ts';
import { answerOf } from '../../support/checked.ts';

const dayOf = (index: number) => new Date(Date.UTC(2026, 10, 1 + index)).toISOString();
const events = (counts: readonly number[]) => [
  { id: 'a', data: { source: { id: 'a' }, series: counts.map((count, at) => ({ time: dayOf(at), count })) } },
];
/** Counted up from the start of the month. */
const calls = (counts: readonly number[]) =>
  counts.map((_, at) => ({
    id: dayOf(at),
    of: 'workspace',
    timestamp: dayOf(at),
    apiCalls: String(counts.slice(0, at + 1).reduce((sum, each) => sum + each, 0)),
  }));
const STEADY = Array.from({ length: 20 }, (_, at) => 100 + (at % 5));
const NOT_ASKED = { outcome: 'not-collected', reason: 'opt-in' } as const;
const jump = [...STEADY, 400];

describe('usage', () => {
  it.each([
    ['like before', { 'event-volume': events(STEADY), 'usage-api-calls': calls(STEADY) }, {}, 'pass', 0],
    ['far more', { 'event-volume': events(jump) }, {}, 'warn', 1],
    ['far less', { 'event-volume': events([...STEADY, 0]) }, {}, 'warn', 1],
    ['far more calls', { 'event-volume': events(STEADY), 'usage-api-calls': calls(jump) }, {}, 'warn', 1],
    [
      'a little more, after days that were all alike',
      { 'event-volume': events([...Array(20).fill(100), 110]) },
      {},
      'pass',
      0,
    ],
    ['of a few days', { 'event-volume': events([1, 2]) }, {}, 'indeterminate', 1],
    [
      'of a few days of a month',
      { 'event-volume': events(STEADY), 'usage-api-calls': calls([1, 900]) },
      {},
      'pass',
      0,
    ],
    [
      'near its quota',
      { 'event-volume': events(STEADY), 'usage-api-calls': calls([90]) },
      { apiCallQuota: 100 },
      'warn',
      1,
    ],
    [
      'below it',
      { 'event-volume': events(STEADY), 'usage-api-calls': calls([89]) },
      { apiCallQuota: 100 },
      'pass',
      0,
    ],
    [
      'that was not asked for',
      { 'usage-mtu': NOT_ASKED, 'usage-api-calls': NOT_ASKED, 'event-volume': NOT_ASKED },
      {},
      'not_configured',
      0,
    ],
  ] as const)('%s', async (_, records, policy, outcome, exceptions) => {
    const answer = await answerOf(check, { records, policy });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(Array(exceptions).fill('workspace'));
  });
});
