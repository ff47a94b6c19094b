/** What a definition can say beside a plain list, each tried on the route that needs it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { identifier } from '../../schemas/policy.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { destinations } from '../../schemas/resources/destinations.ts';
import { functions } from '../../schemas/resources/functions.ts';
import { sources } from '../../schemas/resources/sources.ts';
import { spaces } from '../../schemas/resources/spaces.ts';
import { warehouseSources } from '../../schemas/resources/warehouse-sources.ts';
import { warehouses } from '../../schemas/resources/warehouses.ts';
import { identify, RefusalJudge } from '../../src/segment/access.ts';
import { mapAccess } from '../../src/segment/access-map.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createTestClient, VirtualClock } from '../support/client.ts';
import { readDefinitions } from '../support/read-definitions.ts';

let simulator: Simulator;
const clock = new VirtualClock();
beforeAll(async () => {
  simulator = await startSimulator({ now: clock.now, size: 'small' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.clearFaults());

type Told = Partial<ResourceDefinition> & Pick<ResourceDefinition, 'name' | 'operationId' | 'path' | 'key'>;

/** A definition with what a test is not about filled in. */
const define = (told: Told): ResourceDefinition => ({
  schemaVersion: 1,
  purpose: 'Of a test.',
  role: 'Workspace Owner',
  shape: 'list',
  id: [{ from: 'data', field: 'id' }],
  record: z.object({ id: identifier().optional(), of: identifier().optional() }),
  ...told,
});

/** What was asked since, by operation. */
function asked(operationId: string, since = 0) {
  return simulator.requests.slice(since).filter((request) => request.operationId === operationId);
}

const queriesOf = (operationId: string, since: number) => asked(operationId, since).map(({ query }) => query);

async function read(definitions: readonly ResourceDefinition[], pageSize = 200) {
  const since = simulator.requests.length;
  return { since, ...(await readDefinitions(simulator, definitions, { pageSize })) };
}

describe('a parameter that the path has not goes into the query, from any field of the parent', () => {
  it('together with fixed parameters and whole days up to the last midnight', async () => {
    const metrics = define({
      name: 'metrics',
      operationId: 'listDeliveryMetricsSummaryFromDestination',
      path: '/destinations/{destinationId}/delivery-metrics',
      shape: 'item',
      key: 'deliveryMetricsSummary',
      parent: {
        resource: 'destinations',
        params: {
          destinationId: { from: 'data', field: 'id' },
          sourceId: { from: 'data', field: 'sourceId' },
        },
      },
      query: { granularity: 'DAY' },
      span: { from: 'startTime', to: 'endTime', days: 7 },
      id: [{ from: 'parent', field: 'destinationId' }],
    });

    const { of, linesOf, since } = await read([destinations, metrics]);

    const { world } = simulator;
    expect(of('metrics').facts).toMatchObject({
      parents: { total: world.destinations.length, read: world.destinations.length, isWhole: true },
    });
    expect(linesOf('metrics').map(({ parent }) => parent)).toEqual(
      expect.arrayContaining(world.destinations.map(({ id, sourceId }) => ({ destinationId: id, sourceId }))),
    );
    const [query] = queriesOf('listDeliveryMetricsSummaryFromDestination', since);
    expect(query).toMatchObject({
      granularity: 'DAY',
      startTime: '2026-11-15T00:00:00.000Z',
      endTime: '2026-11-22T00:00:00.000Z',
    });
  });
});

const instances = define({
  name: 'instances',
  operationId: 'listInsertFunctionInstances',
  path: '/insert-function-instances',
  key: 'instances',
  parent: {
    resource: 'functions',
    param: 'functionId',
    where: { field: 'resourceType', in: ['INSERT_DESTINATION', 'INSERT_SOURCE', 'INSERT_TRANSFORMATION'] },
  },
});

