/** Each fault, alone, in a whole run: what the record says of it, and that nothing else changes. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';
import { everyNth } from '../support/tier.ts';
import { bodyFaults, connectionFaults, statusFaults } from './answer-faults.ts';
import type { FaultRow } from './fault-row.ts';
import { listFaults } from './list-faults.ts';
import { recordFaults } from './record-faults.ts';
import { tokenFaults } from './token-faults.ts';

const RESOURCES = ['workspace', 'users', 'sources', 'source-settings'];
const pathOf = (resource: string) => `data/resources/${resource}.jsonl`;

/** Lists tell all there is of a record, so that a fault of a list is one of its records. */
const TELLING = { permissionsInUserList: true };

let good: Ran;
let goodBench: Workbench;
let bench: Workbench | undefined;

beforeAll(async () => {
  goodBench = await createWorkbench(TELLING);
  good = await goodBench.run();
});
afterAll(() => goodBench.close());
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

describe.each([
  ['statuses', statusFaults],
  ['connections', connectionFaults],
  ['bodies', bodyFaults],
  ['lists', listFaults],
  ['records', recordFaults],
  ['the token', tokenFaults],
])('faults of %s', (_title, rows) => {
  it.each(everyNth<FaultRow>(rows, 8))('$name', async (row) => {
    bench = await createWorkbench({ ...TELLING, ...row.simulator });
    row.arrange(bench.simulator);
    const settings = typeof row.settings === 'function' ? row.settings(bench) : row.settings;

    const ran = await bench.run(settings);

    expectRecord(ran, row);
    expectNothingLost(ran, row);
    expect(await bench.verify()).toMatchObject({ exitCode: 0, failures: [] });
    await expectRecovery(bench, row);
  });
});

function expectRecord(ran: Ran, row: FaultRow): void {
  const { status } = ran.record;
  expect.soft({ status, token: tokenOf(ran), conditions: ran.conditions }).toEqual({
    status: row.status,
    token: row.token ?? 'working',
    conditions: row.conditions ?? [],
  });
  for (const resource of RESOURCES) {
    const { outcome, reason, httpStatus, records, repeats } = ran.entry(resource);
    const expected = row.entries?.[resource] ?? good.entry(resource);
    const looksAtStatus = expected.httpStatus !== undefined;
    expect
      .soft({ outcome, reason, records, repeats, ...(looksAtStatus ? { httpStatus } : {}) }, resource)
      .toEqual({
        outcome: expected.outcome,
        reason: expected.reason,
        records: expected.records,
        repeats: expected.repeats,
        ...(looksAtStatus ? { httpStatus: expected.httpStatus } : {}),
      });
  }
}

const tokenOf = ({ result }: Ran) => (result.kind === 'committed' ? result.token : result.kind);

/** A gap has no file; what was read has one with every line of a good run's that was counted. */
function expectNothingLost(ran: Ran, row: FaultRow): void {
  for (const resource of RESOURCES) {
    const { records, outcome, path } = ran.entry(resource);
    const isGap = outcome !== 'complete' && outcome !== 'partial';
    if (isGap) expect.soft([records, path], resource).toEqual([null, undefined]);
    expect.soft(path, resource).toBe(records === null ? undefined : pathOf(resource));
    expect.soft(ran.files.has(pathOf(resource)), resource).toBe(records !== null);
    const lines = (ran.files.get(pathOf(resource)) ?? '').split('\n').slice(0, -1);
    expect.soft(lines.length, resource).toBe(records ?? 0);
    if (row.altered?.includes(resource)) continue;
    const goodLines = (good.files.get(pathOf(resource)) ?? '').split('\n');
    expect
      .soft(
        lines.filter((line) => !goodLines.includes(line)),
        resource,
      )
      .toEqual([]);
    if (row.entries?.[resource] === undefined) expect.soft(lines, resource).toEqual(goodLines.slice(0, -1));
  }
  const isMissing = RESOURCES.some((resource) => ran.entry(resource).outcome !== 'complete');
  expect(isMissing).toBe(ran.record.status !== 'complete');
}

/** The next run finds nothing wrong: whatever was opened is resolved, and the chain goes on. */
async function expectRecovery(workbench: Workbench, row: FaultRow): Promise<void> {
  workbench.simulator.clearFaults();
  workbench.simulator.restore();

  const next = await workbench.run();

  const isExchanged = ['a revoked token', 'a member’s token'].includes(row.name);
  expect([next.record.status, next.record.chain.seq]).toEqual(['complete', 1]);
  expect(next.conditions).toEqual(isExchanged ? ['token-changed'] : []);
  expect((await workbench.verify()).exitCode).toBe(0);
}
