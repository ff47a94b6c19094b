/** TP-07: where data about health, belief and origin goes. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/special-category-data-reaches-only-contracted-vendors.ts';
import { answerOf } from '../../support/checked.ts';
import { governs, rule } from '../../support/plans.ts';

const destination = (enabled = true) => [
  { id: 'd', name: 'Mail', enabled, sourceId: 'a', metadata: { slug: 'mailer', name: 'Mailer' } },
];
const vendor = (phi: boolean, contract: string | null) => [
  { id: 'v', data: { vendor: 'M', slugs: ['Mailer'], phi, contract } },
];
const HEALTH = {
  'tracking-plan-rules': [rule('X', { Pregnancy: { type: 'integer' } })],
  'tracking-plan-sources': [governs('p', 'a')],
  destinations: destination(),
};
const SUBJECT = 'tracking-plans/p';

describe('special data', () => {
  it.each([
    ['that is not planned', { ...HEALTH, 'tracking-plan-rules': [rule('X', { racing: {} })] }, 'pass', []],
    ['that reaches nobody knows whom', HEALTH, 'not_configured', []],
    [
      'that reaches a vendor with a contract',
      { ...HEALTH, 'input:vendors': vendor(true, 'BAA 4') },
      'pass',
      [],
    ],
    ['that reaches one without', { ...HEALTH, 'input:vendors': vendor(true, null) }, 'fail', [SUBJECT]],
    [
      'that reaches one for other data',
      { ...HEALTH, 'input:vendors': vendor(false, 'DPA') },
      'fail',
      [SUBJECT],
    ],
    [
      'whose destination is approved',
      { ...HEALTH, 'input:approvals': [{ id: '1', data: { subject: 'destinations/d' } }] },
      'pass',
      [],
    ],
    ['that reaches nobody', { ...HEALTH, destinations: destination(false) }, 'pass', []],
    ['of a plan that is not connected', { ...HEALTH, 'tracking-plan-sources': [] }, 'pass', []],
    [
      'whose vendors were not read whole',
      { ...HEALTH, 'input:vendors': { outcome: 'partial', records: vendor(false, null) } },
      'indeterminate',
      [SUBJECT],
    ],
    [
      'whose destinations were not read',
      { ...HEALTH, destinations: { outcome: 'denied', reason: 'scope' } },
      'indeterminate',
      [],
    ],
    ['without rules', {}, 'not_applicable', []],
  ] as const)('%s', async (_, records, outcome, subjects) => {
    const answer = await answerOf(check, { records });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });
});
