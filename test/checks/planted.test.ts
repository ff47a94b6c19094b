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

/** Of the second run of the clean workspace, what does not pass, and why it cannot. */
const NOT_PASSED: Readonly<Record<string, string>> = {
  'AUD-03': 'not_configured: no file of reviews is given.',
  'DST-01': 'not_configured: no file of vendors is given.',
  'DST-02': 'not_configured: no file of vendors is given.',
  'DST-06': 'not_configured: no file of approvals is given.',
  'DST-09': 'indeterminate: of a warehouse, only a file of vendors says where it can be.',
  'IAM-11': 'not_configured: no roster is given.',
  'PRV-06': 'not_configured: no file of vendors is given.',
  'TOK-04': 'not_configured: no file of reviews is given.',
};

const notPassed = (results: readonly CheckResult[]) =>
  results.filter(({ outcome }) => outcome !== 'pass').map(({ checkId, outcome }) => [checkId, outcome]);

describe('the clean workspace', () => {
  it('gives no check anything to find, and lets every one pass that can', async () => {
    const clean = await openClean();
    const first = await clean.run();
    liveOn(clean.world);
    const second = await clean.run();

    expect(foundIn(first)).toEqual([]);
    expect(notPassed(second)).toEqual(
      Object.entries(NOT_PASSED).map(([id, why]) => [id, why.slice(0, why.indexOf(':'))]),
    );
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
    expect(await findTogether(beside)).toEqual([...new Set(beside.flatMap(expectedOf))].sort());
  });
});
