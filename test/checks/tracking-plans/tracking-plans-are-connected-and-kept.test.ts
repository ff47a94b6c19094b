/** TP-12: live plans that govern nothing, or that nobody looks after. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/tracking-plans-are-connected-and-kept.ts';
import { answerOf } from '../../support/checked.ts';
import { governs, plan, rule } from '../../support/plans.ts';

const USED = {
  'tracking-plans': [plan('p')],
  'tracking-plan-sources': [governs('p', 'a')],
  'tracking-plan-rules': [rule('X', {})],
};
const stale = plan('p', { updatedAt: '2025-01-01T00:00:00.000Z' });

describe('live plans', () => {
  it.each([
    ['that are in use', USED, 'pass', 0],
    ['that are connected to nothing', { ...USED, 'tracking-plan-sources': [] }, 'warn', 1],
    ['that are empty', { ...USED, 'tracking-plan-rules': [] }, 'warn', 1],
    ['that are empty and connected to nothing', { 'tracking-plans': [plan('p')] }, 'warn', 1],
    ['that are forgotten', { ...USED, 'tracking-plans': [stale] }, 'warn', 1],
    [
      'of which Segment says no day',
      { ...USED, 'tracking-plans': [plan('p', { updatedAt: null })] },
      'indeterminate',
      1,
    ],
    ['of another type', { 'tracking-plans': [plan('p', { type: 'TEMPLATE' })] }, 'not_applicable', 0],
    [
      'whose rules were not read',
      { ...USED, 'tracking-plan-rules': { outcome: 'denied', reason: 'scope' } },
      'indeterminate',
      0,
    ],
  ] as const)('%s', async (_, records, outcome, exceptions) => {
    const answer = await answerOf(check, { records });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(
      Array(exceptions).fill('tracking-plans/p'),
    );
  });
});
