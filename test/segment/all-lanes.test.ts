/**
 * All resources, those that have to be named included, with the documented limits of their operations: a run takes the
 * least time that the limits leave, whichever of them is the one that counts. In made-up time.
 */
import { afterEach, expect, it } from 'vitest';
import { ownPlacesOf } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { leastMs } from '../../src/segment/least-time.ts';
import type { RateMinute } from '../../src/simulator/limits.ts';
import { SCALES, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { refusedIn } from '../support/lane-scene.ts';
import { readDefinitions } from '../support/read-definitions.ts';
import { openQueue } from '../support/request-queue.ts';
import { SocketTime } from '../support/socket-time.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';

const LATENCY_MS = 50;
/** The run begins 4 s after a full minute. */
const FIRST_MINUTE_MS = 56_000;

const limits = Object.fromEntries(
  resources
    .flatMap((definition) => ownPlacesOf(definition))
    .flatMap(({ operationId, requestsPerMinute: perMinute }) =>
      perMinute === undefined ? [] : [[operationId, perMinute]],
    ),
);

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

/** A share of the largest workspace that we expect. */
function sizeOf(share: number) {
  const size = { ...SCALES.large };
  for (const name of Object.keys(size) as (keyof typeof size)[])
    if (name !== 'rulesPerPlan') size[name] = Math.max(1, Math.round(size[name] * share));
  return size;
}

interface Row {
  readonly share: number;
  readonly perMinute: number;
  readonly minute?: RateMinute;
}

const rows: readonly Row[] = [
  { share: 0.01, perMinute: 30 },
  { share: 0.01, perMinute: 60 },
  // As long by what goes twice a minute as by all requests together.
  { share: 0.01, perMinute: 69 },
  { share: 0.03, perMinute: 67 },
  { share: 0.03, perMinute: 67, minute: { kind: 'clock', afterMs: 33_000 } },
  { share: 0.03, perMinute: 67, minute: { kind: 'first-request' } },
  { share: 0.03, perMinute: 67, minute: { kind: 'sliding' } },
  { share: 0.03, perMinute: 200 },
];

it.each(everyNth(rows, rows.length, 2))(
  'a run takes no longer than it must: %j',
  async ({ share, perMinute, minute }) => {
    const time = new SocketTime();
    simulator = await startSimulator({
      now: time.now,
      size: sizeOf(share),
      permissionsInUserList: false,
      rateLimit: { perMinute, operations: limits, ...(minute === undefined ? {} : { minute }) },
    });
    const queue = openQueue({ ...time, requestsPerMinute: perMinute });
    const transport = time.transport(simulator.url, LATENCY_MS);

    const { value, tookMs } = await time.until(
      readDefinitions(simulator, resources, { clock: time, transport, queue }),
    );

    const counts = new Map<string, number>();
    for (const { operationId } of simulator.requests)
      counts.set(`${operationId}`, (counts.get(`${operationId}`) ?? 0) + 1);
    const operations = [...counts].map(([id, requests]) => ({ requests, perMinute: limits[id] }));
    const least = leastMs({
      operations,
      perMinute,
      latencyMs: LATENCY_MS,
      concurrency: 4,
      untilNextMinuteMs: minute === undefined ? FIRST_MINUTE_MS : undefined,
    });
    const gaps = resources.filter(({ name }) => value.of(name).facts.gap !== undefined);
    expect(gaps).toEqual([]);
    expect(refusedIn(simulator)).toBe(0);
    expect(tookMs).toBeLessThanOrEqual(1.05 * least);
  },
  120_000,
);

/** Where nothing else counts, none of the places stays empty while there is something to ask. */
it.runIf(IS_FULL)(
  'a run without limits takes no longer than latency and its places make it',
  async () => {
    const time = new SocketTime();
    simulator = await startSimulator({ now: time.now, size: sizeOf(0.1), permissionsInUserList: false });
    const queue = openQueue({ ...time, concurrency: 16, areOperationsLimited: false });
    const transport = time.transport(simulator.url, LATENCY_MS);
    const byDefault = resources.filter(({ optIn }) => optIn === undefined);

    const { value, tookMs } = await time.until(
      readDefinitions(simulator, byDefault, { clock: time, transport, queue }),
    );

    expect(value.of('users').facts.detailsUnread).toBe(0);
    const operations = [{ requests: simulator.requests.length }];
    const least = leastMs({ operations, latencyMs: LATENCY_MS, concurrency: 16 });
    expect(tookMs).toBeLessThanOrEqual(1.05 * least);
  },
  120_000,
);
