/**
 * All checks over whole runs of the simulated workspace: where nothing is wrong none of them finds anything, and where one
 * thing of each kind is wrong, each of them does.
 */
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../schemas/check-results.ts';
import { checks } from '../../src/checks/index.ts';
import { openClean } from '../support/clean-runs.ts';
import { liveOn } from '../support/clean-world.ts';
import { UNPLANTED, VIOLATIONS } from '../support/planted.ts';
import { expectedOf, findTogether, foundIn } from '../support/planted-violations.ts';

const notPassed = (results: readonly CheckResult[]) =>
  results.filter(({ outcome }) => outcome !== 'pass').map(({ checkId, outcome }) => [checkId, outcome]);

describe('the clean workspace', () => {
  it('gives no check anything to find, and lets every one of them pass in the second run', async () => {
    const clean = await openClean();
    const first = await clean.run();
    liveOn(clean.world);
    const second = await clean.run();

    expect(foundIn(first)).toEqual([]);
    expect(notPassed(second)).toEqual([]);
    expect(await clean.verify()).toMatchObject({ verdict: 'intact' });
    await clean.close();
  });
});

describe('violations', () => {
  it('are there for each check that can find something', () => {
    const planted = VIOLATIONS.map(({ check }) => check);
    expect([...planted, ...Object.keys(UNPLANTED)].sort()).toEqual(checks.map(({ id }) => id).sort());
  });

  it('are found all of them, and nothing else is, where all are there', async () => {
    const beside = VIOLATIONS.filter(({ apart }) => apart === undefined);
    expect(await findTogether(beside)).toEqual({
      found: [...new Set(beside.flatMap(expectedOf))].sort(),
      // Asked again over what is stored, the checks give the same bytes.
      differing: [],
    });
  });
});
