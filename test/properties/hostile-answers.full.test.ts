/** Bodies as large as they may be, and larger, through a whole run. What the client makes of one: test/segment/body. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LARGEST_BODY_BYTES } from '../../src/segment/attempt.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { collectFrom, now } from './hostile-run.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ now });
});
afterAll(() => simulator.close());
afterEach(() => simulator.clearFaults());

describe('a large body', () => {
  const bodyOf = (bytes: number) =>
    simulator.addFault({
      match: { operationId: 'listRoles' },
      effect: { kind: 'pad-body', bytes, isChunked: true },
    });

  it('of sixty megabytes is read like any other', async () => {
    bodyOf(60_000_000);

    const outcome = await collectFrom(simulator);

    expect(outcome.entryOf('roles').outcome).toBe('complete');
  });

  it('of more than 64 MiB is bad-body, asked for once, and leaves the rest alone', async () => {
    bodyOf(LARGEST_BODY_BYTES + 1);

    const outcome = await collectFrom(simulator);

    expect(outcome.entryOf('roles')).toMatchObject({
      outcome: 'unreachable',
      reason: 'bad-body',
      requests: 1,
    });
    expect(outcome.entryOf('users').outcome).toBe('complete');
    expect(outcome.verified.failures).toEqual([]);
  });
});
