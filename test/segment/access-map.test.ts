/** What a token can read, by few small requests, for people who set a connection up. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identify, RefusalJudge } from '../../src/segment/access.ts';
import { type AccessEntry, mapAccess } from '../../src/segment/access-map.ts';
import { type FaultEffect, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createTestClient, VirtualClock } from '../support/client.ts';
import { spine } from '../support/spine.ts';

let simulator: Simulator;
const clock = new VirtualClock();
beforeEach(async () => {
  simulator = await startSimulator({ now: clock.now });
});
afterEach(() => simulator.close());

async function mapOf(token: string): Promise<readonly AccessEntry[]> {
  const client = createTestClient({ origin: simulator.url, token, clock });
  const access = { client, nowMs: clock.nowMs, sleep: clock.sleep };
  const identified = await identify(access);
  if (identified.kind !== 'identified') throw new Error('the token of this test must work');
  const map = await mapAccess(spine, client, new RefusalJudge(access), {
    askedAt: clock.now().toISOString(),
  });
  await client.close();
  return map;
}

const shown = (map: readonly AccessEntry[]) =>
  map.map(({ resource, access, reason, httpStatus }) =>
    [resource, access, reason, httpStatus].filter((part) => part !== undefined).join(' '),
  );

it('an owner’s token reads everything: one record of each, but all sources, which together show their keys', async () => {
  const map = await mapOf(simulator.tokens.owner);

  expect(shown(map)).toEqual([
    'workspace readable',
    'users readable',
    'sources readable',
    'source-settings readable',
  ]);
  expect(simulator.requests.map(({ path, query }) => [path, query['pagination.count']])).toEqual([
    ['/', undefined],
    ['/users', '1'],
    ['/sources', '200'],
    [`/sources/${simulator.world.sources[0]?.id}/settings`, undefined],
  ]);
});

it('a member’s token lacks rights, and each row names the role that it needs', async () => {
  const map = await mapOf(simulator.tokens.member);

  expect(shown(map)).toEqual([
    'workspace readable',
    'users denied scope 403',
    'sources field-hidden',
    'source-settings denied scope 403',
  ]);
  expect(map.map(({ role }) => role)).toEqual([
    'any valid token',
    'Workspace Owner',
    'Source Admin on all sources',
    'Source Read-only on all sources',
  ]);
});

it.each<[string, FaultEffect, string, string]>([
  ['refused', { kind: 'status', status: 401 }, 'sources denied scope 401', 'untried'],
  ['not there', { kind: 'status', status: 404 }, 'sources unavailable not-found 404', 'untried'],
  ['rate limited', { kind: 'rate-limited', retryAfterSeconds: 999 }, 'sources deferred rate 429', 'untried'],
  ['broken', { kind: 'html' }, 'sources unreachable bad-body 200', 'untried'],
  ['empty', { kind: 'empty-list' }, 'sources readable', 'untried'],
])(
  'a list of parents that is %s leaves its children untried, and the rest alone',
  async (_title, effect, row, child) => {
    simulator.addFault({ match: { operationId: 'listSources' }, effect });

    const map = await mapOf(simulator.tokens.owner);

    expect(shown(map)).toEqual(['workspace readable', 'users readable', row, `source-settings ${child}`]);
  },
);

it('a first record whose id no URL can carry is a body that cannot be used', async () => {
  const first = simulator.world.sources[0];
  simulator.addFault({
    match: { operationId: 'listSources' },
    effect: { kind: 'transform-text', transform: (text) => text.replaceAll(first?.id ?? '', '..') },
  });

  expect(shown(await mapOf(simulator.tokens.owner)).at(-1)).toBe('source-settings unreachable bad-body');
});
