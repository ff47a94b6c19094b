/** Routes about where data goes: destinations, warehouses, credentials and reverse ETL. */
import { populationOf } from '../paging.ts';
import { missing } from '../replies.ts';
import type { Destination, Source, Warehouse } from '../world/records.ts';
import { dataRoute, findById, listRoute, type Route, type RouteContext } from './route.ts';
import { sourceOr404 } from './sources.ts';

function destinationOr404<T>(context: RouteContext, then: (destination: Destination) => T) {
  const id = context.param('destinationId');
  const destination = findById(context.world.destinations, id);
  return destination === undefined ? missing('Destination', id) : then(destination);
}

function warehouseOr404<T>(context: RouteContext, then: (warehouse: Warehouse) => T) {
  const id = context.param('warehouseId');
  const warehouse = findById(context.world.warehouses, id);
  return warehouse === undefined ? missing('Warehouse', id) : then(warehouse);
}

function credentialOr404<T>(context: RouteContext, then: (id: string) => T) {
  const id = context.param('credentialId');
  return findById(context.world.credentials, id) === undefined ? missing('Credential', id) : then(id);
}

/** Returns the sources of a list of ids, as this token sees them; ids of sources that are gone are left out. */
export function sourcesByIds({ world, visible }: RouteContext, ids: readonly string[]) {
  const wanted = new Set(ids);
  return populationOf(
    world.sources.filter(({ id }) => wanted.has(id)),
    visible,
  );
}

/** Routes of destinations, their filters and mappings. */
const DESTINATION_ROUTES: readonly Route[] = [
  listRoute({
    path: '/destinations',
    operationId: 'listDestinations',
    member: 403,
    key: 'destinations',
    items: ({ world }) => populationOf(world.destinations),
  }),
  dataRoute({
    path: '/destinations/{destinationId}',
    operationId: 'getDestination',
    member: 403,
    data: (context) => destinationOr404(context, (destination) => ({ destination })),
  }),
  listRoute({
    path: '/destination/{destinationId}/filters',
    operationId: 'listFiltersFromDestination',
    member: 403,
    key: 'filters',
    items: (context) =>
      destinationOr404(context, ({ id }) =>
        populationOf(context.world.destinationFilters.filter((filter) => filter.destinationId === id)),
      ),
  }),
  dataRoute({
    path: '/destination/{destinationId}/filters/{filterId}',
    operationId: 'getFilterInDestination',
    member: 403,
    data: (context) =>
      destinationOr404(context, ({ id }) => {
        const filter = findById(context.world.destinationFilters, context.param('filterId'));
        return filter?.destinationId === id ? { filter } : missing('Filter', context.param('filterId'));
      }),
  }),
  listRoute({
    path: '/destinations/{destinationId}/subscriptions',
    operationId: 'listSubscriptionsFromDestination',
    member: 403,
    feature: 'destination-subscriptions',
    versions: ['v1alpha'],
    key: 'subscriptions',
    paged: 'when-more',
    items: (context) =>
      destinationOr404(context, ({ id }) =>
        populationOf(
          context.world.destinationSubscriptions.filter((mapping) => mapping.destinationId === id),
        ),
      ),
  }),
  dataRoute({
    path: '/destinations/{destinationId}/subscriptions/{id}',
    operationId: 'getSubscriptionFromDestination',
    member: 403,
    feature: 'destination-subscriptions',
    versions: ['v1alpha'],
    data: (context) =>
      destinationOr404(context, (destination) => {
        const subscription = findById(context.world.destinationSubscriptions, context.param('id'));
        return subscription?.destinationId === destination.id
          ? { subscription }
          : missing('Subscription', context.param('id'));
      }),
  }),
  listRoute({
    path: '/sources/{sourceId}/connected-destinations',
    operationId: 'listConnectedDestinationsFromSource',
    member: 403,
    key: 'destinations',
    items: (context) =>
      sourceOr404(context, ({ id }) =>
        populationOf(context.world.destinations.filter((to) => to.sourceId === id)),
      ),
  }),
  listRoute({
    path: '/reverse-etl-models',
    operationId: 'listReverseEtlModels',
    member: 403,
    versions: ['v1alpha'],
    key: 'models',
    items: ({ world }) => populationOf(world.reverseEtlModels),
  }),
  dataRoute({
    path: '/reverse-etl-models/{modelId}',
    operationId: 'getReverseEtlModel',
    member: 403,
    versions: ['v1alpha'],
    data: ({ world, param }) => {
      const reverseEtlModel = findById(world.reverseEtlModels, param('modelId'));
      return reverseEtlModel === undefined ? missing('Model', param('modelId')) : { reverseEtlModel };
    },
  }),
];

/** Routes of warehouses and of credentials shared with them. */
const WAREHOUSE_ROUTES: readonly Route[] = [
  listRoute({
    path: '/warehouses',
    operationId: 'listWarehouses',
    member: 403,
    key: 'warehouses',
    items: ({ world }) => populationOf(world.warehouses),
  }),
  dataRoute({
    path: '/warehouses/{warehouseId}',
    operationId: 'getWarehouse',
    member: 403,
    data: (context) => warehouseOr404(context, (warehouse) => ({ warehouse })),
  }),
  listRoute({
    path: '/warehouses/{warehouseId}/connected-sources',
    operationId: 'listConnectedSourcesFromWarehouse',
    member: 403,
    key: 'sources',
    items: (context) =>
      warehouseOr404(context, ({ id }) => sourcesByIds(context, context.world.warehouseSources[id] ?? [])),
  }),
  listRoute({
    path: '/sources/{sourceId}/connected-warehouses',
    operationId: 'listConnectedWarehousesFromSource',
    member: 403,
    key: 'warehouses',
    items: (context) => sourceOr404(context, (source) => populationOf(warehousesOf(context, source))),
  }),
  listRoute({
    path: '/credentials',
    operationId: 'listCredentials',
    member: 401,
    versions: ['v1'],
    key: 'credentials',
    items: ({ world }) => populationOf(world.credentials),
  }),
  dataRoute({
    path: '/credentials/{credentialId}',
    operationId: 'getCredential',
    member: 401,
    versions: ['v1'],
    data: (context) =>
      credentialOr404(context, (id) => ({ credential: findById(context.world.credentials, id) })),
  }),
  {
    kind: 'list',
    path: '/credentials/{credentialId}/consumers',
    operationId: 'listCredentialConsumers',
    member: 401,
    versions: ['v1'],
    lists: [
      {
        key: 'warehouses',
        pagination: 'warehousesPagination',
        items: (context) =>
          credentialOr404(context, (id) => {
            const ids = context.world.credentialConsumers[id]?.warehouseIds ?? [];
            return populationOf(context.world.warehouses.filter((warehouse) => ids.includes(warehouse.id)));
          }),
      },
      {
        key: 'sources',
        pagination: 'sourcesPagination',
        items: (context) =>
          credentialOr404(context, (id) =>
            sourcesByIds(context, context.world.credentialConsumers[id]?.sourceIds ?? []),
          ),
      },
    ],
  },
];

function warehousesOf({ world }: RouteContext, source: Source): Warehouse[] {
  return world.warehouses.filter(({ id }) => world.warehouseSources[id]?.includes(source.id) === true);
}

export const FLOW_ROUTES: readonly Route[] = [...DESTINATION_ROUTES, ...WAREHOUSE_ROUTES];
