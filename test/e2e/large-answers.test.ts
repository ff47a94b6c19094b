/** An answer that is small on the wire and would fill the memory of a process. More of them: the full tier. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';

let simulator: Simulator;
let place: Workplace;
beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date(), size: FEW });
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterAll(async () => {
  place.remove();
  await simulator.close();
});

it('a page of 10 MB of {} is an unreadable body', async () => {
  const list = `[${'{},'.repeat(3_500_000)}{}]`;
  simulator.addFault({
    match: { operationId: 'listUsers' },
    effect: {
      kind: 'transform-text',
      transform: () => `{"data":{"users":${list},"pagination":{"current":"MA=="}}}`,
    },
  });

  const { code, stdout } = await place.run(['collect', '--only', 'users', '--json']);

  expect(code).toBe(4);
  expect(JSON.parse(stdout).runs[0].resources).toContainEqual(
    expect.objectContaining({ name: 'users', outcome: 'unreachable', reason: 'bad-body', records: null }),
  );
});