describe('only those parents that fit', () => {
  it('are read under and counted', async () => {
    const { of, since } = await read([functions, instances]);

    const inserting = simulator.world.functions.filter(({ resourceType }) =>
      resourceType.startsWith('INSERT_'),
    );
    expect(inserting.length).toBeGreaterThan(0);
    expect(inserting.length).toBeLessThan(simulator.world.functions.length);
    expect(of('instances').facts.parents?.total).toBe(inserting.length);
    expect(
      new Set(queriesOf('listInsertFunctionInstances', since).map((query) => query['functionId'])),
    ).toEqual(new Set(inserting.map(({ id }) => id)));
  });

  it('and one that does not say: to ask once too often is no harm', async () => {
    const [first] = simulator.world.functions.filter(({ resourceType }) => resourceType === 'SOURCE');
    const drop = (body: unknown) =>
      JSON.parse(JSON.stringify(body), (_name, value) => {
        if (value?.id !== first?.id) return value;
        const { resourceType: _, ...rest } = value;
        return rest;
      });
    simulator.addFault({ match: {}, effect: { kind: 'transform-json', transform: drop } });

    const { since } = await read([functions, instances]);

    const ids = queriesOf('listInsertFunctionInstances', since).map((query) => query['functionId']);
    expect(ids).toContain(first?.id);
  });

  it('where a field has something, whatever it is', async () => {
    const mappings = define({
      name: 'mappings',
      operationId: 'listSubscriptionsFromDestination',
      path: '/destinations/{destinationId}/subscriptions',
      key: 'subscriptions',
      parent: { resource: 'destinations', param: 'destinationId' },
      hasOptionalPages: true,
      record: z.object({ id: identifier(), modelId: identifier().optional() }),
    });
    const syncs = define({
      name: 'syncs',
      operationId: 'listReverseETLSyncStatusesFromModelAndSubscriptionId',
      path: '/reverse-etl-models/{modelId}/subscriptionId/{subscriptionId}/syncs',
      key: 'syncStatuses',
      parent: {
        resource: 'mappings',
        params: {
          modelId: { from: 'data', field: 'modelId' },
          subscriptionId: { from: 'data', field: 'id' },
        },
        where: { field: 'modelId' },
      },
      paging: 'flat',
      pageMax: 100,
      hasOptionalPages: true,
      id: [{ from: 'data', field: 'syncId' }],
    });

    const { of, since } = await read([destinations, mappings, syncs]);

    const withModel = simulator.world.destinationSubscriptions.filter(({ modelId }) => modelId !== undefined);
    expect(withModel.length).toBeGreaterThan(0);
    expect(of('syncs').facts.parents?.total).toBe(withModel.length);
    expect(of('syncs').facts.gap).toBeUndefined();
    // Flat, and never more than the operation gives.
    expect(queriesOf('listReverseETLSyncStatusesFromModelAndSubscriptionId', since)[0]).toEqual({
      count: '100',
    });
  });
});

describe('two steps down', () => {
  const selective = define({
    name: 'selective',
    operationId: 'listSelectiveSyncsFromWarehouseAndSource',
    path: '/warehouses/{warehouseId}/connected-sources/{sourceId}/selective-syncs',
    key: 'items',
    parent: {
      resource: 'warehouse-sources',
      params: {
        warehouseId: { from: 'parent', field: 'warehouseId' },
        sourceId: { from: 'data', field: 'id' },
      },
    },
    id: [
      { from: 'parent', field: 'warehouseId' },
      { from: 'parent', field: 'sourceId' },
      { from: 'data', field: 'collection' },
    ],
    record: z.object({ collection: z.string(), id: identifier().optional() }),
  });

  it('values come from the parent’s own parent', async () => {
    const { of, linesOf } = await read([sources, warehouses, warehouseSources, selective]);

    const pairs = Object.values(simulator.world.warehouseSources).reduce((sum, ids) => sum + ids.length, 0);
    expect(of('selective').facts).toMatchObject({ parents: { total: pairs, read: pairs, isWhole: true } });
    expect(linesOf('selective').length).toBeGreaterThan(0);
  });

  it('a gap on the way makes what hangs on it unread, never empty', async () => {
    simulator.addFault({
      match: { operationId: 'listConnectedSourcesFromWarehouse' },
      effect: { kind: 'status', status: 403 },
    });
    simulator.addFault({
      match: { operationId: 'listConnectedWarehousesFromSource' },
      effect: { kind: 'status', status: 403 },
    });

    const { of } = await read([sources, warehouses, warehouseSources, selective]);

    expect(of('selective').facts.gap).toMatchObject({ outcome: 'denied', reason: 'scope' });
    expect(of('selective').facts.parents).toBeUndefined();
  });

  it('what lies under a list that was read in part is not taken for all', async () => {
    const { world } = simulator;
    const [warehouse] = world.warehouses;
    if (warehouse === undefined) throw new Error('expected a warehouse');
    world.warehouses.push({ ...warehouse, id: 'another' });
    world.warehouseSources['another'] = world.sources.slice(0, 1).map(({ id }) => id);
    simulator.addFault({
      match: { path: '/warehouses/another/connected-sources' },
      effect: { kind: 'status', status: 403 },
    });

    const { of } = await read([warehouses, warehouseSources, selective]);

    expect(of('selective').facts.parents).toMatchObject({ isWhole: false });
    world.warehouses.pop();
  });

  it('is in the access map by one request each', async () => {
    const client = createTestClient({ origin: simulator.url, token: simulator.tokens.owner, clock });
    const access = { client, nowMs: clock.nowMs, sleep: clock.sleep };
    await identify(access);
    const since = simulator.requests.length;

    const map = await mapAccess(
      [functions, instances, warehouses, warehouseSources, selective],
      client,
      new RefusalJudge(access),
      { askedAt: clock.now().toISOString() },
    );
    await client.close();

    expect(map.map(({ access: found }) => found)).toEqual(Array.from({ length: 5 }, () => 'readable'));
    // Of functions as many lists as it takes to find one of those that others are read under.
    const others = simulator.requests
      .slice(since)
      .filter((request) => request.operationId !== 'listFunctions');
    expect(others.length).toBe(4);
  });
});

