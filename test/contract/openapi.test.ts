/**
 * The simulator speaks Segment's API: every answer of every route, read to the last page in several page
 * sizes, is what the API document says; so is every refusal. A route the document does not know, or one
 * that nothing here has asked, is a failure.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FEATURE_NAMES } from '../../src/simulator/features.ts';
import { ROUTES } from '../../src/simulator/routes/index.ts';
import { ALL_VERSIONS, type ListFacts, type Route } from '../../src/simulator/routes/route.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { SIZE } from '../support/few.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';
import { readApiDocument } from './api-document.ts';
import {
  halfStrayVisitsOf,
  incompleteVisitsOf,
  strayVisitOf,
  VISIT_TIME,
  type Visit,
  visitsOf,
} from './visits.ts';

const PAGE_SIZES = IS_FULL ? [1, 7, 200] : [7];
const api = readApiDocument();
const now = () => VISIT_TIME;
let simulator: Simulator;
const exercised = new Set<string>();

beforeAll(async () => {
  simulator = await startSimulator({ now, size: SIZE });
});

afterAll(() => simulator.close());

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

interface Asking {
  readonly token?: string | null;
  readonly accept?: string;
  readonly query?: Record<string, string>;
  readonly on?: Simulator;
}

/** Asks once and holds the answer against the document. */
async function ask(route: Route, visit: Visit, asking: Asking = {}): Promise<Reply> {
  const { token = simulator.tokens.owner, accept = 'application/json', on = simulator } = asking;
  const query = new URLSearchParams({ ...visit.query, ...asking.query });
  const response = await fetch(`${on.url}${visit.path}?${query}`, {
    headers: { accept, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
  });
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = await response.json();
  const problems = api.problems(route.path, response.status, type, body);
  expect(problems, `${route.path} as ${visit.path}?${query} answered ${response.status}`).toEqual([]);
  exercised.add(route.operationId);
  const data = (body as { data?: Record<string, unknown> }).data ?? {};
  return { status: response.status, type, data };
}

/** What `count` and `cursor` are called in the query comes after this. */
function prefixOf({ input, pagination = 'pagination' }: ListFacts): string {
  return input === 'flat' ? '' : `${pagination}.`;
}

/** Reads one list of a route to its end; returns all items. */
async function readList(route: Route, list: ListFacts, visit: Visit, size: number): Promise<unknown[]> {
  const name = list.pagination ?? 'pagination';
  const prefix = prefixOf(list);
  const items: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 5_000; page += 1) {
    const paging: Record<string, string> = { [`${prefix}count`]: String(size) };
    if (cursor !== undefined) paging[`${prefix}cursor`] = cursor;
    const { data, status } = await ask(route, visit, { query: paging });
    expect(status).toBe(200);
    const part = data[list.key] as unknown[];
    expect(part.length).toBeLessThanOrEqual(size);
    items.push(...part);
    const pagination = data[name] as { next?: string | number | null; totalEntries?: number } | undefined;
    const next = pagination?.next ?? null;
    if (next === null) {
      if (pagination !== undefined) expect(pagination.totalEntries).toBe(items.length);
      return items;
    }
    cursor = String(next);
  }
  throw new Error(`${visit.path} has no last page`);
}

