/** With limits lifted only latency and the places decide: none of them stays empty while there is something to ask. In made-up time. */
import { afterEach, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { leastMs } from '../../src/segment/least-time.ts';
import { SCALES, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { readDefinitions } from '../support/read-definitions.ts';
import { openQueue } from '../support/request-queue.ts';
import { SocketTime } from '../support/socket-time.ts';

const [LATENCY_MS, CONCURRENCY] = [50, 16];
/** Of the largest workspace that we expect. */
const SHARE = 0.1;

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

it('a run takes no longer than latency and its places make it', async () => {
  const time = new SocketTime();
  const size = { ...SCALES.large };
  for (const name of Object.keys(size) as (keyof typeof size)[])
    if (name !== 'rulesPerPlan') size[name] = Math.max(1, Math.round(size[name] * SHARE));
  simulator = await startSimulator({ now: time.now, size, permissionsInUserList: false });
  const queue = openQueue({ ...time, concurrency: CONCURRENCY, areOperationsLimited: false });
  const transport = time.transport(simulator.url, LATENCY_MS);

  const { value, tookMs } = await time.until(
    readDefinitions(
      simulator,
      resources.filter(({ optIn }) => optIn === undefined),
      { clock: time, transport, queue },
    ),
  );

  expect(value.of('users').facts.detailsUnread).toBe(0);
  const operations = [{ requests: simulator.requests.length }];
  const bound = leastMs({ operations, latencyMs: LATENCY_MS, concurrency: CONCURRENCY });
  expect(tookMs).toBeLessThanOrEqual(1.05 * bound);
}, 120_000);
