/** TP-11: rules that became stricter under the same version, or that nobody is known to have changed. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/rule-changes-use-versions.ts';
import { answerOf } from '../../support/checked.ts';
import { rule } from '../../support/plans.ts';

const BEFORE = rule('X', { a: { type: ['string', 'null'] }, b: {} });
const EVENT = { eventId: 'e', type: 'Tracking Plan Updated', actor: 'u', at: '2026-11-21T12:00:00.000Z' };
const compared = (explainedBy: readonly (typeof EVENT)[], isTrailWhole = true) => ({
  kind: 'compared' as const,
  since: '2026-11-21T03:00:00.000Z',
  isTrailWhole,
  until: '2026-11-22T03:00:00.000Z',
  changes: [
    {
      resource: 'tracking-plan-rules',
      id: BEFORE.id,
      change: 'changed' as const,
      fields: [],
      named: { own: [BEFORE.id], related: [] },
      explainedBy,
    },
  ],
});
const required = {
  ...BEFORE,
  data: { ...BEFORE.data, jsonSchema: { ...BEFORE.data.jsonSchema, required: ['event'] } },
};

describe('changes of rules', () => {
  it.each([
    ['of which nothing is known', BEFORE, { kind: 'first' }, 'not_applicable'],
    ['that cannot be compared', BEFORE, { kind: 'not-comparable', reason: 'Other fields.' }, 'indeterminate'],
    ['that are none', BEFORE, { ...compared([]), changes: [] }, 'pass'],
    [
      'that allow more',
      rule('X', { a: { type: ['string', 'null'] }, b: {}, c: {} }),
      compared([EVENT]),
      'pass',
    ],
    ['that remove a property', rule('X', { a: { type: ['string', 'null'] } }), compared([EVENT]), 'fail'],
    ['that narrow a type', rule('X', { a: { type: 'string' }, b: {} }), compared([EVENT]), 'fail'],
    [
      'that give a type',
      rule('X', { a: { type: ['string', 'null'] }, b: { type: 'string' } }),
      compared([EVENT]),
      'fail',
    ],
    ['that require one', required, compared([EVENT]), 'fail'],
    [
      'of a description',
      rule('X', { a: { type: ['string', 'null'], description: 'x' }, b: {} }),
      compared([EVENT]),
      'pass',
    ],
    [
      'that no event explains so far',
      rule('X', { a: { type: ['string', 'null'] }, b: {}, c: {} }),
      compared([]),
      'indeterminate',
    ],
    [
      'whose events were not all read',
      rule('X', { a: { type: ['string', 'null'] }, b: {}, c: {} }),
      compared([], false),
      'indeterminate',
    ],
  ] as const)('%s', async (_, now, changes, outcome) => {
    const answer = await answerOf(check, {
      records: { 'tracking-plan-rules': [now] },
      before: { 'tracking-plan-rules': [BEFORE] },
      changes: { 'tracking-plan-rules': changes },
    });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.every(({ subject }) => subject === `tracking-plan-rules/${BEFORE.id}`)).toBe(
      true,
    );
  });
});
