/**
 * Every GET operation of Segment's Public API (SDK 73.2.0), so that what is not collected is said too.
 * `never`: why an operation is left out for good. Held against the API document by a test.
 */
export interface Operation {
  readonly operationId: string;
  readonly path: string;
  readonly never?: 'active-probe' | 'customer-data' | 'vendor-catalogue';
  /** The resource whose records hold all that this operation would tell. */
  readonly derivedFrom?: string;
}

export const operations: readonly Operation[] = [
  { operationId: 'echo', path: '/echo', never: 'active-probe' },
  {
    operationId: 'getActivationFromAudience',
    path: '/spaces/{spaceId}/audiences/{audienceId}/activations/{id}',
  },
  {
    operationId: 'getAdvancedSyncScheduleFromWarehouse',
    path: '/warehouses/{warehouseId}/advanced-sync-schedule',
  },
  { operationId: 'getAudience', path: '/spaces/{spaceId}/audiences/{id}' },
  {
    operationId: 'getAudiencePreview',
    path: '/spaces/{spaceId}/audiences/previews/{id}',
    never: 'customer-data',
  },
  {
    operationId: 'getAudienceScheduleFromSpaceAndAudience',
    path: '/spaces/{spaceId}/audiences/{id}/schedules/{scheduleId}',
  },
  { operationId: 'getComputedTrait', path: '/spaces/{spaceId}/computed-traits/{id}' },
  {
    operationId: 'getConnectionStateFromWarehouse',
    path: '/warehouses/{warehouseId}/connection-state',
    never: 'active-probe',
  },
  { operationId: 'getCredential', path: '/credentials/{credentialId}', derivedFrom: 'credentials' },
  { operationId: 'getDailyPerSourceAPICallsUsage', path: '/usage/api-calls/sources/daily' },
  { operationId: 'getDailyPerSourceMTUUsage', path: '/usage/mtu/sources/daily' },
  { operationId: 'getDailyWorkspaceAPICallsUsage', path: '/usage/api-calls/daily' },
  { operationId: 'getDailyWorkspaceMTUUsage', path: '/usage/mtu/daily' },
  { operationId: 'getDestination', path: '/destinations/{destinationId}', derivedFrom: 'destinations' },
  {
    operationId: 'getDestinationMetadata',
    path: '/catalog/destinations/{destinationMetadataId}',
    never: 'vendor-catalogue',
  },
  { operationId: 'getDestinationsCatalog', path: '/catalog/destinations', never: 'vendor-catalogue' },
  { operationId: 'getEgressFailedMetricsFromDeliveryOverview', path: '/delivery-overview/failed-delivery' },
  {
    operationId: 'getEgressSuccessMetricsFromDeliveryOverview',
    path: '/delivery-overview/successful-delivery',
  },
  { operationId: 'getEventsVolumeFromWorkspace', path: '/events/volume' },
  { operationId: 'getFilterById', path: '/filters/{id}' },
  {
    operationId: 'getFilterInDestination',
    path: '/destination/{destinationId}/filters/{filterId}',
    derivedFrom: 'destination-filters',
  },
  {
    operationId: 'getFilteredAtDestinationMetricsFromDeliveryOverview',
    path: '/delivery-overview/filtered-at-destination',
  },
  {
    operationId: 'getFilteredAtSourceMetricsFromDeliveryOverview',
    path: '/delivery-overview/filtered-at-source',
  },
  { operationId: 'getFunction', path: '/functions/{functionId}' },
  { operationId: 'getFunctionVersion', path: '/functions/{functionId}/versions/{versionId}' },
  { operationId: 'getIngressFailedMetricsFromDeliveryOverview', path: '/delivery-overview/failed-on-ingest' },
  {
    operationId: 'getIngressSuccessMetricsFromDeliveryOverview',
    path: '/delivery-overview/successfully-received',
  },
  { operationId: 'getInsertFunctionInstance', path: '/insert-function-instances/{instanceId}' },
  { operationId: 'getLatestFromLivePlugins', path: '/sources/{sourceId}/live-plugins/latest' },
  { operationId: 'getRegulation', path: '/regulations/{regulateId}' },
  { operationId: 'getReverseETLSyncStatus', path: '/reverse-etl-models/{modelId}/syncs/{syncId}' },
  {
    operationId: 'getReverseEtlModel',
    path: '/reverse-etl-models/{modelId}',
    derivedFrom: 'reverse-etl-models',
  },
  { operationId: 'getSource', path: '/sources/{sourceId}' },
  {
    operationId: 'getSourceMetadata',
    path: '/catalog/sources/{sourceMetadataId}',
    never: 'vendor-catalogue',
  },
  { operationId: 'getSourcesCatalog', path: '/catalog/sources', never: 'vendor-catalogue' },
  { operationId: 'getSpace', path: '/spaces/{spaceId}', derivedFrom: 'spaces' },
  { operationId: 'getSubscriptionFromDestination', path: '/destinations/{destinationId}/subscriptions/{id}' },
  { operationId: 'getTrackingPlan', path: '/tracking-plans/{trackingPlanId}', derivedFrom: 'tracking-plans' },
  {
    operationId: 'getTransformation',
    path: '/transformations/{transformationId}',
    derivedFrom: 'transformations',
  },
  { operationId: 'getUser', path: '/users/{userId}' },
  { operationId: 'getUserGroup', path: '/groups/{userGroupId}' },
  { operationId: 'getWarehouse', path: '/warehouses/{warehouseId}' },
  {
    operationId: 'getWarehouseMetadata',
    path: '/catalog/warehouses/{warehouseMetadataId}',
    never: 'vendor-catalogue',
  },
  { operationId: 'getWarehousesCatalog', path: '/catalog/warehouses', never: 'vendor-catalogue' },
  { operationId: 'getWorkspace', path: '/' },
  {
    operationId: 'listActivationsFromAudience',
    path: '/spaces/{spaceId}/audiences/{audienceId}/activations',
  },
  {
    operationId: 'listAudienceConsumersFromSpaceAndAudience',
    path: '/spaces/{spaceId}/audiences/{id}/audience-references',
  },
  {
    operationId: 'listAudienceSchedulesFromSpaceAndAudience',
    path: '/spaces/{spaceId}/audiences/{id}/schedules',
  },
  { operationId: 'listAudiences', path: '/spaces/{spaceId}/audiences' },
  { operationId: 'listAuditEvents', path: '/audit-events' },
  { operationId: 'listComputedTraits', path: '/spaces/{spaceId}/computed-traits' },
  {
    operationId: 'listConnectedDestinationsFromSource',
    path: '/sources/{sourceId}/connected-destinations',
    derivedFrom: 'destinations',
  },
  { operationId: 'listConnectedSourcesFromWarehouse', path: '/warehouses/{warehouseId}/connected-sources' },
  { operationId: 'listConnectedWarehousesFromSource', path: '/sources/{sourceId}/connected-warehouses' },
  { operationId: 'listCredentialConsumers', path: '/credentials/{credentialId}/consumers' },
  { operationId: 'listCredentials', path: '/credentials' },
  {
    operationId: 'listDeliveryMetricsSummaryFromDestination',
    path: '/destinations/{destinationId}/delivery-metrics',
  },
  { operationId: 'listDestinations', path: '/destinations' },
  {
    operationId: 'listDestinationsFromAudience',
    path: '/spaces/{spaceId}/audiences/{audienceId}/destination-connections',
  },
  { operationId: 'listEntityPaths', path: '/spaces/{spaceId}/entity-paths' },
  { operationId: 'listEvents', path: '/spaces/{spaceId}/events' },
  { operationId: 'listFiltersForSpace', path: '/filters' },
  { operationId: 'listFiltersFromDestination', path: '/destination/{destinationId}/filters' },
  { operationId: 'listFunctionVersions', path: '/functions/{functionId}/versions' },
  { operationId: 'listFunctions', path: '/functions' },
  { operationId: 'listInsertFunctionInstances', path: '/insert-function-instances' },
  { operationId: 'listInvites', path: '/invites' },
  { operationId: 'listInvitesFromUserGroup', path: '/groups/{userGroupId}/invites' },
  { operationId: 'listLabels', path: '/labels' },
  { operationId: 'listProfilesWarehouseInSpace', path: '/spaces/{spaceId}/profiles-warehouses' },
  { operationId: 'listPropertiesFromEntity', path: '/spaces/{spaceId}/entities/{entitySlug}/properties' },
  { operationId: 'listPropertiesFromEvent', path: '/spaces/{spaceId}/events/{eventName}/properties' },
  { operationId: 'listRegulationsFromSource', path: '/regulations/sources/{sourceId}' },
  {
    operationId: 'listReverseETLSyncStatusesFromModelAndSubscriptionId',
    path: '/reverse-etl-models/{modelId}/subscriptionId/{subscriptionId}/syncs',
  },
  { operationId: 'listReverseEtlModels', path: '/reverse-etl-models' },
  { operationId: 'listRoles', path: '/roles' },
  { operationId: 'listRulesFromTrackingPlan', path: '/tracking-plans/{trackingPlanId}/rules' },
  {
    operationId: 'listSampleValuesFromEntityProperty',
    path: '/spaces/{spaceId}/entities/{entitySlug}/properties/{propertyName}/sample-values',
    never: 'customer-data',
  },
  {
    operationId: 'listSampleValuesFromEventProperty',
    path: '/spaces/{spaceId}/events/{eventName}/properties/{propertyName}/sample-values',
    never: 'customer-data',
  },
  {
    operationId: 'listSampleValuesFromTrait',
    path: '/spaces/{spaceId}/traits/{traitKey}/sample-values',
    never: 'customer-data',
  },
  { operationId: 'listSchemaSettingsInSource', path: '/sources/{sourceId}/settings' },
  {
    operationId: 'listSelectiveSyncsFromWarehouseAndSource',
    path: '/warehouses/{warehouseId}/connected-sources/{sourceId}/selective-syncs',
  },
  {
    operationId: 'listSelectiveSyncsFromWarehouseAndSpace',
    path: '/spaces/{spaceId}/profiles-warehouses/{warehouseId}/selective-syncs',
  },
  { operationId: 'listSources', path: '/sources' },
  { operationId: 'listSourcesFromTrackingPlan', path: '/tracking-plans/{trackingPlanId}/sources' },
  { operationId: 'listSpaces', path: '/spaces' },
  { operationId: 'listSubscriptionsFromDestination', path: '/destinations/{destinationId}/subscriptions' },
  {
    operationId: 'listSupportedDestinationsFromAudience',
    path: '/spaces/{spaceId}/audienceType/{audienceType}/supported-destinations',
  },
  { operationId: 'listSuppressions', path: '/suppressions' },
  { operationId: 'listSyncsFromWarehouse', path: '/warehouses/{warehouseId}/syncs' },
  {
    operationId: 'listSyncsFromWarehouseAndSource',
    path: '/warehouses/{warehouseId}/connected-sources/{sourceId}/syncs',
  },
  { operationId: 'listTrackingPlans', path: '/tracking-plans' },
  { operationId: 'listTraits', path: '/spaces/{spaceId}/traits' },
  { operationId: 'listTransformations', path: '/transformations' },
  { operationId: 'listUserGroups', path: '/groups' },
  { operationId: 'listUserGroupsFromUser', path: '/users/{userId}/groups', derivedFrom: 'group-members' },
  { operationId: 'listUsers', path: '/users' },
  { operationId: 'listUsersFromUserGroup', path: '/groups/{userGroupId}/users' },
  { operationId: 'listWarehouses', path: '/warehouses' },
  { operationId: 'listWorkspaceRegulations', path: '/regulations' },
];
