/** Every fault, seen from the other end of a real socket. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FaultEffect, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ask, askAll, askPage, dataOf, idsOf, type Json, NOON } from './asking.ts';

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ now: () => NOON });
});

afterEach(() => simulator.close());

/** Lets every list of users meet an effect. */
function onUsers(effect: FaultEffect): void {
  simulator.addFault({ match: { operationId: 'listUsers' }, effect });
}

const users = (options: { count?: number; cursor?: string | null | undefined } = {}) =>
  askPage(simulator, '/users', 'users', options);

/** Starts the simulator anew with a clock that tells when it is read, which is when a request has come. */
function restartWatched() {
  let onRead: () => void = () => undefined;
  const next = () =>
    new Promise<void>((resolve) => {
      onRead = resolve;
    });
  const started = (async () => {
    await simulator.close();
    simulator = await startSimulator({
      now: () => {
        onRead();
        return NOON;
      },
    });
  })();
  return { started, next };
}

describe('a status in place of the answer', () => {
  test.each([
    ['json', 'application/json', /^\{"errors":\[/],
    ['json-text', 'text/plain; charset=utf-8', /^\{"errors":\[/],
    ['html', 'text/html; charset=utf-8', /^<!DOCTYPE html>/],
    ['empty', 'text/plain; charset=utf-8', /^$/],
  ] as const)('has a body of kind %s', async (body, type, pattern) => {
    for (const status of [401, 403, 404, 422, 500, 502, 503]) {
      simulator.clearFaults();
      onUsers({ kind: 'status', status, body });

      const reply = await ask(simulator, '/users');

      expect(reply.status).toBe(status);
      expect(reply.headers.get('content-type')).toBe(type);
      expect(reply.text).toMatch(pattern);
    }
  });

  test('can carry headers of its own', async () => {
    onUsers({ kind: 'status', status: 503, headers: { 'retry-after': '7' } });

    expect((await ask(simulator, '/users')).headers.get('retry-after')).toBe('7');
  });

  test('can be a redirect, which leads to wherever it is told', async () => {
    onUsers({ kind: 'redirect', location: 'https://elsewhere.example/users' });

    const reply = await ask(simulator, '/users');

    expect(reply.status).toBe(302);
    expect(reply.headers.get('location')).toBe('https://elsewhere.example/users');
  });

  test('can repeat a secret in its message', async () => {
    onUsers({ kind: 'echo-secret', secret: simulator.tokens.owner, status: 403 });

    const reply = await ask(simulator, '/users');

    expect(reply.status).toBe(403);
    expect(reply.text).toContain(simulator.tokens.owner);
  });
});

describe('a 429', () => {
  const data = async (effect: FaultEffect) => {
    onUsers(effect);
    const reply = await ask(simulator, '/users');
    const [error] = (reply.json?.['errors'] ?? []) as { data: Json | null }[];
    expect(reply.status).toBe(429);
    return {
      retryAfter: reply.headers.get('retry-after'),
      reset: reply.headers.get('x-ratelimit-reset'),
      msBeforeNext: error?.data?.['msBeforeNext'],
    };
  };

  test('tells the wait in the header Retry-After only', async () => {
    expect(await data({ kind: 'rate-limited', retryAfterSeconds: 9 })).toEqual({
      retryAfter: '9',
      reset: null,
      msBeforeNext: undefined,
    });
  });

  test('tells the wait in the body only', async () => {
    expect(await data({ kind: 'rate-limited', msBeforeNext: 1234 })).toEqual({
      retryAfter: null,
      reset: null,
      msBeforeNext: 1234,
    });
  });

  test('tells the wait in the header X-RateLimit-Reset only', async () => {
    expect(await data({ kind: 'rate-limited', resetInMs: 30_000 })).toEqual({
      retryAfter: null,
      reset: 'Sun, 22 Nov 2026 12:00:30 GMT',
      msBeforeNext: undefined,
    });
  });

  test('tells nothing about the wait', async () => {
    expect(await data({ kind: 'rate-limited' })).toEqual({
      retryAfter: null,
      reset: null,
      msBeforeNext: undefined,
    });
  });
});

describe('a connection', () => {
  test('is dropped before the answer, and the log has no status for it', async () => {
    onUsers({ kind: 'drop-before-headers' });

    await expect(ask(simulator, '/users')).rejects.toThrow();
    expect(simulator.requests.at(-1)?.status).toBeNull();
  });

  test('is dropped in the middle of the body, after the status', async () => {
    onUsers({ kind: 'drop-mid-body' });

    const response = await fetch(`${simulator.url}/users`, {
      headers: { authorization: `Bearer ${simulator.tokens.owner}` },
    });

    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  test('stays open without an answer until the client gives up', async () => {
    const arrival = restartWatched();
    await arrival.started;
    onUsers({ kind: 'never-answer' });
    const giveUp = new AbortController();

    const pending = fetch(`${simulator.url}/users`, { signal: giveUp.signal });
    const outcome = expect(pending).rejects.toThrow('aborted');
    await arrival.next();
    giveUp.abort();

    await outcome;
    expect(simulator.requests.at(-1)?.status).toBeNull();
  });

  test('goes quiet in the middle of the body', async () => {
    onUsers({ kind: 'stall-mid-body' });
    const giveUp = new AbortController();

    const response = await fetch(`${simulator.url}/users`, {
      headers: { authorization: `Bearer ${simulator.tokens.owner}` },
      signal: giveUp.signal,
    });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    const rest = reader?.read();
    giveUp.abort();

    expect(new TextDecoder().decode(first?.value)).toMatch(/^\{"data":/);
    await expect(rest).rejects.toThrow();
  });
});

describe('a slow server', () => {
  test.each(['slow-headers', 'slow-body'] as const)(
    '%s: waits as long as it is told, then goes on',
    async (kind) => {
      await simulator.close();
      const asked: number[] = [];
      let goOn: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      let slept: () => void = () => undefined;
      const sleeping = new Promise<void>((resolve) => {
        slept = resolve;
      });
      simulator = await startSimulator({
        now: () => NOON,
        sleep: (delayMs) => {
          asked.push(delayMs);
          slept();
          return gate;
        },
      });
      onUsers({ kind, delayMs: 45_000 });

      const pending = fetch(`${simulator.url}/users`, {
        headers: { authorization: `Bearer ${simulator.tokens.owner}` },
      });
      await sleeping;
      const early = kind === 'slow-body' ? await pending : null;
      goOn();
      const body = (await (await pending).json()) as { data: { users: unknown[] } };

      expect(asked).toEqual([45_000]);
      expect(early?.status ?? null).toBe(kind === 'slow-body' ? 200 : null);
      expect(body.data.users).toHaveLength(14);
    },
  );

  test('does not keep the simulator from closing', async () => {
    onUsers({ kind: 'slow-headers', delayMs: 3_600_000 });
    const pending = ask(simulator, '/users').then(
      () => 'answered',
      () => 'cut off',
    );
    while (simulator.requests.length === 0) await ask(simulator, '/');

    await simulator.close();

    expect(await pending).toBe('cut off');
  });
});

describe('a body', () => {
  test('is cut in half, and announced as if that were all', async () => {
    const whole = (await ask(simulator, '/users')).text;
    onUsers({ kind: 'truncate-json' });

    const reply = await ask(simulator, '/users');

    expect(reply.status).toBe(200);
    expect(reply.json).toBeUndefined();
    expect(whole.startsWith(reply.text)).toBe(true);
    expect(Number(reply.headers.get('content-length'))).toBe(Buffer.byteLength(reply.text));
  });

  test('is a web page with status 200', async () => {
    onUsers({ kind: 'html' });

    const reply = await ask(simulator, '/users');

    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(reply.text).toContain('<html>');
  });

  test('is not UTF-8, in a value and nowhere else', async () => {
    onUsers({ kind: 'invalid-utf8' });

    const response = await fetch(`${simulator.url}/users`, {
      headers: { authorization: `Bearer ${simulator.tokens.owner}` },
    });
    const bytes = await response.arrayBuffer();

    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    const lenient = JSON.parse(new TextDecoder().decode(bytes)) as { data: { users: { id: string }[] } };
    expect(lenient.data.users[0]?.id).toBe(`\uFFFD(${simulator.world.users[0]?.id}`);
  });

  test('claims to be gzip and is not', async () => {
    onUsers({ kind: 'gzip-garbage' });

    await expect(ask(simulator, '/users')).rejects.toThrow();
  });

  test.each([false, true])('is padded to a size, sent in chunks: %s', async (isChunked) => {
    onUsers({ kind: 'pad-body', bytes: 1_000_000, isChunked });

    const reply = await ask(simulator, '/users');

    expect(reply.text).toHaveLength(1_000_000);
    expect(reply.json).toHaveProperty('data.users');
    expect(reply.headers.get('content-length')).toBe(isChunked ? null : '1000000');
  });

  test('is changed by a function, parsed or as text', async () => {
    onUsers({ kind: 'transform-json', transform: (body) => ({ ...(body as Json), extra: 1 }) });
    onUsers({
      kind: 'transform-text',
      transform: (text) => text.replace('"extra":1', '"extra":12345678901234567890'),
    });

    const reply = await ask(simulator, '/users');

    expect(reply.text).toContain('"extra":12345678901234567890');
    expect(simulator.world.users).toHaveLength(14);
  });
});

describe('a list', () => {
  test('gives the cursor of the very page as the next one', async () => {
    onUsers({ kind: 'repeat-cursor' });

    const { pages } = await askAll(simulator, '/users', 'users', 5, 4);

    expect(pages.map(({ current }) => current)).toEqual(['MA==', 'MA==', 'MA==', 'MA==']);
  });

  test('leads in a circle: A, B, A', async () => {
    onUsers({ kind: 'cursor-loop' });

    const { pages } = await askAll(simulator, '/users', 'users', 5, 4);

    expect(pages.map(({ current }) => current)).toEqual(['MA==', 'NQ==', 'MA==', 'NQ==']);
  });

  test.each([1, 3, 7, 200])('is shorter than it says, whatever the page size: %i', async (count) => {
    onUsers({ kind: 'short-list', drop: 4 });

    const { items, pages } = await askAll(simulator, '/users', 'users', count);

    expect(idsOf(items)).toEqual(simulator.world.users.slice(0, 10).map(({ id }) => id));
    expect(pages.at(-1)?.totalEntries).toBe(14);
  });

  test('has a record twice, byte for byte', async () => {
    onUsers({ kind: 'repeat-record' });

    const { items } = await users();

    expect(items).toHaveLength(15);
    expect(items[14]).toEqual(items[0]);
  });

  test('has a record twice under one id, and they differ', async () => {
    onUsers({ kind: 'repeat-record', isDiffering: true });

    const { items } = await users();

    expect(items[14]?.['id']).toBe(items[0]?.['id']);
    expect(items[14]?.['name']).toBe(`${items[0]?.['name']} (changed)`);
  });

  test('has a text twice when its records are texts', async () => {
    simulator.addFault({ match: { path: '/invites' }, effect: { kind: 'repeat-record', isDiffering: true } });

    const { items } = await askPage(simulator, '/invites', 'invites');

    expect(items).toEqual([...simulator.world.invites, simulator.world.invites[0]]);
  });

  test('repeats the page before in place of the next', async () => {
    onUsers({ kind: 'repeat-page' });

    const { pages } = await askAll(simulator, '/users', 'users', 5);

    expect(pages[1]?.items).toEqual(pages[0]?.items);
    expect(pages).toHaveLength(3);
  });

  test('changes its total from page to page', async () => {
    onUsers({ kind: 'changing-total', by: 2 });

    const { pages } = await askAll(simulator, '/users', 'users', 5);

    expect(pages.map(({ totalEntries }) => totalEntries)).toEqual([14, 16, 18]);
  });

  test('is empty all of a sudden, with status 200', async () => {
    onUsers({ kind: 'empty-list' });

    const page = await users();

    expect(page.items).toEqual([]);
    expect(page.next ?? null).toBeNull();
    expect(page.totalEntries).toBe(0);
  });

  test('has a field emptied in every record, and in single records too', async () => {
    simulator.addFault({
      match: { path: /^\/sources/ },
      effect: { kind: 'empty-field', field: 'writeKeys' },
    });
    const id = simulator.world.sources[0]?.id;

    const { items } = await askPage(simulator, '/sources', 'sources');
    const one = dataOf<{ source: Json }>(await ask(simulator, `/sources/${id}`));

    expect(items.flatMap(({ writeKeys }) => writeKeys)).toEqual([]);
    expect(one.source['writeKeys']).toEqual([]);
  });

  test.each([
    ['name', ''],
    ['metadata', {}],
    ['labels', []],
  ])('empties a field by its own type: %s', async (field, empty) => {
    simulator.addFault({ match: {}, effect: { kind: 'empty-field', field } });

    const { items } = await askPage(simulator, '/sources', 'sources');

    expect(items[0]?.[field]).toEqual(empty);
  });

  test('lacks a field in every record', async () => {
    onUsers({ kind: 'omit-field', field: 'email' });

    const { items } = await users();

    expect(items.every((record) => !('email' in record) && 'name' in record)).toBe(true);
  });

  test('keeps its refusals when a fault is about records', async () => {
    for (const kind of ['empty-list', 'repeat-page', 'repeat-cursor', 'cursor-loop'] as const)
      onUsers({ kind });
    onUsers({ kind: 'omit-field', field: 'errors' });

    expect((await ask(simulator, '/users', { token: null })).json).toHaveProperty('errors');
  });
});

describe('matching', () => {
  test('counts from the request it is told to, as many times as it is told', async () => {
    simulator.addFault({
      match: { operationId: 'listUsers', fromRequest: 2, times: 2 },
      effect: { kind: 'status', status: 500 },
    });

    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      statuses.push((await ask(simulator, '/users')).status);
      statuses.push((await ask(simulator, '/roles')).status);
    }

    expect(statuses).toEqual([200, 200, 500, 200, 500, 200, 200, 200, 200, 200]);
  });

  test('goes by path, by pattern and by operation, all of them at once', async () => {
    const id = simulator.world.users[3]?.id ?? '';
    simulator.addFault({
      match: { operationId: 'getUser', path: new RegExp(id, 'g') },
      effect: { kind: 'status', status: 418 },
    });
    const status = async (path: string) => (await ask(simulator, path)).status;

    expect(await status(`/users/${id}`)).toBe(418);
    expect(await status(`/users/${id}`)).toBe(418);
    expect(await status(`/users/${id}/groups`)).toBe(200);
    expect(await status('/users')).toBe(200);
  });

  test('applies several faults in the order they were added, until they are cleared', async () => {
    onUsers({ kind: 'omit-field', field: 'email' });
    onUsers({ kind: 'repeat-record' });

    const both = await users();
    simulator.clearFaults();
    const none = await users();

    expect(both.items).toHaveLength(15);
    expect(both.items[14]).not.toHaveProperty('email');
    expect(none.items).toHaveLength(14);
  });
});