describe.each(ROUTES)('$path', (route) => {
  test('is an operation of the document, in the versions and page size it says', () => {
    expect(api.operationOf(route.path)).toBe(route.operationId);
    expect([...(route.versions ?? ALL_VERSIONS)].sort()).toEqual([...api.versionsOf(route.path)].sort());
    if (route.kind === 'list') {
      for (const list of route.lists) expect(list.pageMax ?? 1000).toBe(api.pageMaxOf(route.path));
    }
  });

  test('answers as the document says, for everything there is, in every version', async () => {
    const visits = visitsOf(route, simulator.world);

    expect(visits.length).toBeGreaterThan(0);
    for (const visit of visits) expect((await ask(route, visit)).status).toBe(200);
    const [first] = visits;
    for (const version of route.versions ?? ALL_VERSIONS) {
      const accept = `application/vnd.segment.${version}+json`;
      const reply = first && (await ask(route, first, { accept }));
      expect(reply?.type).toBe(accept);
    }
  });

  if (route.kind === 'list') {
    test('gives the same records in every page size', async () => {
      for (const visit of everyNth(visitsOf(route, simulator.world), 4)) {
        for (const list of route.lists.filter(({ paged }) => paged !== 'never')) {
          const sizes = PAGE_SIZES.filter((size) => size <= (list.pageMax ?? 1000));
          const readings = await Promise.all(sizes.map((size) => readList(route, list, visit, size)));
          for (const reading of readings) expect(reading).toEqual(readings[0]);
        }
      }
    });
  }

  test('refuses as the document says', async () => {
    const visits = visitsOf(route, simulator.world).slice(0, 1);
    const stray = strayVisitOf(route);

    for (const visit of visits) {
      expect((await ask(route, visit, { token: null })).status).toBe(401);
      expect((await ask(route, visit, { token: simulator.tokens.revoked })).status).toBe(401);
      const asMember = await ask(route, visit, { token: simulator.tokens.member });
      expect(asMember.status).toBe(route.member === 'data' ? 200 : route.member);
      if (route.kind === 'list') {
        for (const list of route.lists) {
          const name = `${prefixOf(list)}count`;
          expect((await ask(route, visit, { query: { [name]: '0' } })).status).toBe(422);
          expect((await ask(route, visit, { query: { [name]: '1001' } })).status).toBe(422);
        }
      }
    }
    if (stray !== null) expect((await ask(route, stray)).status).toBe(404);
    for (const half of halfStrayVisitsOf(route, simulator.world)) {
      expect((await ask(route, half)).status).toBe(404);
    }
    for (const incomplete of incompleteVisitsOf(route, simulator.world)) {
      expect((await ask(route, incomplete)).status).toBe(422);
    }
  });
});

test('a feature that is off, a spent budget and a broken server are refused as the document says', async () => {
  const features = Object.fromEntries(FEATURE_NAMES.map((feature) => [feature, false]));
  const bare = await startSimulator({ now, features });
  const hurried = await startSimulator({ now, rateLimit: { perMinute: 1 } });
  try {
    for (const route of ROUTES.filter(({ feature }) => feature !== undefined)) {
      const [visit] = visitsOf(route, bare.world);
      const reply = visit && (await ask(route, visit, { on: bare }));
      expect([403, 404, 422]).toContain(reply?.status);
    }
    const [users] = ROUTES.filter(({ operationId }) => operationId === 'listUsers');
    if (users === undefined) throw new Error('expected a route listUsers');
    await ask(users, { path: '/users', query: {} }, { on: hurried });
    expect((await ask(users, { path: '/users', query: {} }, { on: hurried })).status).toBe(429);
    bare.addFault({ match: {}, effect: { kind: 'status', status: 503 } });
    expect((await ask(users, { path: '/users', query: {} }, { on: bare })).status).toBe(503);
  } finally {
    await Promise.all([bare.close(), hurried.close()]);
  }
});

test('the judge notices a field that is gone, one it does not know and one of another type', async () => {
  const { users: all } = simulator.world;
  const [user] = all;
  const verdict = (record: unknown) =>
    api.problems('/users', 200, 'application/json', {
      data: { users: [record], pagination: { current: 'MA==' } },
    });

  expect(verdict(user)).toEqual([]);
  expect(verdict({ ...user, email: undefined })).toHaveLength(1);
  expect(verdict({ ...user, nickname: 'x' })).toHaveLength(1);
  expect(verdict({ ...user, permissions: 'all' })).toHaveLength(1);
  expect(api.problems('/nothing', 200, 'application/json', {})).toHaveLength(1);
  expect(api.operationOf('/nothing')).toBeNull();
});

test('no route is left unasked, and no two share a path or an operation', () => {
  expect(new Set(ROUTES.map(({ path }) => path)).size).toBe(ROUTES.length);
  expect(new Set(ROUTES.map(({ operationId }) => operationId)).size).toBe(ROUTES.length);
  expect([...exercised].sort()).toEqual(ROUTES.map(({ operationId }) => operationId).sort());
});
