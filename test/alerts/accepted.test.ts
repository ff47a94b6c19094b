/** A fail that somebody has accepted since: it is told as accepted, and never as mended. In whole runs. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { alertsBetween } from '../../src/alerts/changes.ts';
import { FEW } from '../support/few.ts';
import { madeCheck } from '../support/made-check.ts';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';

const definitions = resources.filter(({ name }) => name === 'workspace');
const TARGET = { channel: 'slack-1', reminderHours: 24 };

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(() => bench.close());

/** Returns a run in which some of two checks fail, and some are accepted. */
function run(failing: readonly string[], accepted: readonly string[] = []): Promise<Ran> {
  const checks = ['ONE', 'TWO'].map((id) =>
    madeCheck(id, ['workspace'], async (_, tally) => {
      tally.saw();
      if (failing.includes(id)) tally.fail('workspace', 'It is as it should not be.');
      return undefined;
    }),
  );
  const waivers = accepted.map((check) => ({
    check,
    approverRole: 'CISO',
    reason: 'For now.',
    expires: '2027-01-31',
  }));
  return bench.run({ definitions, configuration: { policy: { waivers } }, changes: { checks } });
}

const told = (now: Ran, before: Ran) =>
  alertsBetween(now.record, before.record, TARGET).map(({ alert }) => alert);

it('is told as accepted, and what there is to do stays', async () => {
  const before = await run(['ONE', 'TWO']);
  const now = await run(['ONE', 'TWO'], ['ONE', 'TWO']);

  expect(now.record.checks).toMatchObject({ fail: 2, accepted: ['ONE', 'TWO'] });
  expect(told(now, before)).toMatchObject([
    {
      state: 'resolved',
      checks: ['ONE', 'TWO'],
      summary: expect.stringMatching(/^Accepted at .*, and not mended: the policy waives it for a time\./),
      remediation: 'Mend it before the last day of the waiver: from then on it fails again.',
    },
  ]);
});

it('is told beside what was mended', async () => {
  const before = await run(['ONE', 'TWO']);
  const now = await run(['TWO'], ['TWO']);

  expect(told(now, before)).toMatchObject([
    {
      state: 'resolved',
      summary: expect.stringMatching(/^Resolved at .* Not mended, but accepted for a time: TWO\.$/),
    },
  ]);
});

it('is nothing of what was mended', async () => {
  const now = await run([]);
  expect(now.record.checks).not.toHaveProperty('accepted');
  const mended = told(now, await run(['ONE']));
  expect(mended).toMatchObject([{ state: 'resolved', remediation: 'No action needed.' }]);
  expect(mended[0]?.summary).not.toMatch(/accepted/i);
});
