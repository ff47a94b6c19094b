/** TP-01: production sources without a plan. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/production-sources-are-governed-by-a-live-plan.ts';
import { answerOf } from '../../support/checked.ts';
import { governs, library, plan } from '../../support/plans.ts';

const PROD = library('a', 'Web prod');
const live = { 'tracking-plans': [plan('p')], 'tracking-plan-sources': [governs('p', 'a')] };
const copies = { metadata: { categories: ['Payments'], isCloudEventSource: false } };

describe('production sources', () => {
  it.each([
    ['with a live plan', { sources: [PROD], ...live }, 'pass', []],
    ['without one', { sources: [PROD] }, 'fail', ['sources/a']],
    [
      'with a library only',
      { ...live, sources: [PROD], 'tracking-plans': [plan('p', { type: 'RULE_LIBRARY' })] },
      'fail',
      ['sources/a'],
    ],
    ['that are off', { sources: [library('a', 'Web prod', { enabled: false })] }, 'pass', []],
    ['for tests', { sources: [library('a', 'Web dev')] }, 'pass', []],
    ['of an unknown environment', { sources: [library('a', 'Web')] }, 'indeterminate', ['sources/a']],
    [
      'of an unknown kind',
      { sources: [library('a', 'Web prod', { metadata: {} })] },
      'indeterminate',
      ['sources/a'],
    ],
    ['that copy objects', { sources: [library('a', 'Web prod', copies)] }, 'pass', []],
    [
      'whose plans were not read',
      { sources: [PROD], 'tracking-plan-sources': { outcome: 'denied', reason: 'scope' } },
      'indeterminate',
      [],
    ],
    [
      'of a workspace without plans',
      { sources: [PROD], 'tracking-plans': { outcome: 'unavailable', reason: 'not-offered' } },
      'not_applicable',
      [],
    ],
  ] as const)('%s', async (_, records, outcome, subjects) => {
    const answer = await answerOf(check, { records });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('of kinds that are left out', async () => {
    const policy = { excludeMetadataSlugs: ['node-js'] };
    expect(await answerOf(check, { records: { sources: [PROD] }, policy })).toMatchObject({
      outcome: 'pass',
    });
  });
});
