/** Who may ask the simulator what, what it remembers, and how it starts and stops. */
import { get as httpGet } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { FEATURE_NAMES } from '../../src/simulator/features.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import { ask, askPage, dataOf, type Json, NOON } from './asking.ts';

const running: Simulator[] = [];

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ now: () => NOON, ...options });
  running.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

describe('an answer', () => {
  test('says which server it is from, at what time, and with which request id', async () => {
    const simulator = await start({ seed: 7 });

    const first = await ask(simulator, '/');
    const second = await ask(simulator, '/users');

    expect(first.headers.get('server')).toBe('segment-evidence-simulator');
    expect(first.headers.get('date')).toBe('Sun, 22 Nov 2026 12:00:00 GMT');
    expect(first.headers.get('x-request-id')).toBe('sim-7-000001');
    expect(second.headers.get('x-request-id')).toBe('sim-7-000002');
    expect(second.headers.get('x-ratelimit-consumed')).toBe('2');
    expect(second.headers.get('x-ratelimit-reset')).toBe('Sun, 22 Nov 2026 12:01:00 GMT');
    expect(first.json).toEqual({ data: { workspace: simulator.workspace } });
  });

  test('comes in the version asked for, and 406 when that version does not exist', async () => {
    const simulator = await start();
    const accept = (type: string, path: string) => ask(simulator, path, { headers: { accept: type } });

    const pinned = await accept('application/vnd.segment.v1+json', '/users');
    const alpha = await accept(
      'application/vnd.segment.v1alpha+json, application/vnd.segment.v1+json;q=0.5',
      '/spaces',
    );
    const absent = await accept('application/vnd.segment.v1+json', '/spaces');

    expect(pinned.headers.get('content-type')).toBe('application/vnd.segment.v1+json');
    expect(alpha.status).toBe(200);
    expect(absent.status).toBe(406);
  });

  test('to anything but GET is 405, and is in the log', async () => {
    const simulator = await start();

    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await ask(simulator, '/users', { method })).status).toBe(405);
    }

    expect(simulator.requests.map(({ method }) => method)).toEqual(['POST', 'PUT', 'PATCH', 'DELETE']);
  });

  test('to a path the API does not have is 404', async () => {
    const simulator = await start();

    expect((await ask(simulator, '/tokens')).status).toBe(404);
    expect((await ask(simulator, '/users/%E0%A4%A')).status).toBe(404);
    expect(simulator.requests.map(({ operationId }) => operationId)).toEqual([null, 'getUser']);
  });
});

describe('a token', () => {
  test('is the same for the same seed, another for another, and unlike any vendor format', async () => {
    const [one, again, other] = [
      await start({ seed: 3 }),
      await start({ seed: 3 }),
      await start({ seed: 4 }),
    ];

    expect(one.tokens).toEqual(again.tokens);
    expect(one.tokens.owner).not.toBe(other.tokens.owner);
    expect(one.tokens.owner).toMatch(/^sim-owner-[a-z0-9]{40}$/);
  });

  test('that is missing, unknown or revoked gets 401 everywhere, the workspace included', async () => {
    const simulator = await start();

    for (const token of [null, 'somebody-elses', simulator.tokens.revoked]) {
      for (const path of ['/', '/users', '/sources']) {
        expect((await ask(simulator, path, { token })).status).toBe(401);
      }
    }
    expect(new Set(simulator.requests.map(({ tokenRole }) => tokenRole))).toEqual(
      new Set(['none', 'unknown', 'revoked']),
    );
  });

  test('can be revoked while it is being used, and restored', async () => {
    const simulator = await start();
    const status = async () => (await ask(simulator, '/')).status;

    const before = await status();
    simulator.revoke();
    const during = await status();
    simulator.restore();
    const after = await status();

    expect([before, during, after]).toEqual([200, 401, 200]);
  });

  test('with minimal access sees the workspace and sources without write keys, and little else', async () => {
    const simulator = await start();
    const asMember = (path: string) => ask(simulator, path, { token: simulator.tokens.member });

    const sources = (await asMember('/sources')).json?.['data'] as {
      sources: { id: string; writeKeys: string[] }[];
    };
    const statuses = await Promise.all(
      ['/', '/users', '/roles', '/audit-events', '/credentials', '/tracking-plans'].map(
        async (path) => (await asMember(path)).status,
      ),
    );

    expect(statuses).toEqual([200, 403, 403, 401, 401, 403]);
    expect(sources.sources).toHaveLength(12);
    expect(sources.sources.flatMap(({ writeKeys }) => writeKeys)).toEqual([]);
    expect(simulator.world.sources.some(({ writeKeys }) => writeKeys.length > 0)).toBe(true);
  });

  test('is never in the log', async () => {
    const simulator = await start();

    await ask(simulator, '/users?pagination[count]=2');
    await ask(simulator, '/users', { token: simulator.tokens.member });

    const log = JSON.stringify(simulator.requests);
    for (const token of Object.values(simulator.tokens)) expect(log).not.toContain(token);
    expect(simulator.requests[0]).toEqual({
      at: '2026-11-22T12:00:00.000Z',
      method: 'GET',
      path: '/users',
      query: { 'pagination[count]': '2' },
      operationId: 'listUsers',
      status: 200,
      tokenRole: 'owner',
    });
  });
});

