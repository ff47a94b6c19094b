/** TP-10: plans that do not say what their properties are. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/properties-are-typed-and-described.ts';
import { answerOf } from '../../support/checked.ts';
import { rule } from '../../support/plans.ts';

const GOOD = { type: 'string', description: 'What was bought.' };

describe('properties', () => {
  it.each([
    ['with both', [rule('X', { a: GOOD, b: { enum: ['x'], description: 'y' } })], 'pass', []],
    ['without a type', [rule('X', { a: { description: 'x' } })], 'fail', ['tracking-plans/p']],
    ['without a description', [rule('X', { a: { type: 'string' } })], 'fail', ['tracking-plans/p']],
    [
      'of each plan',
      [rule('X', { a: GOOD }), rule('X', { a: {} }, { planId: 'q' })],
      'fail',
      ['tracking-plans/q'],
    ],
    ['inside of others', [rule('X', { a: { properties: { b: GOOD } } })], 'pass', []],
    ['of nothing', [rule('X', {})], 'not_applicable', []],
    [
      'of a rule without a schema',
      [rule('Y', { a: GOOD }), rule('X', {}, { more: { jsonSchema: null } })],
      'indeterminate',
      ['tracking-plan-rules/p/TRACK/X/1'],
    ],
  ] as const)('%s', async (_, rules, outcome, subjects) => {
    const answer = await answerOf(check, { records: { 'tracking-plan-rules': rules } });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('of a part of the rules say nothing about their share', async () => {
    const rules = { outcome: 'partial', reason: 'truncated', records: [rule('X', { a: {} })] } as const;
    const answer = await answerOf(check, { records: { 'tracking-plan-rules': rules } });
    expect(answer).toMatchObject({ outcome: 'indeterminate', exceptions: [{ level: 'unknown' }] });
  });
});
