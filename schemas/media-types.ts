/**
 * The media type of each operation by itself: that of the most stable version that Segment serves (SDK 73.2.0). A request
 * says `application/json`, which means the same, unless that is refused. Held against the API document by a test.
 */

/** What a request asks for at first. */
export const PLAIN_TYPE = 'application/json';

const ALPHA: ReadonlySet<string> = new Set([
  'getActivationFromAudience',
  'getComputedTrait',
  'getFunctionVersion',
  'getInsertFunctionInstance',
  'getLatestFromLivePlugins',
  'getReverseETLSyncStatus',
  'getReverseEtlModel',
  'getSpace',
  'getSubscriptionFromDestination',
  'listActivationsFromAudience',
  'listAudienceConsumersFromSpaceAndAudience',
  'listComputedTraits',
  'listDestinationsFromAudience',
  'listEntityPaths',
  'listEvents',
  'listFunctionVersions',
  'listInsertFunctionInstances',
  'listProfilesWarehouseInSpace',
  'listPropertiesFromEntity',
  'listPropertiesFromEvent',
  'listReverseETLSyncStatusesFromModelAndSubscriptionId',
  'listReverseEtlModels',
  'listSampleValuesFromEntityProperty',
  'listSampleValuesFromEventProperty',
  'listSampleValuesFromTrait',
  'listSelectiveSyncsFromWarehouseAndSpace',
  'listSpaces',
  'listSubscriptionsFromDestination',
  'listSupportedDestinationsFromAudience',
  'listTraits',
]);

const BETA: ReadonlySet<string> = new Set([
  'getEgressFailedMetricsFromDeliveryOverview',
  'getEgressSuccessMetricsFromDeliveryOverview',
  'getFilterById',
  'getFilteredAtDestinationMetricsFromDeliveryOverview',
  'getFilteredAtSourceMetricsFromDeliveryOverview',
  'getIngressFailedMetricsFromDeliveryOverview',
  'getIngressSuccessMetricsFromDeliveryOverview',
  'listDeliveryMetricsSummaryFromDestination',
  'listFiltersForSpace',
]);

/** Returns the media type that means this operation and no other version of it. */
export function ownTypeOf(operationId: string): string {
  return `application/vnd.segment.${versionOf(operationId)}+json`;
}

function versionOf(operationId: string): 'v1' | 'v1beta' | 'v1alpha' {
  if (ALPHA.has(operationId)) return 'v1alpha';
  return BETA.has(operationId) ? 'v1beta' : 'v1';
}
