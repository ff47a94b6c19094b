/** TP-05: properties of personal data that no register has. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/personal-data-properties-are-classified.ts';
import { answerOf } from '../../support/checked.ts';
import { rule } from '../../support/plans.ts';

const TEXT = { type: 'string' };
const planned = (...names: string[]) => [
  rule('Signed Up', Object.fromEntries(names.map((name) => [name, TEXT]))),
];
const register = (...names: string[]) => [
  { id: 'file', data: { asOf: null, rows: names.length } },
  ...names.map((id) => ({ id, data: { class: 'personal' } })),
];
const SUBJECT = 'tracking-plans/p';
const EMPTY = { 'input:data-classification': register() };

describe('properties of personal data', () => {
  it.each([
    [
      'that are not planned',
      { 'tracking-plan-rules': planned('order_id', 'email_subject', 'is_email_verified') },
      'pass',
      [],
    ],
    ['that no register can have', { 'tracking-plan-rules': planned('email') }, 'not_configured', []],
    [
      'that the register has',
      { 'tracking-plan-rules': planned('userEmail'), 'input:data-classification': register('user_email') },
      'pass',
      [],
    ],
    [
      'that it has not',
      { 'tracking-plan-rules': planned('user_email', 'Phone Number'), ...EMPTY },
      'fail',
      [SUBJECT, SUBJECT],
    ],
    [
      'that may be in what was not read of it',
      {
        'tracking-plan-rules': planned('email'),
        'input:data-classification': { outcome: 'partial', records: register() },
      },
      'indeterminate',
      [SUBJECT],
    ],
    [
      'of rules that are retired',
      {
        'tracking-plan-rules': [
          rule('Old', { email: TEXT }, { more: { deprecatedAt: '2025-01-01T00:00:00Z' } }),
        ],
      },
      'not_applicable',
      [],
    ],
    [
      'of rules without a schema',
      { 'tracking-plan-rules': [rule('X', {}, { more: { jsonSchema: null } })] },
      'indeterminate',
      ['tracking-plan-rules/p/TRACK/X/1'],
    ],
    [
      'in lists and objects',
      { 'tracking-plan-rules': [rule('X', { people: { items: { properties: { dob: TEXT } } } })], ...EMPTY },
      'fail',
      [SUBJECT],
    ],
    [
      'of people, in traits',
      { 'tracking-plan-rules': [rule('', { name: TEXT }, { type: 'IDENTIFY', place: 'traits' })], ...EMPTY },
      'fail',
      [SUBJECT],
    ],
    [
      'of groups, in traits',
      { 'tracking-plan-rules': [rule('', { name: TEXT }, { type: 'GROUP', place: 'traits' })], ...EMPTY },
      'pass',
      [],
    ],
  ] as const)('%s', async (_, records, outcome, subjects) => {
    const answer = await answerOf(check, { records });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('may be classified in the policy', async () => {
    const records = { 'tracking-plan-rules': planned('email', 'city') };
    const answer = await answerOf(check, { records, policy: { register: { email: 'personal' } } });
    expect(answer.exceptions.map(({ detail }) => detail)).toEqual([
      'The property city (properties.city) suggests city, and is not classified.',
    ]);
  });
});
