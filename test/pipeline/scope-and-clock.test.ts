/** What a run leaves out on purpose, and a clock that is off: conditions that no resource's outcome shows. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretError } from '../../src/errors.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, type Ran, type RunSettings, type Workbench } from '../support/run.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(async () => {
  expect((await bench.verify()).exitCode).toBe(0);
  await bench.close();
});

const fail = (operationId: string, status: number) =>
  bench.simulator.addFault({ match: { operationId }, effect: { kind: 'status', status } });
const unfetchable: RunSettings = {
  fetchToken: async () => {
    throw new SecretError({ reference: 'env:TOKEN', message: 'fetch secret: env:TOKEN: gone' });
  },
};
const sinceOf = (ran: Ran, name: string) =>
  ran.record.conditions.find(({ condition, resource = '' }) => `${condition} ${resource}`.trim() === name)
    ?.since;
const startOf = ({ record }: Ran) => record.run.startedAt;

const excluding = (...exclude: string[]): RunSettings => ({
  config: { collect: { include: [], exclude, pageSize: 200 } },
});
describe('a resource that is left out on purpose', () => {
  it('is a reduced scope when the last complete record had it, until it is collected again', async () => {
    await bench.run();
    const reduced = await bench.run(excluding('sources'));
    const later = await bench.run(excluding('sources'));
    const back = await bench.run();

    const both = ['scope-reduced source-settings', 'scope-reduced sources'];
    expect([reduced, later, back].map(({ conditions }) => conditions)).toEqual([both, both, []]);
    expect(sinceOf(later, 'scope-reduced sources')).toBe(startOf(reduced));
    expect(reduced.entry('sources')).toMatchObject({
      outcome: 'not-collected',
      reason: 'excluded',
      records: null,
    });
  });

  it('is compared with the last complete record, across partial and failed ones', async () => {
    await bench.run();
    fail('listSources', 500);
    await bench.run();
    bench.simulator.clearFaults();
    await bench.run(unfetchable);
    const reduced = await bench.run(excluding('users'));

    expect(reduced.conditions).toContain('scope-reduced users');
  });

  it('is none when it never was collected, nor in a trial', async () => {
    const first = await bench.run(excluding('users'));
    await bench.run();
    const trial = await bench.run({ only: ['users'] });

    expect([first.conditions, trial.conditions]).toEqual([[], []]);
  });
});

it.each([61_000, -61_000])(
  'a clock that is off by %i ms is said, carried while no server tells the time, and ends when it is right',
  async (aheadMs) => {
    const before = await bench.run();
    bench.clock.advance(120_000);
    const off = await bench.run({ aheadMs });
    bench.clock.advance(120_000);
    const unknown = await bench.run(unfetchable);
    const right = await bench.run();

    expect([before, off, unknown, right].map(({ conditions }) => conditions)).toEqual([
      [],
      ['clock-skew'],
      ['clock-skew', 'token-unavailable'],
      [],
    ]);
    expect(off.record.clock).toMatchObject({ skewMs: aheadMs });
  },
);

it('a clock that is behind the last record is said too, and the record is not dated before it', async () => {
  const before = await bench.run();
  const after = await bench.run({ ...unfetchable, aheadMs: -90_000 });

  expect(after.conditions).toEqual(['clock-skew', 'token-unavailable']);
  expect(after.record.chain.recordedAt).toBe(before.record.chain.recordedAt);
});
