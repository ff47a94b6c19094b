/**
 * However the server counts a minute: a run waits no longer than it must, and is refused nothing while it is alone.
 * Minutes pass in made-up time.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { RateMinute } from '../../src/simulator/limits.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/simulator.ts';
import { START } from '../support/client.ts';
import { boundOf, definitions, openScene, readAll, refusedIn } from '../support/lane-scene.ts';
import { SocketTime } from '../support/socket-time.ts';

const PER_MINUTE = 20;
const MINUTE_MS = 60_000;

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

async function open(limit: Partial<SimulatorOptions['rateLimit']>, skewMs = 0) {
  const scene = await openScene(
    new SocketTime(),
    { users: 45, pairs: 3, perMinute: PER_MINUTE },
    limit,
    skewMs,
  );
  simulator = scene.simulator;
  return scene;
}

/** How long the first minute of a server that counts by its own clock still lasts. */
const untilNextMs = (afterMs: number) => MINUTE_MS - ((START - afterMs) % MINUTE_MS);

interface Row {
  readonly minute: RateMinute;
  readonly firstMinuteMs: number;
  readonly skewMs?: number;
}

const clock = (afterMs: number): Row => ({
  minute: { kind: 'clock', afterMs },
  firstMinuteMs: untilNextMs(afterMs),
});

const ROWS: readonly Row[] = [
  clock(0),
  // The run begins 4 s after a full minute: the server's next one begins 10 s, 29 s, 43.6 s and 1 s later.
  clock(14_000),
  clock(33_000),
  clock(47_600),
  clock(5_000),
  { minute: { kind: 'first-request' }, firstMinuteMs: MINUTE_MS },
  { minute: { kind: 'sliding' }, firstMinuteMs: MINUTE_MS },
  { ...clock(33_000), firstMinuteMs: untilNextMs(13_000), skewMs: 20_000 },
];

describe('a run whose requests together take the longest', () => {
  it.each(ROWS)('takes no longer than it must: %j', async ({ minute, firstMinuteMs, skewMs }) => {
    const scene = await open({ minute }, skewMs);

    const { value, tookMs } = await readAll(scene);

    for (const { name } of definitions) expect(value.of(name).facts.gap, name).toBeUndefined();
    expect(refusedIn(scene.simulator)).toBe(0);
    expect(tookMs).toBeLessThanOrEqual(1.05 * boundOf(scene, { untilNextMinuteMs: firstMinuteMs }));
  });
});
