/** Routes about what hangs off spaces: where audiences go, profile tables, and names of traits and events. */
import { populationOf } from '../paging.ts';
import { invalid, missing } from '../replies.ts';
import { recordProfilesWarehouseRead } from '../world/audit.ts';
import {
  audienceActivations,
  audienceConnections,
  audienceConsumers,
  entityPathsOf,
  entityPropertiesOf,
  eventPropertiesOf,
  eventsOf,
  profilesSelectiveSyncs,
  profilesWarehouses,
  supportedDestinations,
  traitsOf,
} from '../world/profiles.ts';
import { dataRoute, findById, listRoute, type Route } from './route.ts';
import { audienceOr404, spaceOr404 } from './spaces.ts';

const AUDIENCE_TYPES = ['ACCOUNTS', 'LINKED', 'USERS'];

const AUDIENCE_ROUTES: readonly Route[] = [
  listRoute({
    path: '/spaces/{spaceId}/audiences/{audienceId}/destination-connections',
    operationId: 'listDestinationsFromAudience',
    member: 403,
    feature: 'audience',
    versions: ['v1alpha'],
    key: 'connections',
    paged: 'when-more',
    items: (context) =>
      audienceOr404(context, 'audienceId', (audience) =>
        populationOf(audienceConnections(context.world, audience)),
      ),
  }),
  listRoute({
    path: '/spaces/{spaceId}/audiences/{audienceId}/activations',
    operationId: 'listActivationsFromAudience',
    member: 403,
    versions: ['v1alpha'],
    key: 'activations',
    paged: 'when-more',
    items: (context) =>
      audienceOr404(context, 'audienceId', (audience) =>
        populationOf(audienceActivations(context.world, audience)),
      ),
  }),
  dataRoute({
    path: '/spaces/{spaceId}/audiences/{audienceId}/activations/{id}',
    operationId: 'getActivationFromAudience',
    member: 403,
    versions: ['v1alpha'],
    data: (context) =>
      audienceOr404(context, 'audienceId', (audience) => {
        const activation = findById(audienceActivations(context.world, audience), context.param('id'));
        return activation === undefined ? missing('Activation', context.param('id')) : { activation };
      }),
  }),
  listRoute({
    path: '/spaces/{spaceId}/audiences/{id}/audience-references',
    operationId: 'listAudienceConsumersFromSpaceAndAudience',
    member: 403,
    feature: 'audience',
    versions: ['v1alpha'],
    key: 'audiences',
    items: (context) =>
      audienceOr404(context, 'id', (audience) => populationOf(audienceConsumers(context.world, audience))),
  }),
  dataRoute({
    path: '/spaces/{spaceId}/audienceType/{audienceType}/supported-destinations',
    operationId: 'listSupportedDestinationsFromAudience',
    member: 403,
    feature: 'audience',
    versions: ['v1alpha'],
    data: (context) =>
      spaceOr404(context, () => {
        const type = context.param('audienceType');
        return AUDIENCE_TYPES.includes(type.toUpperCase())
          ? { destinations: supportedDestinations(context.world, context.query.get('slug')) }
          : missing('Audience type', type);
      }),
  }),
];

const WAREHOUSE_ROUTES: readonly Route[] = [
  listRoute({
    path: '/spaces/{spaceId}/profiles-warehouses',
    operationId: 'listProfilesWarehouseInSpace',
    member: 403,
    versions: ['v1alpha'],
    key: 'profilesWarehouses',
    paged: 'when-more',
    items: (context) =>
      spaceOr404(context, ({ id }) => {
        const warehouses = profilesWarehouses(context.world, id);
        // Looking is an event of its own: the one read that leaves a trace in the workspace.
        for (const warehouse of warehouses)
          recordProfilesWarehouseRead(context.world, warehouse.id, context.now);
        return populationOf(warehouses);
      }),
  }),
  listRoute({
    path: '/spaces/{spaceId}/profiles-warehouses/{warehouseId}/selective-syncs',
    operationId: 'listSelectiveSyncsFromWarehouseAndSpace',
    member: 403,
    versions: ['v1alpha'],
    key: 'items',
    items: (context) =>
      spaceOr404(context, (space) => {
        const id = context.param('warehouseId');
        if (findById(profilesWarehouses(context.world, space.id), id) === undefined) {
          return missing('Profiles warehouse', id);
        }
        return populationOf(profilesSelectiveSyncs(id));
      }),
  }),
];

const SCHEMA_ROUTES: readonly Route[] = [
  listRoute({
    path: '/spaces/{spaceId}/traits',
    operationId: 'listTraits',
    member: 403,
    versions: ['v1alpha'],
    key: 'traits',
    hasPrevious: false,
    items: (context) =>
      spaceOr404(context, () => {
        const collection = context.query.get('collection') ?? 'users';
        if (collection !== 'accounts' && collection !== 'users')
          return invalid('collection', 'must be one of accounts, users');
        return populationOf(traitsOf(context.now, collection));
      }),
  }),
  listRoute({
    path: '/spaces/{spaceId}/events',
    operationId: 'listEvents',
    member: 403,
    versions: ['v1alpha'],
    key: 'events',
    items: (context) => spaceOr404(context, () => populationOf(eventsOf(context.now))),
  }),
  listRoute({
    path: '/spaces/{spaceId}/events/{eventName}/properties',
    operationId: 'listPropertiesFromEvent',
    member: 403,
    versions: ['v1alpha'],
    key: 'eventProperties',
    items: (context) =>
      spaceOr404(context, () => {
        const name = context.param('eventName');
        if (!eventsOf(context.now).some((event) => event.name === name)) return missing('Event', name);
        return populationOf(eventPropertiesOf(name, context.now));
      }),
  }),
  listRoute({
    path: '/spaces/{spaceId}/entity-paths',
    operationId: 'listEntityPaths',
    member: 403,
    versions: ['v1alpha'],
    key: 'entityPaths',
    items: (context) => spaceOr404(context, ({ id }) => populationOf(entityPathsOf(context.world, id))),
  }),
  listRoute({
    path: '/spaces/{spaceId}/entities/{entitySlug}/properties',
    operationId: 'listPropertiesFromEntity',
    member: 403,
    versions: ['v1alpha'],
    key: 'entityProperties',
    hasPrevious: false,
    items: (context) =>
      spaceOr404(context, ({ id }) => {
        const slug = context.param('entitySlug');
        const isThere = entityPathsOf(context.world, id).some(({ entitySlug }) => entitySlug === slug);
        return isThere ? populationOf(entityPropertiesOf()) : missing('Entity', slug);
      }),
  }),
];

export const PROFILE_ROUTES: readonly Route[] = [...AUDIENCE_ROUTES, ...WAREHOUSE_ROUTES, ...SCHEMA_ROUTES];
