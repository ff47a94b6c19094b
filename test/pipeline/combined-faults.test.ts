/** Several faults at once, drawn from the table: whatever they do to each other, no gap looks like a clean pass. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWorkbench, type Ran } from '../support/run.ts';
import { runs } from '../support/tier.ts';
import { bodyFaults, statusFaults } from './answer-faults.ts';
import type { FaultRow } from './fault-row.ts';
import { listFaults } from './list-faults.ts';
import { recordFaults } from './record-faults.ts';

/** Nobody can tell a workspace that has no sources from a server that says so. */
const UNDETECTABLE = ['no sources at all'];

const rows: readonly FaultRow[] = [...statusFaults, ...bodyFaults, ...listFaults, ...recordFaults].filter(
  ({ name, simulator }) => simulator === undefined && !UNDETECTABLE.includes(name),
);
const several = fc.uniqueArray(fc.constantFrom(...rows), {
  minLength: 2,
  maxLength: 4,
  selector: ({ name }) => name,
});
const pageSizes = fc.constantFrom(1, 5, 200);

it('what is called complete is what a run without faults reads, and all else is said to be missing', async () => {
  const goodBench = await createWorkbench();
  const good = await goodBench.run();
  await goodBench.close();

  await fc.assert(
    fc.asyncProperty(several, pageSizes, async (faults, pageSize) => {
      const bench = await createWorkbench();
      try {
        for (const { arrange } of faults) arrange(bench.simulator);

        const ran = await bench.run({ config: { collect: { include: [], exclude: [], pageSize } } });

        const altered = faults.flatMap((row) => row.altered ?? []);
        for (const { name } of ran.record.resources) expectHonest(name, ran, good, altered.includes(name));
        expect((await bench.verify()).exitCode).toBe(0);
      } finally {
        await bench.close();
      }
    }),
    { numRuns: runs({ fast: 8, full: 40 }) },
  );
}, 120_000);

function expectHonest(resource: string, ran: Ran, good: Ran, isAltered: boolean): void {
  const { outcome, records, path, reason } = ran.entry(resource);
  const expectedPath = `data/resources/${resource}.jsonl`;
  if (outcome === 'complete') {
    expect(records).toBe(good.entry(resource).records);
    if (!isAltered) expect(ran.files.get(expectedPath)).toBe(good.files.get(expectedPath));
    return;
  }
  expect(ran.record.status).not.toBe('complete');
  expect(reason).toBeDefined();
  expect(ran.conditions.some((condition) => condition.endsWith(` ${resource}`))).toBe(true);
  if (outcome !== 'partial') expect([records, path]).toEqual([null, undefined]);
}
