/** A token that dies in the middle of a run: once that is known, nothing more is asked with it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ALL } from '../support/by-default.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { IS_FULL } from '../support/tier.ts';

let simulator: Simulator;
let place: Workplace;
beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date(), size: 'medium', permissionsInUserList: false });
  place = await createWorkplace(simulator.url, simulator.tokens.owner, ALL);
  place.writeConfig({}, { concurrency: 8, collect: { pageSize: 2 } });
});
afterAll(async () => {
  place.remove();
  await simulator.close();
});

it.runIf(IS_FULL)('no request is begun after the refusal that shows that the token is dead', async () => {
  // Pages, details, parents and lanes are under way, and some requests wait to be tried again.
  simulator.addFault({ match: {}, effect: { kind: 'slow-headers', delayMs: 20 } });
  simulator.addFault({ match: { operationId: 'listGroups' }, effect: { kind: 'status', status: 500 } });
  simulator.addFault({
    match: { operationId: 'listWarehouses' },
    effect: { kind: 'rate-limited', retryAfterSeconds: 1 },
  });
  let isRevoked = false;
  const startedMs = Date.now();
  simulator.addFault({
    match: { operationId: 'getUser' },
    effect: {
      kind: 'transform-json',
      transform: (body) => {
        if (!isRevoked && simulator.requests.length > 40 && Date.now() - startedMs > 1_500) {
          isRevoked = true;
          simulator.revoke();
        }
        return body;
      },
    },
  });

  const { code } = await place.run(['collect']);

  const refusals = simulator.requests.flatMap(({ path, status }, index) =>
    path === '/' && status === 401 ? [index] : [],
  );
  expect([code, isRevoked, refusals.length]).toEqual([3, true, 2]);
  expect(simulator.requests.slice((refusals[1] ?? 0) + 1)).toEqual([]);
});
