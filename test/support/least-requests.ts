/**
 * The least number of requests that read a world whole, by operation: formulas over what is there, taken from the
 * reference of the API and not from how this program reads.
 */
import type { World } from '../../src/simulator/simulator.ts';

const PAGE = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Requests for a list of so many: an empty one is asked for too. */
const pages = (count: number, perPage = PAGE) => Math.max(1, Math.ceil(count / perPage));

function sumOver<T>(items: readonly T[], requestsFor: (item: T) => number): number {
  return items.reduce((sum, item) => sum + requestsFor(item), 0);
}

export interface Asked {
  /** When the run began. */
  readonly startedAt: Date;
  /** Whether lists of users and groups say what each may do. */
  readonly permissionsInUserList: boolean;
}

/** Returns how often each operation has to be asked in a first run, where it is asked by default. */
export function leastRequests(world: World, asked: Asked): Readonly<Record<string, number>> {
  return withoutZeros({
    ...ofPeople(world, asked),
    ...ofFlows(world),
    ...ofPolicies(world, asked),
    ...ofProfiles(world),
  });
}

function ofPeople(world: World, { permissionsInUserList }: Asked) {
  const { users, groups, groupMembers, groupInvites } = world;
  return {
    getWorkspace: 1,
    listUsers: pages(users.length),
    getUser: permissionsInUserList ? 0 : users.length,
    listUserGroups: pages(groups.length),
    getUserGroup: permissionsInUserList ? 0 : groups.length,
    listUsersFromUserGroup: sumOver(groups, ({ id }) => pages(groupMembers[id]?.length ?? 0)),
    listInvitesFromUserGroup: sumOver(groups, ({ id }) => pages(groupInvites[id]?.length ?? 0)),
    listRoles: pages(world.roles.length),
    listInvites: pages(world.invites.length),
    listLabels: 1,
  };
}

function ofFlows(world: World) {
  const { sources, destinations, destinationFilters, destinationSubscriptions, warehouses } = world;
  const onActions = destinations.filter(({ metadata }) => metadata.actions.length > 0);
  const ofDestination = (all: readonly { destinationId: string }[], id: string) =>
    all.filter(({ destinationId }) => destinationId === id).length;
  return {
    listSources: pages(sources.length),
    listSchemaSettingsInSource: sources.length,
    getLatestFromLivePlugins: sources.length,
    listDestinations: pages(destinations.length),
    listFiltersFromDestination: sumOver(destinations, ({ id }) =>
      pages(ofDestination(destinationFilters, id)),
    ),
    listSubscriptionsFromDestination: sumOver(onActions, ({ id }) =>
      pages(ofDestination(destinationSubscriptions, id)),
    ),
    listWarehouses: pages(warehouses.length),
    ...ofWarehouseSources(world),
    listReverseEtlModels: pages(world.reverseEtlModels.length),
    listTransformations: pages(world.transformations.length),
  };
}

/** From whichever end takes fewer. */
function ofWarehouseSources({ sources, warehouses, warehouseSources }: World) {
  const perWarehouse = sumOver(warehouses, ({ id }) => pages(warehouseSources[id]?.length ?? 0));
  return perWarehouse <= sources.length
    ? { listConnectedSourcesFromWarehouse: perWarehouse }
    : { listConnectedWarehousesFromSource: sources.length };
}

function ofPolicies(world: World, { startedAt }: Asked) {
  const { trackingPlans, planRules, generatedRules, sourcePlans, functions, functionVersions } = world;
  const connected = Object.values(sourcePlans);
  const types = ['DESTINATION', 'INSERT_DESTINATION', 'INSERT_SOURCE', 'INSERT_TRANSFORMATION', 'SOURCE'];
  const inserted = functions.filter(({ resourceType }) => resourceType.startsWith('INSERT_'));
  const window = { from: startedAt.getTime() - 90 * DAY_MS, to: startedAt.getTime() };
  return {
    listTrackingPlans: pages(trackingPlans.length),
    listRulesFromTrackingPlan: sumOver(trackingPlans, ({ id }) =>
      pages(planRules[id]?.length ?? generatedRules[id] ?? 0),
    ),
    listSourcesFromTrackingPlan: sumOver(trackingPlans, ({ id }) =>
      pages(connected.filter((plan) => plan === id).length),
    ),
    listFunctions: sumOver(types, (type) =>
      pages(functions.filter(({ resourceType }) => resourceType === type).length),
    ),
    getFunction: functions.length,
    listFunctionVersions: sumOver(functions, ({ id }) => pages(functionVersions[id]?.length ?? 0)),
    listInsertFunctionInstances: sumOver(inserted, ({ id }) =>
      pages(world.insertFunctionInstances.filter(({ classId }) => classId === id).length),
    ),
    listCredentials: pages(world.credentials.length),
    listCredentialConsumers: sumOver(world.credentials, ({ id }) => {
      const { warehouseIds = [], sourceIds = [] } = world.credentialConsumers[id] ?? {};
      return Math.max(pages(warehouseIds.length), pages(sourceIds.length));
    }),
    listWorkspaceRegulations: pages(world.regulations.length),
    listSuppressions: pages(world.suppressions.length),
    listAuditEvents: pages(
      world.auditEvents.filter(
        ({ timestamp }) => Date.parse(timestamp) >= window.from && Date.parse(timestamp) <= window.to,
      ).length,
    ),
  };
}

function ofProfiles({ spaces, spaceFilters, audiences, computedTraits }: World) {
  const inSpace = <T extends { readonly spaceId: string }>(all: readonly T[], id: string) =>
    all.filter(({ spaceId }) => spaceId === id).length;
  return {
    listSpaces: pages(spaces.length),
    listFiltersForSpace: sumOver(spaces, ({ id }) =>
      pages(spaceFilters.filter(({ integrationId }) => integrationId === id).length, 10),
    ),
    listAudiences: sumOver(spaces, ({ id }) => pages(inSpace(audiences, id))),
    listDestinationsFromAudience: audiences.length,
    listActivationsFromAudience: audiences.length,
    listComputedTraits: sumOver(spaces, ({ id }) => pages(inSpace(computedTraits, id))),
  };
}

function withoutZeros(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