describe('several lists in one answer', () => {
  const credentials = define({
    name: 'credentials',
    operationId: 'listCredentials',
    path: '/credentials',
    key: 'credentials',
  });
  const consumers = define({
    name: 'consumers',
    operationId: 'listCredentialConsumers',
    path: '/credentials/{credentialId}/consumers',
    key: 'warehouses',
    parent: { resource: 'credentials', param: 'credentialId' },
    mark: 'of',
    streams: [
      { key: 'warehouses', pagination: 'warehousesPagination', as: 'WAREHOUSE' },
      { key: 'sources', pagination: 'sourcesPagination', as: 'SOURCE' },
    ],
  });

  it.each([200, 1])('are read together, each to its end, %i a page', async (pageSize) => {
    const { world } = simulator;
    const [credential] = world.credentials;
    const before = world.credentialConsumers[credential?.id ?? ''];
    world.credentialConsumers[credential?.id ?? ''] = {
      warehouseIds: world.warehouses.slice(0, 1).map(({ id }) => id),
      sourceIds: world.sources.slice(0, 3).map(({ id }) => id),
    };

    const { of, linesOf, since } = await read([credentials, consumers], pageSize);

    const all = Object.values(world.credentialConsumers);
    const count = (of: string) =>
      linesOf('consumers').filter(({ data }) => (data as { of: string }).of === of);
    expect(count('SOURCE').length).toBe(all.reduce((sum, each) => sum + each.sourceIds.length, 0));
    expect(count('WAREHOUSE').length).toBe(all.reduce((sum, each) => sum + each.warehouseIds.length, 0));
    const pages = (records: number) => Math.max(1, Math.ceil(records / pageSize));
    const fewest = world.credentials.reduce((sum, { id }) => {
      const { warehouseIds = [], sourceIds = [] } = world.credentialConsumers[id] ?? {};
      return sum + Math.max(pages(warehouseIds.length), pages(sourceIds.length));
    }, 0);
    expect(asked('listCredentialConsumers', since).length).toBe(fewest);
    expect(of('consumers').facts).toMatchObject({ pages: fewest, totals: { mismatched: 0, moved: 0 } });
    world.credentialConsumers[credential?.id ?? ''] = before ?? { warehouseIds: [], sourceIds: [] };
  });
});

describe('pages of ten with numbers for cursors', () => {
  it('are read to the end, however large pages may be elsewhere', async () => {
    const filters = define({
      name: 'filters',
      operationId: 'listFiltersForSpace',
      path: '/filters',
      key: 'filters',
      parent: { resource: 'spaces', param: 'integrationId', as: 'spaceId' },
      paging: 'numeric',
      pageMax: 10,
      hasOptionalPages: true,
    });
    const { world } = simulator;
    const [filter] = world.spaceFilters;
    if (filter === undefined) throw new Error('expected a filter');
    const more = Array.from({ length: 25 }, (_, index) => ({ ...filter, id: `more-${index}` }));
    world.spaceFilters.push(...more);

    const { of, linesOf, since } = await read([spaces, filters]);

    expect(linesOf('filters').length).toBe(world.spaceFilters.length);
    expect(linesOf('filters')[0]?.parent).toEqual({ spaceId: expect.any(String) });
    expect(queriesOf('listFiltersForSpace', since).every((query) => query['pagination.count'] === '10')).toBe(
      true,
    );
    expect(of('filters').facts.gap).toBeUndefined();
    world.spaceFilters.splice(-more.length);
  });
});

