/** Lists walked to their end: on the simulator with every page size, and on answers no healthy server gives. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Page, readPages } from '../../src/segment/paginate.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { createTestClient, VirtualClock } from '../support/client.ts';
import { jsonAnswer, pageOf, startRawServer } from '../support/raw-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Walk {
  readonly ids: readonly unknown[];
  readonly totals: readonly unknown[];
  readonly code?: string;
}

async function walk(pages: AsyncIterable<Page>): Promise<Walk> {
  const ids: unknown[] = [];
  const totals: unknown[] = [];
  try {
    for await (const { items, total } of pages) {
      ids.push(...items.map((item) => (item as { id: unknown }).id));
      totals.push(total);
    }
    return { ids, totals };
  } catch (error) {
    return { ids, totals, code: (error as { code: string }).code };
  }
}

/** Walks the users of a server that gives these answers, one after another, the last one for ever. */
async function walkAnswers(...answers: readonly Buffer[]) {
  const server = await startRawServer((_, number) => answers[Math.min(number, answers.length - 1)] ?? null);
  const client = createTestClient({ origin: server.origin, token: 'a-token-for-tests' });
  closing.push(client.close, server.close);
  const walked = await walk(readPages(client, { operationId: 'listUsers', path: '/users', key: 'users' }, 2));
  const asked = server.requests.map((request) => /^GET \/users\?(\S*) HTTP/.exec(request)?.[1]);
  return { ...walked, asked };
}

describe('a healthy list', () => {
  it.each([
    ['listUsers', '/users', 'users', 14],
    ['listSources', '/sources', 'sources', 12],
  ])(
    '%s is read whole in pages of any size, each cursor as it was given',
    async (operationId, path, key, total) => {
      for (const cursors of ['offset', 'opaque'] as const) {
        const simulator = await startSimulator({ now: new VirtualClock().now, cursors });
        closing.push(simulator.close);
        const client = createTestClient({ origin: simulator.url, token: simulator.tokens.owner });
        closing.push(client.close);
        for (const size of [1, 5, 7, 12, 14, 200, 1000]) {
          const before = simulator.requests.length;

          const walked = await walk(readPages(client, { operationId, path, key }, size));

          const asked = simulator.requests.slice(before);
          expect(new Set(walked.ids).size, `${cursors} ${size}`).toBe(total);
          expect(walked.code).toBeUndefined();
          expect(asked).toHaveLength(Math.ceil(total / size));
          expect(asked.every(({ query }) => query['pagination.count'] === String(size))).toBe(true);
          expect(asked.map(({ query }) => query['pagination.cursor'] !== undefined)).toEqual([
            false,
            ...Array(asked.length - 1).fill(true),
          ]);
        }
      }
    },
  );

  it.each<[string, Record<string, unknown>]>([
    ['absent', {}],
    ['null', { next: null }],
    ['empty', { next: '' }],
  ])('ends where the next cursor is %s', async (_title, last) => {
    const walked = await walkAnswers(
      pageOf(['a', 'b'], { next: 'p2' }),
      pageOf(['c'], { totalEntries: 3, ...last }),
    );

    expect(walked).toEqual({
      ids: ['a', 'b', 'c'],
      totals: [undefined, 3],
      asked: ['pagination.count=2', 'pagination.count=2&pagination.cursor=p2'],
    });
  });

  it('hands a cursor on as it is, whatever it is made of, also a number', async () => {
    const odd = 'MA==&count=9+/?#%20 ü';

    const { asked } = await walkAnswers(
      pageOf(['a'], { next: odd }),
      pageOf(['b'], { next: 0 }),
      pageOf(['c'], {}),
    );

    expect(asked.map((query) => new URLSearchParams(query).get('pagination.cursor'))).toEqual([
      null,
      odd,
      '0',
    ]);
    expect(asked.map((query) => new URLSearchParams(query).get('count'))).toEqual([null, null, null]);
  });

  it('does not stop at the total, nor go on because of it', async () => {
    const early = await walkAnswers(
      pageOf(['a', 'b'], { totalEntries: 1, next: 'p2' }),
      pageOf(['c'], { totalEntries: 9 }),
    );

    expect(early).toMatchObject({ ids: ['a', 'b', 'c'], totals: [1, 9] });
    expect(early.code).toBeUndefined();
  });

  it('knows no total where the server tells none, and takes digits for a number', async () => {
    const walked = await walkAnswers(
      pageOf(['a'], { totalEntries: null, next: 'p2' }),
      pageOf(['b'], { totalEntries: '2' }),
    );

    expect(walked).toMatchObject({ ids: ['a', 'b'], totals: [undefined, 2] });
  });
});

describe('a list that does not end', () => {
  it('stops at a cursor that it has followed before, and keeps what it read', async () => {
    const walked = await walkAnswers(
      pageOf(['a'], { next: 'p2' }),
      pageOf(['b'], { next: 'p3' }),
      pageOf(['c'], { next: 'p2' }),
    );

    expect(walked).toMatchObject({ ids: ['a', 'b', 'c'], code: 'CURSOR_LOOP' });
    expect(walked.asked).toHaveLength(3);
  });

  it('stops after three pages without a record, though each has a new cursor', async () => {
    const walked = await walkAnswers(...['1', '2', '3', '4'].map((next) => pageOf([], { next })));

    expect(walked).toMatchObject({ ids: [], code: 'CURSOR_LOOP' });
    expect(walked.asked).toHaveLength(3);
  });

  it('goes on after an empty page when records follow', async () => {
    const walked = await walkAnswers(pageOf([], { next: '1' }), pageOf(['a'], { next: '2' }), pageOf([], {}));

    expect(walked.ids).toEqual(['a']);
    expect(walked.code).toBeUndefined();
  });
});

it.each<[string, unknown]>([
  ['has no paging', { data: { users: [] } }],
  ['has a list for paging', { data: { users: [], pagination: [] } }],
  ['has no list', { data: { pagination: {} } }],
  ['has an object for the list', { data: { users: { 0: {} }, pagination: {} } }],
  ['has a total below zero', { data: { users: [{ id: 'b' }], pagination: { totalEntries: -1 } } }],
  ['has a total that is no count', { data: { users: [{ id: 'b' }], pagination: { totalEntries: {} } } }],
  ['has the paging beside the data', { data: { users: [] }, pagination: {} }],
])('a page that %s is no page, and never an empty list', async (_title, body) => {
  const walked = await walkAnswers(pageOf(['a'], { next: 'p2' }), jsonAnswer(body));

  expect(walked).toMatchObject({ ids: ['a'], code: 'BAD_SHAPE' });
});

it.each([{ cursor: 'x' }, ['x'], true, 'half \ud800'])(
  'a page whose next is %j was not the last one: it is kept, and the list is not whole',
  async (next) => {
    const walked = await walkAnswers(pageOf(['a'], { next }));

    expect(walked).toMatchObject({ ids: ['a'], code: 'BAD_SHAPE' });
  },
);
