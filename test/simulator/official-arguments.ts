/** What every operation of the API is asked with: ids out of earlier answers, and the rest by the API's rules. */
import type { Arguments, OfficialClient } from './official-client.ts';

/** Fits every list: profile filters come ten a page at most. */
const pagination = { count: 10 };
const WINDOW = { granularity: 'DAY', startTime: '2026-11-14T00:00:00Z', endTime: '2026-11-21T00:00:00Z' };

type Listed = Readonly<Record<string, unknown>>;

export interface OperationArguments {
  /** The arguments of an operation, more of them than it takes. */
  of(operationId: string): Arguments;
}

/** Reads lists through the client until there is an id for every operation. */
export async function findArguments(client: OfficialClient): Promise<OperationArguments> {
  const list = async (operationId: string, key: string, given: Arguments = {}): Promise<readonly Listed[]> =>
    (await client.call(operationId, { pagination, ...given }))[key] as readonly Listed[];
  const general = { ...WINDOW, pagination, ...(await findRecords(list)) };
  const special = {
    ...(await findFlows(list)),
    ...(await findFunctions(list)),
    ...(await findProfiles(list)),
  };
  return { of: (operationId) => ({ ...general, ...special[operationId] }) };
}

type List = (operationId: string, key: string, given?: Arguments) => Promise<readonly Listed[]>;

const idOf = (record: Listed | undefined) => String(record?.['id']);

/** Arguments that mean the same in every operation. */
async function findRecords(list: List): Promise<Arguments> {
  const sources = await list('listSources', 'sources');
  const destinations = await list('listDestinations', 'destinations');
  return {
    userId: idOf((await list('listUsers', 'users'))[0]),
    userGroupId: idOf((await list('listUserGroups', 'userGroups'))[0]),
    sourceId: idOf(sources[0]),
    destinationId: idOf(destinations[0]),
    destinationConfigId: idOf(destinations[0]),
    warehouseId: idOf((await list('listWarehouses', 'warehouses'))[0]),
    credentialId: idOf((await list('listCredentials', 'credentials'))[0]),
    modelId: idOf((await list('listReverseEtlModels', 'models'))[0]),
    trackingPlanId: idOf((await list('listTrackingPlans', 'trackingPlans'))[0]),
    transformationId: idOf((await list('listTransformations', 'transformations'))[0]),
    regulateId: idOf((await list('listWorkspaceRegulations', 'regulations'))[0]),
    sourceMetadataId: idOf((await list('getSourcesCatalog', 'sourcesCatalog'))[0]),
    destinationMetadataId: idOf((await list('getDestinationsCatalog', 'destinationsCatalog'))[0]),
    warehouseMetadataId: idOf((await list('getWarehousesCatalog', 'warehousesCatalog'))[0]),
    spaceId: idOf((await list('listSpaces', 'spaces'))[0]),
    period: '2026-11-01',
    message: 'hello',
  };
}

/** Arguments of operations about records under a destination, a warehouse or a model. */
async function findFlows(list: List): Promise<Record<string, Arguments>> {
  const found: Record<string, Arguments> = {};
  for (const { id } of await list('listDestinations', 'destinations', { pagination: { count: 200 } })) {
    const [filter] = await list('listFiltersFromDestination', 'filters', { destinationId: id });
    if (filter !== undefined) found['getFilterInDestination'] = { destinationId: id, filterId: filter['id'] };
    for (const mapping of await list('listSubscriptionsFromDestination', 'subscriptions', {
      destinationId: id,
    })) {
      found['getSubscriptionFromDestination'] = { destinationId: id, id: mapping['id'] };
      const { modelId } = mapping;
      if (typeof modelId !== 'string') continue;
      const given = { modelId, subscriptionId: mapping['id'] };
      const operationId = 'listReverseETLSyncStatusesFromModelAndSubscriptionId';
      found[operationId] = given;
      const [sync] = await list(operationId, 'syncStatuses', given);
      found['getReverseETLSyncStatus'] = { modelId, syncId: sync?.['syncId'] };
    }
  }
  const [warehouse] = await list('listWarehouses', 'warehouses');
  const given = { warehouseId: idOf(warehouse) };
  const [source] = await list('listConnectedSourcesFromWarehouse', 'sources', given);
  const connected = { ...given, sourceId: idOf(source) };
  const mobile = (await list('listSources', 'sources')).find(({ metadata }) =>
    (metadata as { categories: readonly string[] }).categories.includes('Mobile'),
  );
  return {
    ...found,
    listSelectiveSyncsFromWarehouseAndSource: connected,
    listSyncsFromWarehouseAndSource: connected,
    getLatestFromLivePlugins: { sourceId: idOf(mobile) },
  };
}