describe('records that come with another resource’s', () => {
  const audiences = define({
    name: 'audiences',
    operationId: 'listAudiences',
    path: '/spaces/{spaceId}/audiences',
    key: 'audiences',
    parent: { resource: 'spaces', param: 'spaceId' },
    query: { include: 'schedules' },
    pageMax: 200,
  });
  const schedules = define({
    name: 'schedules',
    operationId: 'listAudienceSchedulesFromSpaceAndAudience',
    path: '/spaces/{spaceId}/audiences/{id}/schedules',
    shape: 'array',
    key: 'audienceSchedules',
    parent: {
      resource: 'audiences',
      params: {
        spaceId: { from: 'parent', field: 'spaceId' },
        id: { from: 'data', field: 'id', as: 'audienceId' },
      },
    },
    within: { field: 'schedules' },
  });
  const expected = () => simulator.world.audiences.flatMap(({ schedules: each = [] }) => each);

  it('need no request of their own', async () => {
    const { of, linesOf, since } = await read([spaces, audiences, schedules]);

    expect(expected().length).toBeGreaterThan(0);
    expect(linesOf('schedules').map(({ id }) => id)).toEqual(expected().map(({ id }) => id));
    expect(asked('listAudienceSchedulesFromSpaceAndAudience', since)).toEqual([]);
    const total = simulator.world.audiences.length;
    expect(of('schedules').facts).toMatchObject({ pages: 0, parents: { total, read: total, isWhole: true } });
  });

  it('are asked for where they did not come', async () => {
    const { linesOf, since } = await read([spaces, { ...audiences, query: {} }, schedules]);

    expect(new Set(linesOf('schedules').map(({ id }) => id))).toEqual(
      new Set(expected().map(({ id }) => id)),
    );
    expect(asked('listAudienceSchedulesFromSpaceAndAudience', since).length).toBe(
      simulator.world.audiences.length,
    );
  });
});

describe('a 404 that means that there is none', () => {
  const plugins = define({
    name: 'plugins',
    operationId: 'getLatestFromLivePlugins',
    path: '/sources/{sourceId}/live-plugins/latest',
    shape: 'item',
    key: 'livePlugin',
    parent: { resource: 'sources', param: 'sourceId' },
    missingIsNone: true,
  });

  it('is no gap', async () => {
    const { of } = await read([sources, plugins]);

    const total = simulator.world.sources.length;
    expect(of('plugins').facts).toMatchObject({ parents: { total, read: total, isWhole: true } });
    expect(of('plugins').facts.gap).toBeUndefined();
  });

  it('but any other refusal is', async () => {
    simulator.addFault({
      match: { operationId: 'getLatestFromLivePlugins' },
      effect: { kind: 'status', status: 403 },
    });

    const { of } = await read([sources, plugins]);

    expect(of('plugins').facts.gap).toMatchObject({ outcome: 'denied' });
  });
});

