/**
 * How often Segment is asked: as often as the workspace is large, and not once more. The numbers are
 * worked out from the simulated workspace itself and held against what its server has seen.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordLine } from '../../schemas/lines.ts';
import { parentFields } from '../../schemas/place.ts';
import { resources } from '../../schemas/resources/index.ts';
import { SCALES, type Simulator, type SimulatorOptions, type World } from '../../src/simulator/simulator.ts';
import { ALL } from '../support/by-default.ts';
import { type CollectedRun, collectOnce, type Scene, withScene } from '../support/fault-row.ts';
import { withSecondLook } from '../support/second-look.ts';
import { IS_FULL } from '../support/tier.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

interface Asking {
  readonly pageSize: number;
  /** When the run began. */
  readonly startMs: number;
  /** Whether lists of users and groups say their permissions. */
  readonly permissionsInLists: boolean;
}

/** The fewest requests that read a workspace whole, by operation. */
function fewestRequests(
  world: World,
  { pageSize, startMs, permissionsInLists }: Asking,
): Record<string, number> {
  const pages = (records: number, most = pageSize) =>
    Math.max(1, Math.ceil(records / Math.min(pageSize, most)));
  const each = <T>(parents: readonly T[], count: (parent: T) => number, most?: number) =>
    parents.reduce((sum, parent) => sum + pages(count(parent), most), 0);
  const within = (instant: string, untilMs: number) => {
    const atMs = Date.parse(instant);
    return atMs >= startMs - 90 * DAY_MS && atMs <= untilMs;
  };
  const { users, groups, sources, destinations, trackingPlans, warehouses, functions } = world;
  const functionTypes = [
    'DESTINATION',
    'INSERT_DESTINATION',
    'INSERT_SOURCE',
    'INSERT_TRANSFORMATION',
    'SOURCE',
  ];
  const plansOfSources = Object.values(world.sourcePlans);
  const warehousesOf = (sourceId: string) =>
    warehouses.filter(({ id }) => world.warehouseSources[id]?.includes(sourceId) === true).length;
  // One relation with two ends: read from the one with fewer, but not from one that shows nothing.
  const isReadFromSources = sources.length > 0 && sources.length < warehouses.length;
  return {
    getWorkspace: 1,
    listUsers: pages(users.length),
    getUser: permissionsInLists ? 0 : users.length,
    listUserGroups: pages(groups.length),
    getUserGroup: permissionsInLists ? 0 : groups.length,
    listUsersFromUserGroup: each(groups, ({ id }) => world.groupMembers[id]?.length ?? 0),
    listInvitesFromUserGroup: each(groups, ({ id }) => world.groupInvites[id]?.length ?? 0),
    listRoles: pages(world.roles.length),
    listInvites: pages(world.invites.length),
    listLabels: 1,
    listSources: pages(sources.length),
    listSchemaSettingsInSource: sources.length,
    listDestinations: pages(destinations.length),
    listFiltersFromDestination: each(
      destinations,
      ({ id }) => world.destinationFilters.filter((filter) => filter.destinationId === id).length,
    ),
    listTrackingPlans: pages(trackingPlans.length),
    listRulesFromTrackingPlan: each(
      trackingPlans,
      ({ id }) => world.planRules[id]?.length ?? world.generatedRules[id] ?? 0,
    ),
    listSourcesFromTrackingPlan: each(
      trackingPlans,
      ({ id }) => plansOfSources.filter((planId) => planId === id).length,
    ),
    listTransformations: pages(world.transformations.length),
    listWarehouses: pages(warehouses.length),
    listConnectedSourcesFromWarehouse: isReadFromSources
      ? 0
      : each(warehouses, ({ id }) => world.warehouseSources[id]?.length ?? 0),
    listConnectedWarehousesFromSource: isReadFromSources ? each(sources, ({ id }) => warehousesOf(id)) : 0,
    listCredentials: pages(world.credentials.length),
    listFunctions: each(
      functionTypes,
      (type) => functions.filter(({ resourceType }) => resourceType === type).length,
    ),
    getFunction: functions.length,
    listFunctionVersions: each(functions, ({ id }) => world.functionVersions[id]?.length ?? 0),
    listInsertFunctionInstances: each(
      functions.filter(({ resourceType }) => resourceType.startsWith('INSERT_')),
      ({ id }) => world.insertFunctionInstances.filter(({ classId }) => classId === id).length,
    ),
    listSubscriptionsFromDestination: each(
      destinations.filter(({ metadata }) => metadata.actions.length > 0),
      ({ id }) => world.destinationSubscriptions.filter(({ destinationId }) => destinationId === id).length,
    ),
    // Both lists of an answer are read on together.
    listCredentialConsumers: each(world.credentials, ({ id }) => {
      const { warehouseIds = [], sourceIds = [] } = world.credentialConsumers[id] ?? {};
      return Math.max(warehouseIds.length, sourceIds.length);
    }),
    getLatestFromLivePlugins: sources.length,
    listReverseEtlModels: pages(world.reverseEtlModels.length),
    listSpaces: pages(world.spaces.length),
    listFiltersForSpace: each(
      world.spaces,
      (space) => world.spaceFilters.filter(({ integrationId }) => integrationId === space.id).length,
      10,
    ),
    listAudiences: each(
      world.spaces,
      (space) => world.audiences.filter(({ spaceId }) => spaceId === space.id).length,
      200,
    ),
    // They come with the audiences.
    listAudienceSchedulesFromSpaceAndAudience: 0,
    listDestinationsFromAudience: world.audiences.length,
    listActivationsFromAudience: world.audiences.length,
    listComputedTraits: each(
      world.spaces,
      (space) => world.computedTraits.filter(({ spaceId }) => spaceId === space.id).length,
    ),
    listAuditEvents: pages(
      world.auditEvents.filter(({ timestamp }) => within(timestamp, startMs - 5 * MINUTE_MS)).length,
    ),
    listWorkspaceRegulations: pages(
      world.regulations.filter(({ createdAt }) => within(createdAt, startMs)).length,
    ),
    listSuppressions: pages(world.suppressions.length),
  };
}

