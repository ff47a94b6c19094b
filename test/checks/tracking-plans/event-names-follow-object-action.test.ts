/** TP-08: how events are named. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/event-names-follow-object-action.ts';
import { answerOf } from '../../support/checked.ts';
import { rule } from '../../support/plans.ts';

const events = (...names: string[]) => names.map((name) => rule(name, {}));
const subject = (name: string) => `tracking-plan-rules/p/TRACK/${name}/1`;

describe('event names', () => {
  it.each([
    [
      'of object and action',
      events('Order Completed', 'Cart Viewed', 'User Signed Up', 'Message Sent'),
      'pass',
      [],
    ],
    ['in small letters', events('order completed'), 'fail', [subject('order completed')]],
    ['without an action', events('Order Total'), 'fail', [subject('Order Total')]],
    ['with a space at their end', events('Order Completed\n'), 'fail', [subject('Order Completed\n')]],
    ['with a date in them', events('Sale 2026 Viewed'), 'fail', [subject('Sale 2026 Viewed')]],
    [
      'that are few enough',
      [...events('x'), ...Array.from({ length: 30 }, (_, at) => rule(`Step S${at} Viewed`, {}))],
      'pass',
      [],
    ],
    ['of calls that have none', [rule('', {}, { type: 'IDENTIFY' })], 'not_applicable', []],
    [
      'of rules that are retired',
      [rule('x', {}, { more: { deprecatedAt: '2025-01-01T00:00:00Z' } })],
      'not_applicable',
      [],
    ],
  ] as const)('%s', async (_, rules, outcome, subjects) => {
    const answer = await answerOf(check, { records: { 'tracking-plan-rules': rules } });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map((each) => each.subject)).toEqual(subjects);
  });

  it('of a part of the rules say nothing about their share', async () => {
    const rules = { outcome: 'partial', reason: 'truncated', records: events('x') } as const;
    expect(await answerOf(check, { records: { 'tracking-plan-rules': rules } })).toMatchObject({
      outcome: 'indeterminate',
      exceptions: [{ level: 'unknown' }],
    });
  });
});
