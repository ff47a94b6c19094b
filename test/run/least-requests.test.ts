/** A first run asks what it takes to read everything once, looks a second time at the end, and asks nothing else. */
import { expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { SCALES } from '../../src/simulator/simulator.ts';
import { leastRequests } from '../support/least-requests.ts';
import { createWorkbench } from '../support/run.ts';
import { withSecondLook } from '../support/second-look.ts';
import { everyNth } from '../support/tier.ts';

const WORLDS = [
  { size: 'small', permissionsInUserList: false },
  { size: 'medium', permissionsInUserList: false },
  // Few audiences: they are read for an hour else, and what grows too old meanwhile has another test.
  { size: { ...SCALES.large, audiencesPerSpace: 12 }, permissionsInUserList: true },
] as const;

it.each(everyNth(WORLDS, WORLDS.length))(
  'a run asks no more than it takes: a workspace of size $size',
  async ({ size, permissionsInUserList }) => {
    const bench = await createWorkbench({ size, permissionsInUserList });
    const startedAt = bench.clock.now();

    const { record, requests } = await bench.run({ changes: { definitions: resources } });

    const least = leastRequests(bench.simulator.world, { startedAt, permissionsInUserList });
    const asked: Record<string, number> = {};
    for (const { operationId } of requests)
      asked[String(operationId)] = (asked[String(operationId)] ?? 0) + 1;
    await bench.close();
    expect(record.status).toBe('complete');
    expect(asked).toEqual(withSecondLook(least));
  },
  600_000,
);
