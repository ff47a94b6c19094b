/** Which requests exercise a route: every value its path and its required parameters can take in a world. */
import type { Route } from '../../src/simulator/routes/route.ts';
import type { World } from '../../src/simulator/simulator.ts';
import { DESTINATION_KINDS, destinationMetadata } from '../../src/simulator/world/destination-catalogue.ts';
import { livePluginOf } from '../../src/simulator/world/live-plugins.ts';
import {
  audienceActivations,
  entityPathsOf,
  entityPropertiesOf,
  eventPropertiesOf,
  eventsOf,
  profilesWarehouses,
  traitsOf,
} from '../../src/simulator/world/profiles.ts';
import { SOURCE_KINDS, sourceMetadata } from '../../src/simulator/world/source-catalogue.ts';
import { reverseEtlSyncs } from '../../src/simulator/world/syncs.ts';
import { WAREHOUSE_METADATA } from '../../src/simulator/world/warehouses.ts';

/** One way to call a route: its path, and parameters other than paging. */
export interface Visit {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

type Parameters = Readonly<Record<string, string>>;
type Listed = readonly { readonly id: string }[];

/** The moment all visits are made at. */
export const VISIT_TIME = new Date('2026-11-22T12:00:00.000Z');

const ids = (name: string, list: Listed): Parameters[] => list.map(({ id }) => ({ [name]: id }));

/** Path parameters by name, for routes with a single one. */
const BY_NAME: Readonly<Record<string, (world: World) => Listed>> = {
  userId: (world) => world.users,
  userGroupId: (world) => world.groups,
  sourceId: (world) => world.sources,
  destinationId: (world) => world.destinations,
  warehouseId: (world) => world.warehouses,
  credentialId: (world) => world.credentials,
  modelId: (world) => world.reverseEtlModels,
  trackingPlanId: (world) => world.trackingPlans,
  transformationId: (world) => world.transformations,
  functionId: (world) => world.functions,
  instanceId: (world) => world.insertFunctionInstances,
  spaceId: (world) => world.spaces,
  regulateId: (world) => world.regulations,
  id: (world) => world.spaceFilters,
  sourceMetadataId: () => SOURCE_KINDS.map(sourceMetadata),
  destinationMetadataId: () => DESTINATION_KINDS.map(destinationMetadata),
  warehouseMetadataId: () => WAREHOUSE_METADATA,
};

const connected = (world: World): Parameters[] =>
  Object.entries(world.warehouseSources).flatMap(([warehouseId, sourceIds]) =>
    sourceIds.map((sourceId) => ({ warehouseId, sourceId })),
  );

const mappedModels = (world: World) =>
  world.destinationSubscriptions.flatMap(({ id, modelId }) => {
    const model = world.reverseEtlModels.find((candidate) => candidate.id === modelId);
    return model === undefined ? [] : [{ model, subscriptionId: id }];
  });

/** Path parameters by route, for routes with several, or with one that not every record will do for. */
const BY_PATH: Readonly<Record<string, (world: World) => Parameters[]>> = {
  '/functions/{functionId}/versions/{versionId}': (world) =>
    world.functions.flatMap(({ id }) =>
      (world.functionVersions[id] ?? []).map((version) => ({ functionId: id, versionId: version.id })),
    ),
  '/destination/{destinationId}/filters/{filterId}': (world) =>
    world.destinationFilters.map(({ id, destinationId }) => ({ destinationId, filterId: id })),
  '/destinations/{destinationId}/subscriptions/{id}': (world) =>
    world.destinationSubscriptions.map(({ id, destinationId }) => ({ destinationId, id })),
  '/warehouses/{warehouseId}/connected-sources/{sourceId}/selective-syncs': connected,
  '/warehouses/{warehouseId}/connected-sources/{sourceId}/syncs': connected,
  '/reverse-etl-models/{modelId}/subscriptionId/{subscriptionId}/syncs': (world) =>
    mappedModels(world).map(({ model, subscriptionId }) => ({ modelId: model.id, subscriptionId })),
  '/reverse-etl-models/{modelId}/syncs/{syncId}': (world) =>
    mappedModels(world).flatMap(({ model, subscriptionId }) =>
      reverseEtlSyncs(world, model, subscriptionId, VISIT_TIME).map(({ syncId }) => ({
        modelId: model.id,
        syncId,
      })),
    ),
  '/sources/{sourceId}/live-plugins/latest': (world) =>
    ids(
      'sourceId',
      world.sources.filter((source) => livePluginOf(world, source) !== null),
    ),
  '/spaces/{spaceId}/audiences/{id}': (world) => world.audiences.map(({ id, spaceId }) => ({ spaceId, id })),
  '/spaces/{spaceId}/audiences/{id}/schedules': (world) =>
    world.audiences.map(({ id, spaceId }) => ({ spaceId, id })),
  '/spaces/{spaceId}/audiences/{id}/schedules/{scheduleId}': (world) =>
    world.audiences.flatMap(({ id, spaceId, schedules = [] }) =>
      schedules.map((schedule) => ({ spaceId, id, scheduleId: schedule.id })),
    ),
  '/spaces/{spaceId}/audiences/{id}/audience-references': (world) =>
    world.audiences.map(({ id, spaceId }) => ({ spaceId, id })),
  '/spaces/{spaceId}/audiences/previews/{id}': (world) =>
    world.audiences.map(({ id, spaceId }) => ({ spaceId, id })),
  '/spaces/{spaceId}/audienceType/{audienceType}/supported-destinations': (world) =>
    world.spaces.flatMap(({ id }) =>
      ['ACCOUNTS', 'LINKED', 'USERS'].map((audienceType) => ({ spaceId: id, audienceType })),
    ),
  '/spaces/{spaceId}/traits/{traitKey}/sample-values': (world) =>
    world.spaces.flatMap(({ id }) =>
      traitsOf(VISIT_TIME).map(({ trait }) => ({ spaceId: id, traitKey: String(trait) })),
    ),
  '/spaces/{spaceId}/events/{eventName}/properties/{propertyName}/sample-values': (world) =>
    world.spaces.flatMap(({ id }) =>
      eventsOf(VISIT_TIME).flatMap(({ name }) =>
        eventPropertiesOf(name, VISIT_TIME).map((property) => ({
          spaceId: id,
          eventName: name,
          propertyName: String(property['name']),
        })),
      ),
    ),
  '/spaces/{spaceId}/entities/{entitySlug}/properties/{propertyName}/sample-values': (world) =>
    world.spaces.flatMap(({ id }) =>
      entityPathsOf(world, id).flatMap(({ entitySlug }) =>
        entityPropertiesOf().map(({ name }) => ({ spaceId: id, entitySlug, propertyName: String(name) })),
      ),
    ),
  '/spaces/{spaceId}/audiences/{audienceId}/destination-connections': (world) =>
    world.audiences.map(({ id, spaceId }) => ({ spaceId, audienceId: id })),
  '/spaces/{spaceId}/audiences/{audienceId}/activations': (world) =>
    world.audiences.map(({ id, spaceId }) => ({ spaceId, audienceId: id })),
  '/spaces/{spaceId}/audiences/{audienceId}/activations/{id}': (world) =>
    world.audiences.flatMap((audience) =>
      audienceActivations(world, audience).map(({ id }) => ({
        spaceId: audience.spaceId,
        audienceId: audience.id,
        id,
      })),
    ),
  '/spaces/{spaceId}/computed-traits/{id}': (world) =>
    world.computedTraits.map(({ id, spaceId }) => ({ spaceId, id })),
  '/spaces/{spaceId}/profiles-warehouses/{warehouseId}/selective-syncs': (world) =>
    world.spaces.flatMap(({ id }) =>
      profilesWarehouses(world, id).map((warehouse) => ({ spaceId: id, warehouseId: warehouse.id })),
    ),
  '/spaces/{spaceId}/events/{eventName}/properties': (world) =>
    world.spaces.flatMap(({ id }) =>
      eventsOf(VISIT_TIME).map(({ name }) => ({ spaceId: id, eventName: name })),
    ),
  '/spaces/{spaceId}/entities/{entitySlug}/properties': (world) =>
    world.spaces.flatMap(({ id }) =>
      entityPathsOf(world, id).map(({ entitySlug }) => ({ spaceId: id, entitySlug })),
    ),
};

const WEEK = { granularity: 'DAY', startTime: '2026-11-14T00:00:00Z', endTime: '2026-11-21T00:00:00Z' };
const HOURS = { granularity: 'HOUR', startTime: '2026-11-20T00:00:00Z', endTime: '2026-11-20T05:30:00Z' };
const deliveries = (world: World): Parameters[] =>
  world.destinations.map(({ id, sourceId }) => ({ sourceId, destinationConfigId: id, ...WEEK }));
const ingestions = (world: World): Parameters[] =>
  ids('sourceId', world.sources).map((id) => ({ ...id, ...HOURS }));
const months = (): Parameters[] => [{ period: '2026-11-01' }, { period: '2026-10-01' }];

/** Required parameters of the query, by path. */
const QUERIES: Readonly<Record<string, (world: World) => Parameters[]>> = {
  '/functions': () =>
    ['DESTINATION', 'INSERT_DESTINATION', 'INSERT_SOURCE', 'INSERT_TRANSFORMATION', 'SOURCE'].map(
      (resourceType) => ({
        resourceType,
      }),
    ),
  '/insert-function-instances': (world) => ids('functionId', world.functions),
  '/filters': (world) => ids('integrationId', world.spaces),
  '/spaces/{spaceId}/audiences': () => [{}, { include: 'schedules' }],
  '/destinations/{destinationId}/delivery-metrics': (world) => ids('sourceId', world.sources.slice(0, 1)),
  '/echo': () => [{ message: 'hello' }],
  '/spaces/{spaceId}/events/{eventName}/properties/{propertyName}/sample-values': () => [
    { propertyType: 'PROPERTY' },
    { propertyType: 'CONTEXT' },
  ],
  '/usage/api-calls/daily': months,
  '/usage/api-calls/sources/daily': months,
  '/usage/mtu/daily': months,
  '/usage/mtu/sources/daily': months,
  '/events/volume': () => [{ ...WEEK }, { ...HOURS, 'groupBy.0': 'eventName' }],
  '/delivery-overview/successfully-received': ingestions,
  '/delivery-overview/failed-on-ingest': ingestions,
  '/delivery-overview/filtered-at-source': ingestions,
  '/delivery-overview/filtered-at-destination': deliveries,
  '/delivery-overview/failed-delivery': deliveries,
  '/delivery-overview/successful-delivery': deliveries,
};

function pathParameters(path: string, world: World): Parameters[] {
  const special = BY_PATH[path];
  if (special !== undefined) return special(world);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  if (names.length === 0) return [{}];
  const [name = ''] = names;
  const list = BY_NAME[name];
  if (names.length > 1 || list === undefined)
    throw new Error(`visits.ts: say what the parameters of ${path} can be`);
  return ids(name, list(world));
}

/** Returns the path with its parameters filled in. */
function fillPath(template: string, parameters: Parameters): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
}