/** Arguments of operations about the company's own code. */
async function findFunctions(list: List): Promise<Record<string, Arguments>> {
  const resourceType = 'INSERT_DESTINATION';
  const [inserted] = await list('listFunctions', 'functions', { resourceType });
  const functionId = idOf(inserted);
  const [version] = await list('listFunctionVersions', 'versions', { functionId });
  const [instance] = await list('listInsertFunctionInstances', 'instances', { functionId });
  return {
    listFunctions: { resourceType },
    getFunction: { functionId },
    listFunctionVersions: { functionId },
    getFunctionVersion: { functionId, versionId: idOf(version) },
    listInsertFunctionInstances: { functionId },
    getInsertFunctionInstance: { instanceId: idOf(instance) },
  };
}

/** An audience that is computed on a schedule; the client's release knows no field that tells it. */
async function findScheduled(list: List, spaceId: string) {
  for (const record of await list('listAudiences', 'audiences', { spaceId })) {
    const audience = { id: idOf(record), audienceId: idOf(record) };
    const given = { spaceId, ...audience };
    const [schedule] = await list('listAudienceSchedulesFromSpaceAndAudience', 'audienceSchedules', given);
    if (schedule !== undefined) return { audience, schedule };
  }
  throw new Error('find arguments: audiences: expected one with a schedule, got none');
}

/** Arguments of operations about what is under a space. */
async function findProfiles(list: List): Promise<Record<string, Arguments>> {
  const spaceId = idOf((await list('listSpaces', 'spaces'))[0]);
  const { audience, schedule } = await findScheduled(list, spaceId);
  const first = async (operationId: string, key: string, given: Arguments = {}) =>
    (await list(operationId, key, { spaceId, ...given }))[0];
  const activation = await first('listActivationsFromAudience', 'activations', audience);
  const event = { eventName: (await first('listEvents', 'events'))?.['name'] };
  const entity = { entitySlug: (await first('listEntityPaths', 'entityPaths'))?.['entitySlug'] };
  const warehouse = await first('listProfilesWarehouseInSpace', 'profilesWarehouses');
  const inSpace = { integrationId: spaceId };
  return {
    ...Object.fromEntries(
      [
        'getAudience',
        'getAudiencePreview',
        'listAudienceSchedulesFromSpaceAndAudience',
        'listAudienceConsumersFromSpaceAndAudience',
        'listActivationsFromAudience',
        'listDestinationsFromAudience',
      ].map((operationId) => [operationId, audience]),
    ),
    getAudienceScheduleFromSpaceAndAudience: { ...audience, scheduleId: idOf(schedule) },
    getActivationFromAudience: { ...audience, id: idOf(activation) },
    listSupportedDestinationsFromAudience: { audienceType: 'USERS' },
    getComputedTrait: { id: idOf(await first('listComputedTraits', 'computedTraits')) },
    listFiltersForSpace: inSpace,
    getFilterById: { id: idOf(await first('listFiltersForSpace', 'filters', inSpace)) },
    listSelectiveSyncsFromWarehouseAndSpace: { warehouseId: idOf(warehouse) },
    listPropertiesFromEvent: event,
    listSampleValuesFromEventProperty: {
      ...event,
      propertyName: (await first('listPropertiesFromEvent', 'eventProperties', event))?.['name'],
      propertyType: 'PROPERTY',
    },
    listPropertiesFromEntity: entity,
    listSampleValuesFromEntityProperty: {
      ...entity,
      propertyName: (await first('listPropertiesFromEntity', 'entityProperties', entity))?.['name'],
    },
    listSampleValuesFromTrait: { traitKey: (await first('listTraits', 'traits'))?.['trait'] },
  };
}
