/** A first run asks what it takes to read everything once, looks a second time at the end, and asks nothing else. */
import { expect, it } from 'vitest';
import { operationIdsOf } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { leastRequests } from '../support/least-requests.ts';
import { createWorkbench } from '../support/run.ts';
import { withSecondLook } from '../support/second-look.ts';
import { everyNth } from '../support/tier.ts';

/** Operations that a resource is read by. */
const KNOWN = new Set(resources.flatMap(operationIdsOf));

const WORLDS = [
  { size: 'small', permissionsInUserList: false },
  { size: 'medium', permissionsInUserList: false },
  { size: 'large', permissionsInUserList: true },
] as const;

it.each(everyNth(WORLDS, WORLDS.length))(
  'a run of a $size workspace asks no more than it takes',
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
    const known = Object.fromEntries(Object.entries(least).filter(([name]) => KNOWN.has(name)));
    expect(asked).toEqual(withSecondLook(known));
  },
  600_000,
);
