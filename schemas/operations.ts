/**
 * Every GET operation of Segment's Public API (SDK 73.2.0) with what was decided of it: a resource is read by it, a
 * resource holds all that it would tell, or it is left out, for a reason. None is undecided; held against the API
 * document by a test.
 */
import { placesOf } from './resource.ts';
import { resources } from './resources/index.ts';

/** Why an operation is left out for good. */
export const LEFT_OUT = {
  'active-probe': 'Asking makes Segment do something, or shows the request with its token.',
  'customer-data': 'The answer is data of end users.',
  'vendor-catalogue':
    'What Segment offers to everybody. What a workspace uses of it is in the records of its sources, destinations and warehouses.',
} as const;

export interface Operation {
  readonly operationId: string;
  readonly path: string;
  /** Why it is left out for good. */
  readonly never?: keyof typeof LEFT_OUT;
  /** The resource whose records hold all that this operation would tell. */
  readonly derivedFrom?: string;
}

/** Paths by the id of their operation. */
type Paths = Readonly<Record<string, string>>;

const leftOut: Readonly<Record<keyof typeof LEFT_OUT, Paths>> = {
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
    getDestinationsCatalog: '/catalog/destinations',
    getSourcesCatalog: '/catalog/sources',
    getWarehousesCatalog: '/catalog/warehouses',
    // Where an audience could be sent to; where it is sent to is in `audience-destinations`.
    listSupportedDestinationsFromAudience:
      '/spaces/{spaceId}/audienceType/{audienceType}/supported-destinations',
  },
};

/** Tells nothing that the records of a resource do not hold, by that resource. */
const toldBy: Readonly<Record<string, Paths>> = {
  'audience-activations': {
    getActivationFromAudience: '/spaces/{spaceId}/audiences/{audienceId}/activations/{id}',
  },
  'audience-schedules': {
    getAudienceScheduleFromSpaceAndAudience: '/spaces/{spaceId}/audiences/{id}/schedules/{scheduleId}',
  },
  audiences: {
    getAudience: '/spaces/{spaceId}/audiences/{id}',
    // The definition of an audience that is built on another one names it.
    listAudienceConsumersFromSpaceAndAudience: '/spaces/{spaceId}/audiences/{id}/audience-references',
  },
  'computed-traits': {
    getComputedTrait: '/spaces/{spaceId}/computed-traits/{id}',
  },
  credentials: {
    getCredential: '/credentials/{credentialId}',
  },
  'destination-filters': {
    getFilterInDestination: '/destination/{destinationId}/filters/{filterId}',
  },
  'destination-subscriptions': {
    getSubscriptionFromDestination: '/destinations/{destinationId}/subscriptions/{id}',
  },
  destinations: {
    getDestination: '/destinations/{destinationId}',
    getDestinationMetadata: '/catalog/destinations/{destinationMetadataId}',
    listConnectedDestinationsFromSource: '/sources/{sourceId}/connected-destinations',
  },
  'function-versions': {
    getFunctionVersion: '/functions/{functionId}/versions/{versionId}',
  },
  'group-members': {
    listUserGroupsFromUser: '/users/{userId}/groups',
  },
  'insert-function-instances': {
    getInsertFunctionInstance: '/insert-function-instances/{instanceId}',
  },
  'reverse-etl-models': {
    getReverseEtlModel: '/reverse-etl-models/{modelId}',
  },
  'reverse-etl-syncs': {
    getReverseETLSyncStatus: '/reverse-etl-models/{modelId}/syncs/{syncId}',
  },
  sources: {
    getSourceMetadata: '/catalog/sources/{sourceMetadataId}',
  },
  'space-filters': {
    getFilterById: '/filters/{id}',
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
  'warehouse-syncs': {
    listSyncsFromWarehouseAndSource: '/warehouses/{warehouseId}/connected-sources/{sourceId}/syncs',
  },
  warehouses: {
    getWarehouseMetadata: '/catalog/warehouses/{warehouseMetadataId}',
  },
};

/** In the order of their ids, each once. */
export const operations: readonly Operation[] = [
  ...new Map(resources.flatMap(placesOf).map(({ operationId, path }) => [operationId, path])),
]
  .map(([operationId, path]): Operation => ({ operationId, path }))
  .concat(grouped(leftOut, 'never'), grouped(toldBy, 'derivedFrom'))
  .sort((one, other) => (one.operationId < other.operationId ? -1 : 1));

function grouped(groups: Readonly<Record<string, Paths>>, as: 'never' | 'derivedFrom'): readonly Operation[] {
  return Object.entries(groups).flatMap(([group, paths]) =>
    Object.entries(paths).map(([operationId, path]) => ({ operationId, path, [as]: group })),
  );
}