describe('a feature that is off', () => {
  test.each(FEATURE_NAMES)('%s refuses by name, and the token still works', async (feature) => {
    const simulator = await start({ features: { [feature]: false } });
    const space = simulator.world.spaces[0]?.id ?? '';
    const paths: Record<string, string> = {
      protocols: '/tracking-plans',
      functions: '/functions?resourceType=SOURCE',
      audience: `/spaces/${space}/audiences`,
      'computed-trait': `/spaces/${space}/computed-traits`,
      'destination-subscriptions': `/destinations/${simulator.world.destinations[0]?.id}/subscriptions`,
      'space-filters': `/filters?integrationId=${space}`,
      spaces: '/spaces',
      'live-plugins': `/sources/${simulator.world.sources[0]?.id}/live-plugins/latest`,
      'audit-trail': '/audit-events',
    };

    const reply = await ask(simulator, paths[feature] ?? '');

    expect([403, 404, 422]).toContain(reply.status);
    expect(reply.text.toLowerCase()).toContain(feature.replaceAll('-', ' '));
    expect((await ask(simulator, '/')).status).toBe(200);
  });
});

describe('a feature that the workspace has no plan for', () => {
  const paths = {
    'audit-trail': '/audit-events',
    protocols: '/tracking-plans',
    functions: '/functions?resourceType=SOURCE',
    spaces: '/spaces',
  } as const;
  const bodies = {
    json: /^\{"errors":\[\{"type":"[a-z]+","message":"[^"]+"\}\]\}$/,
    'json-text': /^\{"errors":\[\{"type":"[a-z]+","message":"[^"]+"\}\]\}$/,
    html: /^<!DOCTYPE html>/,
    empty: /^$/,
  } as const;
  const cases = (Object.keys(paths) as (keyof typeof paths)[]).flatMap((feature) =>
    ([401, 403] as const).flatMap((status) =>
      (Object.keys(bodies) as (keyof typeof bodies)[]).map((body) => ({ feature, status, body })),
    ),
  );

  test.each(cases)(
    '$feature answers $status with a body of kind $body',
    async ({ feature, status, body }) => {
      const simulator = await start({ features: { [feature]: { status, body } } });

      const reply = await ask(simulator, paths[feature]);

      expect(reply.status).toBe(status);
      expect(reply.text).toMatch(bodies[body]);
      expect(reply.text.toLowerCase()).not.toContain(feature.replaceAll('-', ' '));
      for (const path of ['/', '/users']) expect((await ask(simulator, path)).status).toBe(200);
    },
  );

  test('is refused in the words that a token with too small a role gets', async () => {
    const simulator = await start({ features: { protocols: { status: 403, body: 'json' } } });

    const withoutPlan = await ask(simulator, '/tracking-plans');
    const withoutRole = await ask(simulator, '/tracking-plans', { token: simulator.tokens.member });

    expect([withoutPlan.status, withoutPlan.text]).toEqual([withoutRole.status, withoutRole.text]);
  });
});

describe('permissions', () => {
  test('are on each user and group only, and not in lists', async () => {
    const simulator = await start();
    const [user] = simulator.world.users;

    const users = await askPage(simulator, '/users', 'users');
    const groups = await askPage(simulator, '/groups', 'userGroups');
    const one = dataOf<{ user: Json }>(await ask(simulator, `/users/${user?.id}`));

    expect([...users.items, ...groups.items].some((record) => 'permissions' in record)).toBe(false);
    expect(one.user).toEqual(user);
    expect(one.user['permissions']).toHaveLength(1);
  });

  test('can be in lists too', async () => {
    const simulator = await start({ permissionsInUserList: true });

    const users = await askPage(simulator, '/users', 'users');
    const groups = await askPage(simulator, '/groups', 'userGroups');

    expect(users.items).toEqual(simulator.world.users);
    expect(groups.items).toEqual(simulator.world.groups);
  });
});

describe('the budget', () => {
  test('is refused with 429 once spent, and is whole again with the next minute of the clock', async () => {
    let now = new Date('2026-11-22T12:00:20.500Z');
    const simulator = await start({ now: () => now, rateLimit: { perMinute: 2 } });

    const statuses = [(await ask(simulator, '/')).status, (await ask(simulator, '/')).status];
    const refused = await ask(simulator, '/');
    const member = await ask(simulator, '/', { token: simulator.tokens.member });
    now = new Date('2026-11-22T12:01:00.000Z');
    const later = await ask(simulator, '/');

    expect(statuses).toEqual([200, 200]);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('40');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('x-ratelimit-reset')).toBe('Sun, 22 Nov 2026 12:01:00 GMT');
    expect(refused.json).toEqual({
      errors: [
        {
          type: 'RequestError',
          message: 'Too many requests',
          data: { remainingPoints: 0, msBeforeNext: 39_500, consumedPoints: 2 },
        },
      ],
    });
    expect(member.status).toBe(200);
    expect(later.status).toBe(200);
  });
});

describe('the server', () => {
  test('listens on loopback only', async () => {
    const simulator = await start();
    const { port } = new URL(simulator.url);

    const elsewhere = await new Promise<string>((resolve) => {
      const request = httpGet({ host: '127.0.0.2', port }, () => resolve('answered'));
      request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    });

    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(elsewhere).not.toBe('answered');
  });

  test('says so when its port is taken', async () => {
    const simulator = await start();
    const port = Number(new URL(simulator.url).port);

    await expect(startSimulator({ now: () => NOON, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('closes with requests still open, twice if need be', async () => {
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const simulator = await startSimulator({
      now: () => {
        arrived();
        return NOON;
      },
    });
    simulator.addFault({ match: {}, effect: { kind: 'never-answer' } });
    const pending = ask(simulator, '/');
    const outcome = pending.then(
      () => 'answered',
      () => 'cut off',
    );

    await arrival;
    await simulator.close();
    await simulator.close();

    expect(await outcome).toBe('cut off');
  });

  test('serves what the world says at the moment of asking', async () => {
    const simulator = await start();
    const [first] = simulator.world.users;
    if (first === undefined) throw new Error('expected a user');

    first.name = 'Renamed Meanwhile';
    simulator.world.users.length = 1;
    const page = await askPage(simulator, '/users', 'users');

    expect(page.items).toEqual([{ id: first.id, name: 'Renamed Meanwhile', email: first.email }]);
    expect(page.totalEntries).toBe(1);
  });
});
