/** Records that are gone: told when nothing explains it, and not for ever where something did. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definitionsWith } from '../support/by-default.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(() => bench.close());

const changes = { definitions: definitionsWith(['destination-filters', 'spaces']) };
const DAY_MS = 24 * 60 * 60 * 1000;
const outcome = (ran: Ran, resource: string) => {
  const { outcome: ended, reason = '' } = ran.entry(resource);
  return `${ended} ${reason}`.trim();
};

/** Leaves a third of the destinations, with all that hangs on them. */
function remove(): void {
  const { world } = bench.simulator;
  const { destinations } = world;
  destinations.splice(Math.ceil(destinations.length / 3));
  const kept = new Set(destinations.map(({ id }) => id));
  world.destinationFilters = world.destinationFilters.filter(({ destinationId }) => kept.has(destinationId));
}

describe('when more than half of a list is gone', () => {
  it('an event that a partial run has seen still explains it afterwards', async () => {
    await bench.run({ changes });
    bench.clock.advance(DAY_MS);
    remove();
    const [event] = bench.simulator.world.auditEvents;
    if (event !== undefined)
      bench.simulator.world.auditEvents.push({
        ...event,
        id: 'gone-1',
        type: 'Integration Deleted',
        timestamp: new Date(bench.clock.nowMs() - 7 * 60_000).toISOString(),
      });
    bench.simulator.addFault({
      match: { operationId: 'listSpaces' },
      effect: { kind: 'status', status: 404 },
    });
    const second = await bench.run({ changes });
    bench.simulator.clearFaults();
    bench.clock.advance(DAY_MS);
    const third = await bench.run({ changes });

    expect([outcome(second, 'destinations'), second.record.status]).toEqual(['complete', 'partial']);
    expect([outcome(third, 'destinations'), third.record.status]).toEqual(['complete', 'complete']);
  });

  it('is told once where no audit trail can explain it', async () => {
    const config = { features: { auditTrail: false } };
    const refuse = () =>
      bench.simulator.addFault({
        match: { operationId: 'listAuditEvents' },
        effect: { kind: 'status', status: 403 },
      });
    refuse();
    await bench.run({ changes, config });
    bench.clock.advance(DAY_MS);
    remove();
    const second = await bench.run({ changes, config });
    bench.clock.advance(DAY_MS);
    const third = await bench.run({ changes, config });

    expect(outcome(second, 'destinations')).toBe('partial implausible-empty');
    expect(second.conditions).toContain('collection-incomplete destinations');
    expect(outcome(third, 'destinations')).toBe('complete');
    expect(third.record.status).toBe('complete');
  });

  it.each([
    ['the trail cannot be reached for a day', 'listAuditEvents', 503],
    ['the token may not read the trail any more', 'listAuditEvents', 403],
  ])('is not forgotten because %s', async (_why, operationId, status) => {
    const outcomes: string[] = [];
    await bench.run({ changes });
    bench.clock.advance(DAY_MS);
    remove();
    for (const isBroken of [false, true, true, false]) {
      if (isBroken) bench.simulator.addFault({ match: { operationId }, effect: { kind: 'status', status } });
      outcomes.push(outcome(await bench.run({ changes }), 'destinations'));
      bench.simulator.clearFaults();
      bench.clock.advance(DAY_MS);
    }

    expect(outcomes).toEqual(Array.from({ length: 4 }, () => 'partial implausible-empty'));
  });

  it('is told in every run where the trail is read and says nothing of it', async () => {
    await bench.run({ changes });
    bench.clock.advance(DAY_MS);
    remove();
    const second = await bench.run({ changes });
    bench.clock.advance(DAY_MS);
    const third = await bench.run({ changes });

    expect([outcome(second, 'destinations'), outcome(third, 'destinations')]).toEqual([
      'partial implausible-empty',
      'partial implausible-empty',
    ]);
  });
});