/** Returns every visit of a route in a world. */
export function visitsOf(route: Route, world: World): Visit[] {
  const queries = QUERIES[route.path]?.(world) ?? [{}];
  return pathParameters(route.path, world).flatMap((parameters) =>
    queries.map((query) => ({ path: fillPath(route.path, parameters), query })),
  );
}

/** Returns a visit of a route whose ids exist nowhere, or null when it has none to get wrong. */
export function strayVisitOf(route: Route): Visit | null {
  if (!route.path.includes('{')) return null;
  return { path: route.path.replaceAll(/\{\w+\}/g, 'nobody-has-this-id'), query: {} };
}

/** Returns visits of a route in which the last id of the path exists nowhere but those before it do. */
export function halfStrayVisitsOf(route: Route, world: World): Visit[] {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const last = names.at(-1);
  const [parameters] = pathParameters(route.path, world);
  if (names.length < 2 || last === undefined || parameters === undefined) return [];
  return [{ path: fillPath(route.path, { ...parameters, [last]: 'nobody-has-this-id' }), query: {} }];
}

/** Returns visits of a route with one of its required parameters left out. */
export function incompleteVisitsOf(route: Route, world: World): Visit[] {
  const [visit] = visitsOf(route, world);
  const required = Object.keys(visit?.query ?? {}).filter(
    (name) => !name.startsWith('groupBy') && name !== 'include',
  );
  return required.flatMap((name) => {
    const { [name]: _left, ...query } = visit?.query ?? {};
    return visit === undefined ? [] : [{ path: visit.path, query }];
  });
}
