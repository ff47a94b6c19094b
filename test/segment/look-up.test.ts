/** How many look-ups a resource costs, and that no more are begun when one cannot be answered. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { destinations } from '../../schemas/resources/destinations.ts';
import { sources } from '../../schemas/resources/sources.ts';
import type { Observed } from '../../src/evidence/plausibility.ts';
import { identify, RefusalJudge } from '../../src/segment/access.ts';
import { lookUpDangling } from '../../src/segment/look-up.ts';
import { Observer } from '../../src/segment/observe.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createTestClient, VirtualClock } from '../support/client.ts';

let simulator: Simulator;
const clock = new VirtualClock();
beforeEach(async () => {
  simulator = await startSimulator({ now: clock.now });
});
afterEach(() => simulator.close());

const idOf = (index: number) => `source-${String(index).padStart(4, '0')}`;

/** As many sources listed as are missing, and destinations that name all of them. */
async function lookUp(missing: number, isWhole = true) {
  const client = createTestClient({ origin: simulator.url, token: simulator.tokens.owner, clock });
  const access = { client, nowMs: clock.nowMs, sleep: clock.sleep };
  await identify(access);
  const [listed, naming] = [new Observer(sources, 'w'), new Observer(destinations, 'w')];
  for (let index = 0; index < 2 * missing; index += 1) {
    if (index % 2 === 0) listed.note({ id: idOf(index) }, undefined);
    naming.note({ id: `destination-${index}`, sourceId: idOf(2 * missing - 1 - index) }, undefined);
  }
  const read = { isWhole, endedAt: '2026-11-22T03:00:00.000Z' };
  const [looked] = await lookUpDangling<Observed & typeof read>(
    [
      { definition: sources, observations: listed, ...read },
      { definition: destinations, observations: naming, ...read },
    ],
    { client, judge: new RefusalJudge(access), now: clock.now },
  );
  await client.close();
  return looked?.lookedUp;
}

const asked = () => simulator.requests.filter(({ operationId }) => operationId === 'getSource');

it('each record is asked for once', async () => {
  expect(await lookUp(200)).toMatchObject({ there: 0, gone: 200, unanswered: 0, unasked: 0 });
  expect(new Set(asked().map(({ path }) => path)).size).toBe(200);
  expect(asked()).toHaveLength(200);
});

it('of more than 200 the first by id are asked for, and the rest stays unknown', async () => {
  expect(await lookUp(203)).toMatchObject({ gone: 200, unasked: 3 });
  const first = Array.from({ length: 200 }, (_, index) => `/sources/${idOf(2 * index + 1)}`);
  expect(
    asked()
      .map(({ path }) => path)
      .sort(),
  ).toEqual(first);
});

it('no more are begun after one that was refused', async () => {
  simulator.addFault({ match: { operationId: 'getSource' }, effect: { kind: 'status', status: 403 } });

  const found = await lookUp(100);

  expect(found).toMatchObject({ there: 0, gone: 0, why: 'denied: scope' });
  expect(asked().length).toBeLessThan(40);
  expect((found?.unanswered ?? 0) + (found?.unasked ?? 0)).toBe(100);
});

it('of a list that is known not to be whole nothing is asked for', async () => {
  expect(await lookUp(3, false)).toBeUndefined();
  expect(asked()).toEqual([]);
});
