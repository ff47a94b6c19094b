/** A run that was cut off is continued by the next one of its slot: nothing is read twice, and the evidence is the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cutOff, resumable, resumeFiles, SLOT } from '../support/cut-off.ts';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: 'small' });
});
afterEach(() => bench.close());

const runSlot = (settings: Parameters<Workbench['run']>[0] = {}) =>
  bench.run({ slot: SLOT, ...settings, changes: { ...resumable, ...settings.changes } });
const populations = ({ files }: Ran) =>
  new Map([...files].filter(([path]) => path.startsWith('data/resources/')));

describe('the run after one that was cut off', () => {
  it('takes over what was read whole, asks for none of it again, and has the same evidence', async () => {
    const whole = await createWorkbench({ size: 'small' });
    const uncut = await whole.run({ slot: SLOT, changes: { ...resumable } });
    await whole.close();
    await cutOff(bench, { after: 8 });
    expect(resumeFiles(bench).size).toBeGreaterThan(0);

    const ran = await runSlot();

    const { run, status, resources } = ran.record;
    expect([run.trigger, status]).toEqual(['resume', uncut.record.status]);
    const taken = run.resumed?.resources ?? [];
    expect(taken.length).toBeGreaterThanOrEqual(8);
    expect(populations(ran)).toEqual(populations(uncut));
    expect(
      resources.map(({ requests, pages, outcome, records }) => [requests, pages, outcome, records]),
    ).toEqual(
      uncut.record.resources.map(({ requests, pages, outcome, records }) => [
        requests,
        pages,
        outcome,
        records,
      ]),
    );
    expect(ran.requests.length).toBeLessThan(uncut.requests.length);
    expect(resumeFiles(bench).size).toBe(0);
    expect((await bench.verify()).verdict).toBe('intact');
  });
});
