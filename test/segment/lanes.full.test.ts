/** Runs that last hours by their limits, in made-up time. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { boundOf, definitions, openScene, readAll, refusedIn } from '../support/lane-scene.ts';
import { SocketTime } from '../support/socket-time.ts';

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

describe('a run that its limits make long', () => {
  it.each([
    { title: 'two and a half hours by its slow lane', users: 800, pairs: 300, perMinute: 200 },
    { title: 'half an hour by all requests together', users: 5000, pairs: 40, perMinute: 200 },
    { title: 'as long by the one as by the other', users: 1500, pairs: 16, perMinute: 200 },
  ])('takes no longer than it must: $title', ({ title: _, ...size }) => expectLeastTime(size), 600_000);
});

async function expectLeastTime(size: Parameters<typeof openScene>[1]): Promise<void> {
  const scene = await openScene(new SocketTime(), size);
  simulator = scene.simulator;

  const { value, tookMs } = await readAll(scene);

  for (const { name } of definitions) expect(value.of(name).facts.gap, name).toBeUndefined();
  expect(refusedIn(scene.simulator)).toBe(0);
  expect(tookMs).toBeLessThanOrEqual(1.05 * boundOf(scene));
}
