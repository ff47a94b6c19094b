/** A machine whose clock is a day off: audit events are asked for by the server's clock, and none is lost. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SCALES, startSimulator } from '../../src/simulator/simulator.ts';
import { type CollectedRun, collectOnce, expectVerified } from '../support/fault-row.ts';
import { createInProcessCli, createStillClock } from '../support/in-process-cli.ts';
import { everyNth } from '../support/tier.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

const eventsOf = (run: CollectedRun, store: string): readonly string[] =>
  readFileSync(join(store, run.snapshot, 'data/resources/audit-events.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).id);

const clocks: readonly [string, readonly number[]][] = [
  ['always a day ahead', [24, 24, 24, 24]],
  ['always a day behind', [-24, -24, -24, -24]],
  ['a day ahead once', [0, 24, 0, 0]],
  ['a day behind once', [0, 0, -24, 0]],
  ['a day ahead, then a day behind', [24, -24, 0, 24]],
];

it.each(everyNth(clocks, 3))('no event is lost by a clock that is %s', async (_title, skewHours) => {
  const right = createStillClock();
  let skewMs = 0;
  const clock = { ...right, now: () => new Date(right.now().getTime() + skewMs) };
  const size = { ...SCALES.small, auditEventsPerDay: 5 };
  const simulator = await startSimulator({ now: right.now, size });
  const cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
  try {
    const begunMs = right.now().getTime();
    const kept = new Set<string>();
    let to = '';
    for (const hours of skewHours) {
      right.advance(DAY_MS);
      skewMs = hours * HOUR_MS;
      const { code, run } = await collectOnce({ cli, clock });
      const entry = run.resources.find(({ name }) => name === 'audit-events');

      expect([code, entry?.outcome]).toEqual([0, 'complete']);
      expect(Date.parse(entry?.window?.to ?? '')).toBe(right.now().getTime() - 5 * 60_000);
      // Which of two clocks is right nobody knows: the next run goes on from the earlier one.
      const earlier = Math.min(right.now().getTime(), clock.now().getTime()) - 5 * 60_000;
      expect(Date.parse(entry?.window?.wholeTo ?? '')).toBe(earlier);
      to = entry?.window?.to ?? '';
      for (const id of eventsOf(run, cli.store)) kept.add(id);
    }

    const happened = simulator.world.auditEvents.filter(
      ({ timestamp }) => Date.parse(timestamp) >= begunMs && timestamp <= to,
    );
    expect(happened.length).toBeGreaterThan(10);
    expect(happened.filter(({ id }) => !kept.has(id))).toEqual([]);
    await expectVerified({ cli });
  } finally {
    cli.remove();
    await simulator.close();
  }
});