/**
 * The same of the lists that are not worked out above, from the records that were stored: a page at least of
 * each list, and of each parent's.
 */
function fewestFromStored(
  scene: Scene,
  run: CollectedRun,
  known: Record<string, number>,
  pageSize: number,
): Record<string, number> {
  const read = (name: string) => recordsIn(artifact(scene, run, name));
  const pages = (records: number) => Math.max(1, Math.ceil(records / pageSize));
  const others = resources.filter(({ operationId, optIn }) => optIn === undefined && !(operationId in known));
  const counts = others.map((definition): readonly [string, number] => {
    const { operationId, name, parent } = definition;
    const records = read(name);
    if (parent === undefined) return [operationId, pages(records.length)];
    const under = (id: string) =>
      records.filter((record) => record.parent?.[parentFields(parent)[0] ?? ''] === id).length;
    return [operationId, read(parent.resource).reduce((sum, { id }) => sum + pages(under(id)), 0)];
  });
  return Object.fromEntries(counts);
}

/** The bytes of an artifact. */
const artifact = ({ cli }: Scene, { snapshot }: CollectedRun, name: string) =>
  readFileSync(join(cli.store, snapshot, `data/resources/${name}.jsonl`), 'utf8');

const recordsIn = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as RecordLine);

/** What the server has seen, by operation. */
function seen({ requests }: Simulator): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operationId } of requests) counts[`${operationId}`] = (counts[`${operationId}`] ?? 0) + 1;
  return counts;
}

const withoutZeros = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

interface Row {
  readonly title: string;
  readonly pageSize: number;
  readonly simulator: Partial<SimulatorOptions>;
  readonly arrange?: (world: World) => void;
}

