/**
 * Every GET operation of Segment's Public API (SDK 73.2.0), so that what is not collected is said too: those that
 * the resources are read by, and here the others. Held against the API document by a test.
 */
import { placesOf } from './resource.ts';
import { resources } from './resources/index.ts';

export interface Operation {
  readonly operationId: string;
  readonly path: string;
  /** Why it is left out for good. */
  readonly never?: keyof typeof leftOut;
  /** The resource whose records hold all that this operation would tell. */
  readonly derivedFrom?: string;
}

/** Paths by the id of their operation. */
type Paths = Readonly<Record<string, string>>;

/** Left out for good, by the reason. */
const leftOut = {
  'active-probe': {
    echo: '/echo',
    getConnectionStateFromWarehouse: '/warehouses/{warehouseId}/connection-state',
  },
  'customer-data': {
    getAudiencePreview: '/spaces/{spaceId}/audiences/previews/{id}',
    listSampleValuesFromEntityProperty:
      '/spaces/{spaceId}/entities/{entitySlug}/properties/{propertyName}/sample-values',
    listSampleValuesFromEventProperty:
      '/spaces/{spaceId}/events/{eventName}/properties/{propertyName}/sample-values',
    listSampleValuesFromTrait: '/spaces/{spaceId}/traits/{traitKey}/sample-values',
  },
  'vendor-catalogue': {
    getDestinationMetadata: '/catalog/destinations/{destinationMetadataId}',
    getDestinationsCatalog: '/catalog/destinations',
    getSourceMetadata: '/catalog/sources/{sourceMetadataId}',
    getSourcesCatalog: '/catalog/sources',
    getWarehouseMetadata: '/catalog/warehouses/{warehouseMetadataId}',
    getWarehousesCatalog: '/catalog/warehouses',
  },
} as const satisfies Readonly<Record<string, Paths>>;

/** Tells nothing that the records of a resource do not hold, by that resource. */
const toldBy: Readonly<Record<string, Paths>> = {
  credentials: {
    getCredential: '/credentials/{credentialId}',
  },
  'destination-filters': {
    getFilterInDestination: '/destination/{destinationId}/filters/{filterId}',
  },
  destinations: {
    getDestination: '/destinations/{destinationId}',
    listConnectedDestinationsFromSource: '/sources/{sourceId}/connected-destinations',
  },
  'destination-subscriptions': {
    getSubscriptionFromDestination: '/destinations/{destinationId}/subscriptions/{id}',
  },
  'group-members': {
    listUserGroupsFromUser: '/users/{userId}/groups',
  },
  'reverse-etl-models': {
    getReverseEtlModel: '/reverse-etl-models/{modelId}',
  },
  'insert-function-instances': {
    getInsertFunctionInstance: '/insert-function-instances/{instanceId}',
  },
  'reverse-etl-syncs': {
    getReverseETLSyncStatus: '/reverse-etl-models/{modelId}/syncs/{syncId}',
  },
  'warehouse-syncs': {
    listSyncsFromWarehouseAndSource: '/warehouses/{warehouseId}/connected-sources/{sourceId}/syncs',
  },
  spaces: {
    getSpace: '/spaces/{spaceId}',
  },
  'tracking-plans': {
    getTrackingPlan: '/tracking-plans/{trackingPlanId}',
  },
  transformations: {
    getTransformation: '/transformations/{transformationId}',
  },
};

/** Not collected by this version. */
const notYet: Paths = {
  getActivationFromAudience: '/spaces/{spaceId}/audiences/{audienceId}/activations/{id}',
  getAudience: '/spaces/{spaceId}/audiences/{id}',
  getAudienceScheduleFromSpaceAndAudience: '/spaces/{spaceId}/audiences/{id}/schedules/{scheduleId}',
  getComputedTrait: '/spaces/{spaceId}/computed-traits/{id}',
  getDailyPerSourceAPICallsUsage: '/usage/api-calls/sources/daily',
  getDailyPerSourceMTUUsage: '/usage/mtu/sources/daily',
  getDailyWorkspaceAPICallsUsage: '/usage/api-calls/daily',
  getDailyWorkspaceMTUUsage: '/usage/mtu/daily',
  getEventsVolumeFromWorkspace: '/events/volume',
  getFilterById: '/filters/{id}',
  listActivationsFromAudience: '/spaces/{spaceId}/audiences/{audienceId}/activations',
  listAudienceConsumersFromSpaceAndAudience: '/spaces/{spaceId}/audiences/{id}/audience-references',
  listAudienceSchedulesFromSpaceAndAudience: '/spaces/{spaceId}/audiences/{id}/schedules',
  listAudiences: '/spaces/{spaceId}/audiences',
  listComputedTraits: '/spaces/{spaceId}/computed-traits',
  listDestinationsFromAudience: '/spaces/{spaceId}/audiences/{audienceId}/destination-connections',
  listEntityPaths: '/spaces/{spaceId}/entity-paths',
  listEvents: '/spaces/{spaceId}/events',
  listFiltersForSpace: '/filters',
  listProfilesWarehouseInSpace: '/spaces/{spaceId}/profiles-warehouses',
  listPropertiesFromEntity: '/spaces/{spaceId}/entities/{entitySlug}/properties',
  listPropertiesFromEvent: '/spaces/{spaceId}/events/{eventName}/properties',
  listRegulationsFromSource: '/regulations/sources/{sourceId}',
  listSelectiveSyncsFromWarehouseAndSpace:
    '/spaces/{spaceId}/profiles-warehouses/{warehouseId}/selective-syncs',
  listSupportedDestinationsFromAudience:
    '/spaces/{spaceId}/audienceType/{audienceType}/supported-destinations',
  listTraits: '/spaces/{spaceId}/traits',
};

/** In the order of their ids, each once. */
export const operations: readonly Operation[] = [
  ...new Map(resources.flatMap(placesOf).map(({ operationId, path }) => [operationId, path])),
  ...Object.entries(notYet),
]
  .map(([operationId, path]): Operation => ({ operationId, path }))
  .concat(grouped(leftOut, 'never'), grouped(toldBy, 'derivedFrom'))
  .sort((one, other) => (one.operationId < other.operationId ? -1 : 1));

function grouped(groups: Readonly<Record<string, Paths>>, as: 'never' | 'derivedFrom'): readonly Operation[] {
  return Object.entries(groups).flatMap(([group, paths]) =>
    Object.entries(paths).map(([operationId, path]) => ({ operationId, path, [as]: group })),
  );
}
