/** TP-06: properties for credentials, payment cards and government ids. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/prohibited-data-is-not-planned.ts';
import { answerOf } from '../../support/checked.ts';
import { rule } from '../../support/plans.ts';

const planned = (name: string) => [rule('X', { [name]: { type: 'string' } })];
const SUBJECT = 'tracking-plans/p';

describe('prohibited data', () => {
  it.each([
    ['is not there', planned('order_id'), 'pass', []],
    ['is there', planned('userPassword'), 'fail', [SUBJECT]],
    ['is there, as a number', planned('credit_card_number'), 'fail', [SUBJECT]],
    ['is only spoken of', planned('password_strength'), 'pass', []],
    ['is only a part of a word', planned('company_panel'), 'pass', []],
    ['of a token that says nothing', planned('push_token'), 'pass', []],
    ['of no rules', [], 'not_applicable', []],
    [
      'of a rule without a schema',
      [rule('X', {}, { more: { jsonSchema: null } })],
      'indeterminate',
      ['tracking-plan-rules/p/TRACK/X/1'],
    ],
  ] as const)('%s', async (_, rules, outcome, subjects) => {
    const answer = await answerOf(check, { records: { 'tracking-plan-rules': rules } });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('is one exception, however many rules have it', async () => {
    const rules = ['A', 'B'].map((key) => rule(key, { iban: {} }));
    const answer = await answerOf(check, { records: { 'tracking-plan-rules': rules } });
    expect(answer.exceptions.map(({ detail }) => detail)).toEqual([
      'The property iban (properties.iban, in 2 rules) suggests iban, which must not be sent.',
    ]);
  });
});