/** More warehouses than sources, each written into by three of them. */
function addWarehouses(world: World): void {
  const [warehouse] = world.warehouses;
  if (warehouse === undefined) throw new Error('expected a warehouse');
  for (let index = 0; index < 20; index += 1) {
    const id = `warehouse-${index}`;
    world.warehouses.push({ ...warehouse, id });
    world.warehouseSources[id] = [0, 1, 2].map(
      (step) => world.sources[(index + step) % world.sources.length]?.id ?? '',
    );
  }
}

const rows: readonly Row[] = [
  { title: 'a small workspace', pageSize: 200, simulator: { size: 'small' } },
  { title: 'a small workspace, a few records at a time', pageSize: 3, simulator: { size: 'small' } },
  {
    title: 'more warehouses than sources',
    pageSize: 200,
    simulator: { size: 'small' },
    arrange: addWarehouses,
  },
  {
    title: 'a workspace with next to nothing in it',
    pageSize: 200,
    simulator: { size: 'small' },
    arrange: (world) => {
      for (const list of [world.sources, world.destinations, world.trackingPlans, world.functions] as const)
        list.splice(0);
      for (const list of [world.warehouses, world.transformations, world.reverseEtlModels] as const)
        list.splice(0);
    },
  },
];

/** Thousands of requests each. */
const largeRows: readonly Row[] = [
  {
    title: 'a medium workspace whose lists say permissions',
    pageSize: 200,
    simulator: { size: 'medium', permissionsInUserList: true },
  },
  {
    title: 'a medium workspace whose lists say no permissions',
    pageSize: 1000,
    simulator: { size: 'medium' },
  },
  {
    title: 'a large workspace, with plans of few rules',
    pageSize: 200,
    simulator: {
      // Few audiences: they are read for an hour else, and what grows too old meanwhile has another test.
      size: { ...SCALES.large, rulesPerPlan: 201, trackingPlans: 150, audiencesPerSpace: 12 },
      permissionsInUserList: true,
    },
  },
];

describe('a run', () => {
  it.each([...rows, ...(IS_FULL ? largeRows : [])])(
    'asks Segment as often as it must and not once more: $title',
    async ({ pageSize, simulator: options, arrange }) =>
      withScene({ simulator: options, connection: { collect: { pageSize } }, reads: ALL }, async (scene) => {
        const { simulator } = scene;
        arrange?.(simulator.world);

        const { code, run } = await collectOnce(scene);

        const permissionsInLists = options.permissionsInUserList === true;
        const startMs = Date.parse(run.resources[0]?.startedAt ?? '');
        const fewest = fewestRequests(simulator.world, { pageSize, startMs, permissionsInLists });
        expect(code).toBe(0);
        expect(seen(simulator)).toEqual(
          withSecondLook(withoutZeros({ ...fewestFromStored(scene, run, fewest, pageSize), ...fewest })),
        );
        expect(run.resources.reduce((sum, { requests }) => sum + requests, 0)).toBe(
          simulator.requests.length,
        );
      }),
    300_000,
  );
});

describe('which source writes into which warehouse', () => {
  it.each([
    { title: 'fewer warehouses than sources', arrange: () => undefined, refused: 'listWarehouses' },
    { title: 'more warehouses than sources', arrange: addWarehouses, refused: 'listSources' },
  ])('comes out the same from either side: $title', ({ arrange, refused }) =>
    withScene({ reads: ['warehouse-sources'] }, async (scene) => {
      const { simulator, fault } = scene;
      arrange(simulator.world);

      const { run: nearer } = await collectOnce(scene);
      // With no list of the fewer ones there is only the other side.
      fault(refused, { kind: 'status', status: 403 });
      const { run: farther } = await collectOnce(scene);

      const asked = seen(simulator);
      expect(asked['listConnectedSourcesFromWarehouse']).toBeGreaterThan(0);
      expect(asked['listConnectedWarehousesFromSource']).toBeGreaterThan(0);
      const bytes = artifact(scene, nearer, 'warehouse-sources');
      expect(bytes).not.toBe('');
      expect(artifact(scene, farther, 'warehouse-sources')).toBe(bytes);
    }),
  );
});
