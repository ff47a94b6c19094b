/** Whatever may stand in a workspace, whatever of it was read: no check breaks, and of each it finds it says one thing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../schemas/check-results.ts';
import { checks } from '../../src/checks/index.ts';
import { WORKSPACE } from '../../src/checks/subject.ts';
import { alteredWorld, difference } from '../support/altered-worlds.ts';
import { answerOf } from '../support/checked.ts';
import { goldenRecords } from '../support/golden-records.ts';
import { runs } from '../support/tier.ts';

const WHOLE = goldenRecords();
const read = [...new Set(checks.flatMap(({ reads, uses = [] }) => [...reads, ...uses]))];

/** These name a plan for each of its properties, and a source for each of its keys. */
const OF_PARTS: readonly string[] = ['TP-05', 'TP-06', 'TP-07', 'SRC-04', 'SRC-05'];

function toldTwice({ checkId, exceptions }: CheckResult): readonly string[] {
  const told = exceptions
    // Of the workspace as a whole there may be several things to say.
    .filter(({ subject }) => subject !== WORKSPACE)
    .map(({ level, subject }) => `${checkId}: ${level} ${subject}`);
  return OF_PARTS.includes(checkId) ? [] : told.filter((each, index) => told.indexOf(each) !== index);
}

describe('every check', () => {
  it('answers about any workspace, and is no error', async () => {
    await fc.assert(
      fc.asyncProperty(difference, async (differs) => {
        const made = alteredWorld(WHOLE, read, differs);
        const answers = await Promise.all(checks.map((check) => answerOf(check, made)));

        expect(answers.filter(({ outcome }) => outcome === 'error')).toEqual([]);
        expect(answers.flatMap(toldTwice)).toEqual([]);
      }),
      { numRuns: runs({ fast: 6, full: 100 }) },
    );
  });
});
