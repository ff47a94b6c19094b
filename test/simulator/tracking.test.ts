/** The simulated Tracking API: any key is answered well, and only what a source has taken is seen afterwards. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ask, dataOf, NOON } from './asking.ts';

const EVENT = 'canary';
let nowMs: number;
let simulator: Simulator;

beforeEach(async () => {
  nowMs = NOON.getTime();
  simulator = await startSimulator({ now: () => new Date(nowMs) });
});
afterEach(() => simulator.close());

/** The enabled source that sends nothing by itself, with a destination that is on. */
const quiet = () => {
  const source = simulator.world.sources[2];
  const destination = simulator.world.destinations.find(({ sourceId }) => sourceId === source?.id);
  if (source === undefined || destination === undefined) throw new Error('expected a quiet source');
  return { source, destination, key: source.writeKeys[0] ?? '' };
};

async function send(key: string, message: object = {}): Promise<number> {
  const { status } = await fetch(`${simulator.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
    body: JSON.stringify({
      batch: [{ type: 'track', event: EVENT, anonymousId: 'a', messageId: 'm', ...message }],
    }),
  });
  return status;
}

const window = () =>
  `granularity=MINUTE&startTime=${NOON.toISOString()}&endTime=${new Date(nowMs).toISOString()}`;

async function seen(): Promise<number> {
  const { source } = quiet();
  const path = `/events/volume?${window()}&groupBy=eventName&sourceId=${source.id}`;
  const { result } = dataOf<{ result: { eventName: string; total: number }[] }>(await ask(simulator, path));
  return result.find(({ eventName }) => eventName === EVENT)?.total ?? 0;
}

async function at(overview: string): Promise<number> {
  const { source, destination } = quiet();
  const ids = `sourceId=${source.id}&destinationConfigId=${destination.id}`;
  const path = `/delivery-overview/${overview}?${window()}&${ids}&groupBy=eventName`;
  const { dataset } = dataOf<{ dataset: { eventName: string; total: number }[] }>(await ask(simulator, path));
  return dataset.find(({ eventName }) => eventName === EVENT)?.total ?? 0;
}

describe('a message to the key of a source', () => {
  it('shows in the event volume after a while, and then at its destination', async () => {
    expect(await send(quiet().key)).toBe(200);
    nowMs += 30_000;
    expect(await seen()).toBe(0);
    nowMs += 30_000;
    expect([await seen(), await at('successful-delivery')]).toEqual([1, 0]);
    nowMs += 30_000;
    expect([await seen(), await at('successful-delivery')]).toEqual([1, 1]);
  });

  it.each<readonly [string, () => unknown, string, object, readonly number[]]>([
    ['an unknown key', () => undefined, 'no-source-has-this-key', {}, [0, 0, 0]],
    ['a source that is off', () => Object.assign(quiet().source, { enabled: false }), '', {}, [0, 0, 0]],
    [
      'a destination that is off',
      () => Object.assign(quiet().destination, { enabled: false }),
      '',
      {},
      [1, 0, 0],
    ],
    ['no destination meant', () => undefined, '', { integrations: { All: false } }, [1, 0, 0]],
    ['a filter', () => dropAll(), '', {}, [1, 0, 1]],
  ])('with %s is answered well, and is lost there', async (_, change, key, message, expected) => {
    change();
    expect(await send(key === '' ? quiet().key : key, message)).toBe(200);
    nowMs += 120_000;
    const found = [await seen(), await at('successful-delivery'), await at('filtered-at-destination')];
    expect(found).toEqual(expected);
  });

  it('is not taken where a fault spoils the answer', async () => {
    simulator.addFault({
      match: { operationId: 'track' },
      effect: { kind: 'rate-limited', retryAfterSeconds: 5 },
    });
    expect(await send(quiet().key)).toBe(429);
    nowMs += 120_000;
    expect(await seen()).toBe(0);
    expect(simulator.trackingCalls).toMatchObject([{ status: 429, sourceId: null }]);
  });

  it('is refused without a key, without a body, and when it is too large', async () => {
    const statuses = [await send(''), await send(quiet().key, { pad: 'x'.repeat(33_000) })];
    expect(statuses).toEqual([400, 400]);
  });
});

function dropAll(): void {
  const { source, destination } = quiet();
  simulator.world.destinationFilters.push({
    id: 'filter',
    sourceId: source.id,
    destinationId: destination.id,
    if: 'all',
    actions: [{ type: 'DROP' }],
    title: 'Nothing goes through',
    enabled: true,
    createdAt: NOON.toISOString(),
    updatedAt: NOON.toISOString(),
  });
}