describe('several places that make up one resource', () => {
  it('are all read, month by month, and each record says which it is from', async () => {
    const usage = define({
      name: 'usage',
      operationId: 'getDailyWorkspaceAPICallsUsage',
      path: '/usage/api-calls/daily',
      key: 'dailyWorkspaceAPICallsUsage',
      period: { param: 'period', lastUntilDay: 31 },
      mark: 'of',
      as: 'WORKSPACE',
      id: [
        { from: 'data', field: 'of' },
        { from: 'data', field: 'timestamp' },
        { from: 'data', field: 'sourceId', whenMissing: '' },
      ],
      record: z.object({ of: z.string(), timestamp: z.string(), sourceId: identifier().optional() }),
      alsoAt: [
        {
          operationId: 'getDailyPerSourceAPICallsUsage',
          path: '/usage/api-calls/sources/daily',
          shape: 'list',
          key: 'dailyPerSourceAPICallsUsage',
          period: { param: 'period', lastUntilDay: 21 },
          as: 'SOURCE',
        },
      ],
    });

    const { of, linesOf, since } = await read([usage]);

    expect(queriesOf('getDailyWorkspaceAPICallsUsage', since).map((query) => query['period'])).toEqual([
      '2026-10-01',
      '2026-11-01',
    ]);
    expect(queriesOf('getDailyPerSourceAPICallsUsage', since)[0]?.['period']).toBe('2026-11-01');
    expect(of('usage').facts.variants).toEqual({ total: 3, read: 3 });
    const marks = linesOf('usage').map(({ data }) => (data as { of: string }).of);
    expect(new Set(marks)).toEqual(new Set(['WORKSPACE', 'SOURCE']));
  });

  const schema = define({
    name: 'schema',
    operationId: 'listEvents',
    path: '/spaces/{spaceId}/events',
    key: 'events',
    parent: { resource: 'spaces', param: 'spaceId' },
    mark: 'of',
    as: 'EVENT',
    id: [
      { from: 'parent', field: 'spaceId' },
      { from: 'data', field: 'of' },
      { from: 'parent', field: 'eventName', whenMissing: '' },
      { from: 'data', field: 'name' },
    ],
    record: z.object({ name: z.string(), of: z.string() }),
    alsoAt: [
      {
        operationId: 'listPropertiesFromEvent',
        path: '/spaces/{spaceId}/events/{eventName}/properties',
        shape: 'list',
        key: 'eventProperties',
        as: 'PROPERTY',
        parent: {
          resource: 'schema',
          where: { field: 'of', in: ['EVENT'] },
          params: {
            spaceId: { from: 'parent', field: 'spaceId' },
            eventName: { from: 'data', field: 'name' },
          },
        },
      },
    ],
  });

  it('what one lists the next is read under', async () => {
    const { of, linesOf } = await read([spaces, schema]);

    const events = linesOf('schema').filter(({ data }) => (data as { of: string }).of === 'EVENT').length;
    expect(events).toBeGreaterThan(0);
    expect(linesOf('schema').length).toBeGreaterThan(events);
    expect(of('schema').facts.parents?.total).toBe(simulator.world.spaces.length + events);
  });

  it('one that cannot be read makes the whole partial', async () => {
    simulator.addFault({ match: { operationId: 'listEvents' }, effect: { kind: 'status', status: 403 } });

    const { of } = await read([spaces, schema]);

    expect(of('schema').facts).toMatchObject({ gap: { outcome: 'denied' }, variants: { total: 2, read: 0 } });
  });
});

describe('a feature that is declared off', () => {
  it('is asked for once, also under parents', async () => {
    const since = simulator.requests.length;
    const { of } = await readDefinitions(simulator, [functions, { ...instances, feature: 'inserts' }], {
      featuresOff: ['inserts'],
    });

    expect(asked('listInsertFunctionInstances', since).length).toBe(1);
    expect(of('instances').facts.declaredOff).toBeDefined();
  });
});

describe('details', () => {
  it('are asked for with what the list was read with, and may add to what was listed', async () => {
    const mappings = define({
      name: 'mappings',
      operationId: 'listSubscriptionsFromDestination',
      path: '/destinations/{destinationId}/subscriptions',
      key: 'subscriptions',
      parent: { resource: 'destinations', param: 'destinationId' },
      hasOptionalPages: true,
      detail: {
        operationId: 'getSubscriptionFromDestination',
        path: '/destinations/{destinationId}/subscriptions/{id}',
        key: 'subscription',
        param: 'id',
        whenMissing: 'trigger',
        isMerged: true,
      },
      record: z.object({ id: identifier(), trigger: z.string(), kept: z.string() }),
    });
    const change = (body: unknown) =>
      JSON.parse(JSON.stringify(body), (_name, value) => {
        if (value?.trigger === undefined) return value;
        const { trigger: _, ...rest } = value;
        return { ...rest, kept: 'listed' };
      });
    simulator.addFault({
      match: { operationId: 'listSubscriptionsFromDestination' },
      effect: { kind: 'transform-json', transform: change },
    });

    const { of, linesOf } = await read([destinations, mappings]);

    expect(of('mappings').facts.detailsUnread).toBe(0);
    expect(linesOf('mappings').length).toBe(simulator.world.destinationSubscriptions.length);
    expect(linesOf('mappings')[0]?.data).toMatchObject({ kept: 'listed', trigger: expect.any(String) });
  });
});
