/** What is said of a requirement that checks and slots for manual evidence are about. */
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../schemas/check-results.ts';
import { controlRows } from '../../../src/answers/checks/control-rows.ts';
import type { SlotState } from '../../../src/answers/manual/standing.ts';
import { controlsOf } from '../../../src/checks/manual/slot.ts';

const controls = controlsOf({ soc2: ['CC6.1'] });

const result = (outcome: CheckResult['outcome'], index: number) =>
  ({
    checkId: `ONE-0${index}`,
    title: 'It holds',
    outcome,
    controls,
    evidence: [{ resource: 'users', outcome: 'complete' }],
  }) as unknown as CheckResult;

const slot = (state: SlotState, index: number) => ({
  slot: { id: `slot-${index}`, title: 'It is so', attach: 'x', why: 'x', everyMonths: 12, controls },
  state,
});

const said = (outcomes: readonly CheckResult['outcome'][], states: readonly SlotState[]) =>
  controlRows(outcomes.map(result), states.map(slot), 'soc2')[0]?.standing;

describe('a requirement', () => {
  it.each<readonly [CheckResult['outcome'][], SlotState[], string]>([
    [['pass'], [], 'supported'],
    [['pass'], ['filled'], 'partly covered'],
    [['pass'], ['expiring', 'filled'], 'partly covered'],
    [['pass'], ['empty'], 'partly covered'],
    [['pass', 'not_applicable'], ['expired'], 'partly covered'],
    [['pass', 'fail'], ['filled'], 'does not hold'],
    [['pass', 'error'], ['filled'], 'nobody can tell'],
    [['pass', 'indeterminate'], ['filled'], 'nobody can tell'],
    [['warn'], ['filled'], 'to look at'],
    [['not_configured'], ['filled'], 'not configured'],
    [['not_applicable'], [], 'not applicable'],
    [['not_applicable'], ['filled'], 'file attached'],
    [[], ['filled', 'expiring'], 'file attached'],
    [[], ['filled', 'empty'], 'file missing'],
    [[], ['filled', 'not-yet'], 'file missing'],
    [[], ['filled', 'empty', 'expired'], 'file expired'],
  ])('of which checks say %j, with slots that are %j, is: %s', (outcomes, states, standing) => {
    expect(said(outcomes, states)).toBe(standing);
  });

  it('names what its checks rest on, each once, and nothing of another framework', () => {
    const [row] = controlRows([result('pass', 1), result('fail', 2)], [], 'soc2');

    expect(row?.restsOn).toEqual([{ resource: 'users', outcome: 'complete' }]);
    expect(controlRows([result('pass', 1)], [slot('filled', 1)], 'gdpr')).toEqual([]);
  });
});
