/** Which media type is asked for: the plain one, until a server refuses it for an operation. */
import { afterEach, expect, it } from 'vitest';
import type { CollectionLogLine } from '../../schemas/lines.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createTestClient, VirtualClock } from '../support/client.ts';

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

async function open(plainRefused?: 406 | 415) {
  const clock = new VirtualClock();
  simulator = await startSimulator({
    now: clock.now,
    ...(plainRefused === undefined ? {} : { plainRefused }),
  });
  const lines: CollectionLogLine[] = [];
  const client = createTestClient({
    origin: simulator.url,
    token: simulator.tokens.owner,
    clock,
    onAttempt: (line) => lines.push(line),
  });
  const list = (operationId: string, path: string) =>
    client.get({ operationId, path, query: { 'pagination.count': '1' } });
  const asked = () => lines.map(({ path, attempt, status, accept }) => [path, attempt, status, accept]);
  return { simulator, clock, list, asked };
}

it.each([406, 415] as const)(
  '%i: asks once more by the operation’s own, at once, and so from then on',
  async (status) => {
    const {
      simulator: { requests },
      clock,
      list,
      asked,
    } = await open(status);

    await list('listSpaces', '/spaces');
    await list('listSpaces', '/spaces');
    await list('listUsers', '/users');

    const own = 'application/vnd.segment.v1alpha+json';
    expect(asked()).toEqual([
      ['/spaces', 1, status, undefined],
      ['/spaces', 2, 200, own],
      ['/spaces', 1, 200, own],
      ['/users', 1, 200, undefined],
    ]);
    expect(requests).toHaveLength(4);
    expect(clock.delays).toEqual([]);
  },
);

it('asks no third time where that is refused too', async () => {
  const {
    simulator: { addFault },
    list,
    asked,
  } = await open();
  addFault({ match: { operationId: 'listSpaces' }, effect: { kind: 'status', status: 406 } });

  await expect(list('listSpaces', '/spaces')).rejects.toMatchObject({ code: 'UPSTREAM_FAILED', status: 406 });
  await expect(list('listSpaces', '/spaces')).rejects.toMatchObject({ status: 406 });

  expect(asked().map(([, attempt]) => attempt)).toEqual([1, 2, 1]);
});
