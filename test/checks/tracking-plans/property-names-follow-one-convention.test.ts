/** TP-09: how properties are written. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/property-names-follow-one-convention.ts';
import { answerOf } from '../../support/checked.ts';
import { rule } from '../../support/plans.ts';

const planned = (...names: string[]) => [rule('X', Object.fromEntries(names.map((name) => [name, {}])))];

describe('names of properties', () => {
  it.each([
    ['in one way', planned('order_id', 'price'), {}, 'pass', 0],
    ['in another', planned('orderId'), {}, 'fail', 1],
    ['in the way that the policy says', planned('orderId', 'price'), { case: 'camelCase' }, 'pass', 0],
    ['in two ways', planned('pregnancy', 'Pregnancy'), { minPct: 0 }, 'fail', 1, 'workspace'],
    ['in a list, as older rules have it', planned('items', 'items.$', 'items.$.price_usd'), {}, 'pass', 0],
    ['in an object, as older rules have it', planned('item', 'item.priceUsd'), {}, 'fail', 1],
    ['with a full stop in it', planned('utm.source'), {}, 'fail', 1],
    ['that Segment gives', planned('createdAt', 'price'), {}, 'pass', 0],
    ['of nothing', [rule('X', {})], {}, 'not_applicable', 0],
  ] as [string, readonly ReturnType<typeof rule>[], Record<string, unknown>, string, number, string?][])(
    '%s',
    async (_, rules, policy, outcome, exceptions, subject = 'tracking-plan-rules/p/TRACK/X/1') => {
      const answer = await answerOf(check, { records: { 'tracking-plan-rules': rules }, policy });
      expect(answer.outcome).toBe(outcome);
      expect(answer.exceptions.map(({ subject }) => subject)).toEqual(Array(exceptions).fill(subject));
    },
  );

  it('of a part of the rules say nothing about their share', async () => {
    const rules = { outcome: 'partial', reason: 'truncated', records: planned('orderId') } as const;
    expect(await answerOf(check, { records: { 'tracking-plan-rules': rules } })).toMatchObject({
      outcome: 'indeterminate',
      exceptions: [{ level: 'unknown' }],
    });
  });
});
