/** What happened in the workspace: the audit trail moves with the clock, privacy requests grow old. */
import { afterEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ask, askAll, askPage, dataOf, idsOf, type Json, NOON } from './asking.ts';

const DAY_MS = 86_400_000;
let now = NOON;
let simulator: Simulator;

async function start(at = NOON): Promise<Simulator> {
  now = at;
  simulator = await startSimulator({ now: () => now });
  return simulator;
}

afterEach(() => simulator.close());

const events = (query = '') => askAll(simulator, `/audit-events${query}`, 'events', 200);
const times = (records: readonly Json[]) => records.map((record) => Date.parse(String(record['timestamp'])));

test('the audit trail is 90 days, newest first', async () => {
  await start();

  const { items } = await askAll(simulator, '/audit-events', 'events', 200);

  const stamps = times(items);
  expect(stamps).toEqual([...stamps].sort((left, right) => right - left));
  expect(Math.min(...stamps)).toBeGreaterThanOrEqual(NOON.getTime() - 90 * DAY_MS);
  expect(Math.min(...stamps)).toBeLessThan(NOON.getTime() - 88 * DAY_MS);
  expect(Math.max(...stamps)).toBeLessThanOrEqual(NOON.getTime());
});

test('the audit trail can be asked for by window, and windows that meet lose nothing', async () => {
  await start();
  const window = async (startTime: string, endTime: string) => {
    const query = new URLSearchParams({ startTime, endTime, 'pagination.count': '1000' });
    const reply = await ask(simulator, `/audit-events?${query}`);
    return dataOf<{ events: Json[] }>(reply).events;
  };

  const whole = await window('2026-11-01T00:00:00Z', '2026-11-20T00:00:00Z');
  const late = await window('2026-11-10T00:00:00Z', '2026-11-20T00:00:00Z');
  const early = await window('2026-11-01T00:00:00Z', '2026-11-10T00:00:00Z');

  expect([...late, ...early]).toEqual(whole);
  expect(whole.length).toBeGreaterThan(50);
});

test('the audit trail can be asked for by resource', async () => {
  await start();
  const [event] = simulator.world.auditEvents;
  const ofResource = async (query: string) => {
    const reply = await ask(simulator, `/audit-events?${query}`);
    return dataOf<{ events: Json[] }>(reply).events;
  };

  const byId = await ofResource(`resourceId=${event?.resourceId}`);
  const byType = await ofResource('resourceType=Source');

  expect(new Set(byId.map(({ resourceId }) => resourceId))).toEqual(new Set([event?.resourceId]));
  expect(new Set(byType.map(({ resourceType }) => resourceType))).toEqual(new Set(['Source']));
});

test.each(['startTime=yesterday', 'endTime=2026-13-45', 'startTime=2026-11-02&endTime=2026-11-01'])(
  'an audit window of %s is refused',
  async (query) => {
    await start();

    expect((await ask(simulator, `/audit-events?${query}`)).status).toBe(422);
  },
);

test('events appear as the clock moves on, and those read before stay as they were', async () => {
  await start();

  const before = (await askAll(simulator, '/audit-events', 'events', 200)).items;
  now = new Date(NOON.getTime() + 2 * DAY_MS);
  const after = (await askAll(simulator, '/audit-events', 'events', 200)).items;

  const added = after.filter((event) => Date.parse(String(event['timestamp'])) > NOON.getTime());
  expect(added.length).toBeGreaterThan(4);
  expect(after.slice(added.length)).toEqual(before.slice(0, after.length - added.length));
});

test('an event that a test adds is served in its place', async () => {
  await start();
  const added = {
    id: 'added',
    timestamp: '2026-11-01T12:00:00.000Z',
    type: 'Source Deleted',
    actor: simulator.world.users[0]?.id ?? '',
    resourceId: 'gone',
    resourceType: 'Source',
    resourceName: 'Gone',
  };

  simulator.world.auditEvents.push(added);
  const { items } = await events();

  const place = idsOf(items).indexOf('added');
  expect(items[place]).toEqual(added);
  expect(times(items)[place - 1]).toBeGreaterThanOrEqual(Date.parse(added.timestamp));
});

test('the owner who left and the user without access are not in the trail', async () => {
  await start();
  const { world } = simulator;

  const actors = new Set(world.auditEvents.map(({ actor }) => actor));

  expect(actors.has(world.users[2]?.id ?? '')).toBe(false);
  expect(actors.has(world.users[13]?.id ?? '')).toBe(false);
  expect(world.auditEvents.some(({ actorEmail }) => actorEmail === undefined)).toBe(true);
  expect(world.auditEvents.some(({ type }) => type === 'Support Login')).toBe(true);
});

test('a privacy request older than 90 days is gone, from the list and by id', async () => {
  await start();
  const page = await askPage(simulator, '/regulations', 'regulations', { count: 1000 });
  const oldest = String(page.items.at(-1)?.['id']);

  const young = (await ask(simulator, `/regulations/${oldest}`)).status;
  now = new Date(NOON.getTime() + 30 * DAY_MS);
  const old = (await ask(simulator, `/regulations/${oldest}`)).status;
  const later = await askPage(simulator, '/regulations', 'regulations', { count: 1000 });

  expect([young, old]).toEqual([200, 404]);
  expect(later.items.length).toBeLessThan(page.items.length);
});

test('a privacy request tells how it went in each destination of its sources', async () => {
  await start();
  const finished = simulator.world.regulations.find(({ status }) => status === 'FINISHED');

  const reply = await ask(simulator, `/regulations/${finished?.id}`);

  const { regulation } = dataOf<{ regulation: { streamStatus: { id: string }[] } }>(reply);
  expect(regulation).toMatchObject({
    id: finished?.id,
    overallStatus: 'FINISHED',
    finishedAt: finished?.finishedAt,
  });
  const sources = simulator.world.sources.map(({ id }) => id);
  for (const { id } of regulation.streamStatus) expect(sources).toContain(id);
});

test('privacy requests can be asked for by status', async () => {
  await start();

  const reply = await ask(simulator, '/regulations?status=RUNNING');

  const { regulations } = dataOf<{ regulations: Json[] }>(reply);
  expect(regulations.length).toBeGreaterThan(0);
  expect(new Set(regulations.map(({ status }) => status))).toEqual(new Set(['RUNNING']));
});
