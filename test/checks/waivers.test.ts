/** What somebody has accepted of a fail: no more than what fails, and until the day on which that ends. */
import { expect, it } from 'vitest';
import { applyWaivers } from '../../src/checks/waivers.ts';

const AT = '2026-11-22T03:00:00.000Z';
const [SOON, LATE, GONE] = ['2026-11-30', '2027-06-30', '2026-11-01'];

const waiver = (expires: string, ...subjects: readonly string[]) => ({
  check: 'ONE',
  approverRole: 'CISO',
  reason: expires,
  expires,
  ...(subjects.length === 0 ? {} : { subjects: [...subjects] }),
});

/** Returns `state until` for a fail of `users/a` and `users/b`. */
function accepted(waivers: readonly ReturnType<typeof waiver>[], failedTotal = 2): string | undefined {
  const failed = ['users/a', 'users/b'].map((subject) => ({ subject, level: 'fail' as const, detail: '' }));
  const applied = applyWaivers(waivers, { checkId: 'ONE', failed, failedTotal, at: AT });
  return applied && `${applied.state} ${applied.expires}`;
}

it.each<readonly [string, Parameters<typeof accepted>, string | undefined]>([
  ['nothing', [[]], undefined],
  ['another check', [[{ ...waiver(SOON), check: 'TWO' }]], undefined],
  ['all', [[waiver(SOON)]], `accepted ${SOON}`],
  ['its last day', [[waiver('2026-11-22')]], 'accepted 2026-11-22'],
  ['a part', [[waiver(SOON, 'users/a')]], `in-part ${SOON}`],
  ['nothing that fails', [[waiver(SOON, 'users/x')]], undefined],
  ['nothing that fails, beside what is over', [[waiver(SOON, 'users/x'), waiver(GONE)]], `expired ${GONE}`],
  ['what is over, of nothing that fails', [[waiver(GONE, 'users/x')]], undefined],
  ['all by name', [[waiver(SOON, 'users/a', 'users/b')]], `accepted ${SOON}`],
  [
    'all by name, and more fails than is listed',
    [[waiver(SOON, 'users/a', 'users/b')], 900],
    `in-part ${SOON}`,
  ],
  ['both, until the first ends', [[waiver(LATE, 'users/a'), waiver(SOON, 'users/b')]], `accepted ${SOON}`],
  ['one of them, and then all', [[waiver(SOON, 'users/a'), waiver(LATE)]], `accepted ${LATE}`],
  ['all twice, until the last ends', [[waiver(SOON), waiver(LATE)]], `accepted ${LATE}`],
])('of a fail, accepted by waivers of %s', (_, asked, expected) => {
  expect(accepted(...asked)).toBe(expected);
});
