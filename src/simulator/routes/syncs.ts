/** Routes about loads into warehouses and out of them. Segment answers most of these twice a minute only. */
import { populationOf } from '../paging.ts';
import { missing, type Refusal } from '../replies.ts';
import type { ReverseEtlModel } from '../world/policy-records.ts';
import { reverseEtlSyncs, selectiveSyncs, syncSchedule, warehouseSyncs } from '../world/syncs.ts';
import { dataRoute, findById, listRoute, type Route, type RouteContext } from './route.ts';

/** Returns what `then` makes of the warehouse in the path and the ids of its sources, or its 404. */
function warehouseOr404<T>(context: RouteContext, then: (id: string, sourceIds: readonly string[]) => T) {
  const id = context.param('warehouseId');
  if (findById(context.world.warehouses, id) === undefined) return missing('Warehouse', id);
  return then(id, context.world.warehouseSources[id] ?? []);
}

/** The same, for one source that must be connected to the warehouse. */
function connectedOr404<T>(context: RouteContext, then: (id: string, sourceId: string) => T): T | Refusal {
  const sourceId = context.param('sourceId');
  return warehouseOr404(context, (id, sourceIds) =>
    sourceIds.includes(sourceId) ? then(id, sourceId) : missing('Connected source', sourceId),
  );
}

function modelOr404<T>(context: RouteContext, then: (model: ReverseEtlModel) => T) {
  const id = context.param('modelId');
  const model = findById(context.world.reverseEtlModels, id);
  return model === undefined ? missing('Model', id) : then(model);
}

/** Ids of the mappings that read a model. */
function subscriptionsOf({ world }: RouteContext, model: ReverseEtlModel): string[] {
  return world.destinationSubscriptions.filter(({ modelId }) => modelId === model.id).map(({ id }) => id);
}

export const SYNC_ROUTES: readonly Route[] = [
  listRoute({
    path: '/warehouses/{warehouseId}/syncs',
    operationId: 'listSyncsFromWarehouse',
    member: 403,
    key: 'reports',
    items: (context) =>
      warehouseOr404(context, (id, sourceIds) =>
        populationOf(warehouseSyncs(context.world, id, sourceIds, context.now)),
      ),
  }),
  dataRoute({
    path: '/warehouses/{warehouseId}/advanced-sync-schedule',
    operationId: 'getAdvancedSyncScheduleFromWarehouse',
    member: 403,
    data: (context) => warehouseOr404(context, (id) => syncSchedule(context.world, id)),
  }),
  dataRoute({
    path: '/warehouses/{warehouseId}/connection-state',
    operationId: 'getConnectionStateFromWarehouse',
    member: 403,
    data: (context) => warehouseOr404(context, () => ({ connectionState: 'CONNECTED' })),
  }),
  listRoute({
    path: '/warehouses/{warehouseId}/connected-sources/{sourceId}/selective-syncs',
    operationId: 'listSelectiveSyncsFromWarehouseAndSource',
    member: 403,
    key: 'items',
    items: (context) =>
      connectedOr404(context, (id, sourceId) => populationOf(selectiveSyncs(context.world, id, sourceId))),
  }),
  listRoute({
    path: '/warehouses/{warehouseId}/connected-sources/{sourceId}/syncs',
    operationId: 'listSyncsFromWarehouseAndSource',
    member: 403,
    key: 'reports',
    items: (context) =>
      connectedOr404(context, (id, sourceId) =>
        populationOf(warehouseSyncs(context.world, id, [sourceId], context.now)),
      ),
  }),
  listRoute({
    path: '/reverse-etl-models/{modelId}/subscriptionId/{subscriptionId}/syncs',
    operationId: 'listReverseETLSyncStatusesFromModelAndSubscriptionId',
    member: 403,
    versions: ['v1alpha'],
    key: 'syncStatuses',
    input: 'flat',
    pageMax: 100,
    defaultCount: 10,
    items: (context) =>
      modelOr404(context, (model) => {
        const id = context.param('subscriptionId');
        if (!subscriptionsOf(context, model).includes(id)) return missing('Subscription', id);
        return populationOf(reverseEtlSyncs(context.world, model, id, context.now));
      }),
  }),
  dataRoute({
    path: '/reverse-etl-models/{modelId}/syncs/{syncId}',
    operationId: 'getReverseETLSyncStatus',
    member: 403,
    versions: ['v1alpha'],
    data: (context) =>
      modelOr404(context, (model) => {
        const all = subscriptionsOf(context, model).flatMap((id) =>
          reverseEtlSyncs(context.world, model, id, context.now),
        );
        const reverseETLSyncStatus = all.find(({ syncId }) => syncId === context.param('syncId'));
        return reverseETLSyncStatus === undefined
          ? missing('Sync', context.param('syncId'))
          : { reverseETLSyncStatus };
      }),
  }),
];
