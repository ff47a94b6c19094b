/** Paging: what is asked for and what comes back, in every order and with every kind of cursor. */
import { afterEach, expect, test } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import { ask, askAll, askPage, idsOf, NOON } from './asking.ts';

const running: Simulator[] = [];

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ now: () => NOON, ...options });
  running.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

test('dots and brackets mean the same', async () => {
  const simulator = await start();

  const dotted = await ask(simulator, '/users?pagination.count=3&pagination.cursor=Mw%3D%3D');
  const brackets = await ask(simulator, '/users?pagination[count]=3&pagination%5Bcursor%5D=Mw==');

  expect(dotted.json).toEqual(brackets.json);
  expect(dotted.json?.['data']).toMatchObject({
    pagination: { current: 'Mw==', next: 'Ng==', previous: 'MA==', totalEntries: 14 },
  });
});

test.each(['offset', 'opaque', 'mixed'] as const)(
  '%s cursors lead through the whole list',
  async (cursors) => {
    const simulator = await start({ cursors });

    const { items, pages } = await askAll(simulator, '/users', 'users', 4);

    expect(idsOf(items)).toEqual(idsOf(simulator.world.users as never));
    expect(pages.map((page) => page.items.length)).toEqual([4, 4, 4, 2]);
    expect(new Set(pages.map(({ current }) => current)).size).toBe(4);
  },
);

test('opaque cursors tell no offset and are good for one list only', async () => {
  const simulator = await start({ cursors: 'opaque' });

  const page = await askPage(simulator, '/users', 'users', { count: 4 });
  const elsewhere = await ask(simulator, `/roles?pagination.count=4&pagination.cursor=${page.next}`);

  expect(Buffer.from(String(page.next), 'base64').toString()).not.toBe('4');
  expect(elsewhere.status).toBe(422);
});

test('mixed cursors tell an offset in some lists, and in others a text that is none', async () => {
  const simulator = await start();

  const users = await askAll(simulator, '/users', 'users', 5);
  const { items, pages } = await askAll(simulator, '/regulations', 'regulations', 4);
  const elsewhere = await ask(simulator, `/suppressions?pagination.cursor=${pages[0]?.next}`);

  expect(users.pages.map(({ current }) => current)).toEqual(['MA==', 'NQ==', 'MTA=']);
  expect(idsOf(items)).toEqual(simulator.world.regulations.map(({ id }) => id));
  for (const { current } of pages) {
    expect(Buffer.from(current, 'base64').toString()).toMatch(/^reg-[0-9]{4}-[0-9]{5}$/);
  }
  expect(new Set(pages.map(({ current }) => current)).size).toBe(pages.length);
  expect(elsewhere.status).toBe(422);
});

test.each(['natural', 'reversed', 'shuffled'] as const)('%s order has every record once', async (order) => {
  const simulator = await start({ order });

  const { items } = await askAll(simulator, '/users', 'users', 5);
  const again = await askAll(simulator, '/users', 'users', 3);

  const natural = simulator.world.users.map(({ id }) => id);
  expect(idsOf(items).sort()).toEqual([...natural].sort());
  expect(idsOf(again.items)).toEqual(idsOf(items));
  expect(idsOf(items).join() === natural.join()).toBe(order === 'natural');
});

test('the last page leaves next out or says null, depending on the list', async () => {
  const simulator = await start();

  const spellings = new Set<unknown>();
  for (const [path, key] of Object.entries({ '/users': 'users', '/groups': 'userGroups' })) {
    const page = await askPage(simulator, path, key);
    spellings.add('next' in page.pagination ? page.next : 'absent');
  }

  expect(spellings).toEqual(new Set([null, 'absent']));
});

test('totalEntries can be left out', async () => {
  const simulator = await start({ totalEntries: false });

  const page = await askPage(simulator, '/users', 'users', { count: 5 });

  expect(page.pagination).not.toHaveProperty('totalEntries');
  expect(page.items).toHaveLength(5);
});

test('without a count a page has up to 200', async () => {
  const simulator = await start({ size: 'medium' });

  expect((await askPage(simulator, '/users', 'users')).items).toHaveLength(200);
  expect((await askPage(simulator, '/users', 'users', { count: 1000 })).items).toHaveLength(450);
});

test.each(['0', '1001', '-1', '2.5', 'many', ''])('a count of "%s" is refused by name', async (count) => {
  const simulator = await start();

  const reply = await ask(simulator, `/users?pagination.count=${count}`);

  expect(reply.status).toBe(422);
  expect(reply.json).toMatchObject({ errors: [{ type: 'input-validation', field: 'pagination.count' }] });
});

test.each(['bm90LWEtbnVtYmVy', '1', 'MA', 'LTE=', 'MDA='])(
  'a cursor of "%s" is refused by name',
  async (cursor) => {
    const simulator = await start();

    const reply = await ask(simulator, `/users?pagination.count=5&pagination.cursor=${cursor}`);

    expect(reply.status).toBe(422);
    expect(reply.json).toMatchObject({ errors: [{ field: 'pagination.cursor' }] });
  },
);

test('space filters come ten at most, with numbers for cursors', async () => {
  const simulator = await start();
  const path = `/filters?integrationId=${simulator.world.spaces[0]?.id}`;

  const first = (await ask(simulator, `${path}&pagination.count=10`)).json?.['data'];
  const last = (await ask(simulator, `${path}&pagination.count=10&pagination.cursor=10`)).json?.['data'];

  expect(first).toMatchObject({ pagination: { current: 0, next: 10, totalEntries: 12 } });
  expect(last).toMatchObject({ pagination: { current: 10 } });
  expect(last).not.toHaveProperty('pagination.next');
  expect((await ask(simulator, `${path}&pagination.count=11`)).status).toBe(422);
});

test('the two lists of a credential are paged apart', async () => {
  const simulator = await start();
  const path = `/credentials/${simulator.world.credentials[0]?.id}/consumers`;

  const reply = await ask(simulator, `${path}?sourcesPagination.count=1&warehousesPagination.count=5`);

  expect(reply.json?.['data']).toMatchObject({
    warehouses: [{ id: simulator.world.warehouses[0]?.id }],
    warehousesPagination: { totalEntries: 1 },
    sourcesPagination: { next: 'MQ==', totalEntries: 2 },
  });
});

test('a regulation list of one source has no paging object at all', async () => {
  const simulator = await start();

  const reply = await ask(
    simulator,
    `/regulations/sources/${simulator.world.sources[0]?.id}?pagination.count=1000`,
  );

  expect(reply.json?.['data']).not.toHaveProperty('pagination');
});

test('schedules of audiences come only when they are asked for', async () => {
  const simulator = await start();
  const path = `/spaces/${simulator.world.spaces[0]?.id}/audiences`;

  expect((await ask(simulator, path)).text).not.toContain('"schedules"');
  expect((await ask(simulator, `${path}?include=schedules`)).text).toContain('"strategy":"SPECIFIC_DAYS"');
});
