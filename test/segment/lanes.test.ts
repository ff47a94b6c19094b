/**
 * What Segment answers a few times a minute only is read beside the rest, in the least time that the limits leave.
 * Minutes pass in made-up time, against the simulator that counts by its own clock's minutes.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { sources } from '../../schemas/resources/sources.ts';
import { warehouses } from '../../schemas/resources/warehouses.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/simulator.ts';
import { boundOf, definitions, openScene, readAll, refusedIn, settingsOf } from '../support/lane-scene.ts';
import { readDefinitions } from '../support/read-definitions.ts';
import { openQueue } from '../support/request-queue.ts';
import { SocketTime } from '../support/socket-time.ts';

const PER_MINUTE = 20;

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

async function open(users: number, pairs: number, limit: Partial<SimulatorOptions['rateLimit']> = {}) {
  const scene = await openScene(new SocketTime(), { users, pairs, perMinute: PER_MINUTE }, limit);
  simulator = scene.simulator;
  return scene;
}

describe('a run whose slow lane takes the longest', () => {
  it.each([{ tellsOperation: false }, { tellsOperation: true }])(
    'ends when the limit lets it, and is refused nothing: %j',
    async (limit) => {
      const scene = await open(30, 12, limit);

      const { value, tookMs } = await readAll(scene);

      expect(value.of('selective').facts).toMatchObject({ parents: { total: 12, read: 12 } });
      expect(value.of('users').facts.detailsUnread).toBe(0);
      expect(refusedIn(scene.simulator)).toBe(0);
      expect(tookMs).toBeGreaterThanOrEqual(5 * 60_000);
      expect(tookMs).toBeLessThanOrEqual(1.05 * boundOf(scene));
    },
  );
});

describe('a run whose requests together take the longest', () => {
  it('does not let the slow lane make it longer', async () => {
    const scene = await open(100, 2);

    const { value, tookMs } = await readAll(scene);

    expect(value.of('selective').facts).toMatchObject({ parents: { total: 2, read: 2 } });
    expect(refusedIn(scene.simulator)).toBe(0);
    expect(tookMs).toBeLessThanOrEqual(1.05 * boundOf(scene));
  });
});

describe('a run that takes as long by the one as by the other', () => {
  it('keeps of each minute what the slow lane needs, and holds no place for what waits', async () => {
    const scene = await open(120, 16);

    const { value, tookMs } = await readAll(scene);

    expect(value.of('selective').facts).toMatchObject({ parents: { total: 16, read: 16 } });
    expect(refusedIn(scene.simulator)).toBe(0);
    expect(tookMs).toBeLessThanOrEqual(1.05 * boundOf(scene));
  });
});

describe('what does not fit into the time', () => {
  it('is deferred at once, with how much it takes, and the rest is read', async () => {
    const scene = await open(3, 60);

    const { value, tookMs } = await readAll(scene, { untilMs: scene.time.nowMs() + 20 * 60_000 });

    expect(value.of('selective').facts).toMatchObject({
      pages: 0,
      parents: { total: 60, read: 0 },
      gap: {
        outcome: 'deferred',
        reason: 'time',
        needs: { requests: 60, requestsPerMinute: 2, minutes: 29, leftMinutes: 19 },
      },
    });
    expect(value.of('users').facts.gap).toBeUndefined();
    expect(tookMs).toBeLessThan(60_000);
  });
});

describe('another client on the same token', () => {
  it('that eats half of each minute makes the run longer, not incomplete', async () => {
    const scene = await open(50, 4);
    const { url, tokens } = scene.simulator;
    let isOver = false;
    const eat = async () => {
      while (!isOver) {
        for (let request = 0; request < PER_MINUTE / 20; request += 1) {
          await scene.time.hold(() =>
            fetch(`${url}/`, { headers: { authorization: `Bearer ${tokens.owner}` } }).then((answer) =>
              answer.text(),
            ),
          );
        }
        await scene.time.sleep(6_000);
      }
    };
    const reading = readDefinitions(scene.simulator, definitions, settingsOf(scene)).finally(() => {
      isOver = true;
    });
    const eating = eat();

    const { value } = await scene.time.until(reading);
    await scene.time.until(eating);

    expect(value.of('users').facts).toMatchObject({ detailsUnread: 0 });
    for (const { name } of definitions) expect(value.of(name).facts.gap, name).toBeUndefined();
  });
});

describe('connections that share their limits', () => {
  it('go in turn: a large one keeps a small one waiting no longer than its own requests take', async () => {
    const scene = await open(60, 1);
    const { time } = scene;
    const queue = openQueue({ requestsPerMinute: PER_MINUTE, nowMs: time.nowMs, sleep: time.sleep });
    const read = (wanted: readonly ResourceDefinition[]) =>
      readDefinitions(scene.simulator, wanted, { ...settingsOf(scene), queue });
    const large = read(definitions);
    const started = time.nowMs();
    const small = read([sources, warehouses]).then(() => time.nowMs() - started);

    const { value: smallTookMs } = await time.until(small);
    await time.until(large);

    expect(smallTookMs).toBeLessThan(60_000);
    expect(refusedIn(scene.simulator)).toBe(0);
  });
});
