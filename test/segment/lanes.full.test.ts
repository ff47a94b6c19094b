/** Runs that last hours by their limits, in made-up time, and one that lasts minutes in real time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { boundOf, definitions, openScene, readAll, refusedIn } from '../support/lane-scene.ts';
import { readDefinitions } from '../support/read-definitions.ts';
import { SocketTime } from '../support/socket-time.ts';

const MINUTE_MS = 60_000;

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

describe('a run that its limits make long', () => {
  it.each([
    { title: 'two and a half hours by its slow lane', users: 800, pairs: 300, perMinute: 200 },
    { title: 'half an hour by all requests together', users: 5000, pairs: 40, perMinute: 200 },
    { title: 'as long by the one as by the other', users: 1500, pairs: 16, perMinute: 200 },
  ])(
    'takes no longer than it must: $title',
    async ({ title: _, ...size }) => {
      const scene = await openScene(new SocketTime(), size);
      simulator = scene.simulator;

      const { value, tookMs } = await readAll(scene);

      for (const { name } of definitions) expect(value.of(name).facts.gap, name).toBeUndefined();
      expect(refusedIn(scene.simulator)).toBe(0);
      expect(tookMs).toBeLessThanOrEqual(1.05 * boundOf(scene));
    },
    600_000,
  );

  it('takes no longer than it must in real time', async () => {
    const time = { now: () => new Date(), nowMs: () => Date.now(), sleep: (ms: number) => sleep(ms) };
    const scene = await openScene(time, { users: 130, pairs: 4, perMinute: 60 });
    simulator = scene.simulator;
    const startMs = Date.now();

    const value = await readDefinitions(scene.simulator, definitions, { clock: time, requestsPerMinute: 60 });

    const tookMs = Date.now() - startMs;
    for (const { name } of definitions) expect(value.of(name).facts.gap, name).toBeUndefined();
    expect(refusedIn(scene.simulator)).toBe(0);
    const untilNextMinuteMs = MINUTE_MS - (startMs % MINUTE_MS);
    expect(tookMs).toBeLessThanOrEqual(1.05 * boundOf(scene, { latencyMs: 0, untilNextMinuteMs }));
  }, 600_000);
});
