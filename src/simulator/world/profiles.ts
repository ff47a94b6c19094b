/** What hangs off spaces and audiences: where audiences are sent, profile tables, names of traits and events. */
import { cycled, hexId, secretText, shortId, sortableId } from '../random.ts';
import { dayNumber, daysBefore } from './calendar.ts';
import { maskSecret } from './destinations.ts';
import type { Audience } from './policy-records.ts';
import type { Destination } from './records.ts';
import type { World } from './world.ts';

/** Destinations an audience can be sent to. */
function receivers(world: World): Destination[] {
  return world.destinations.filter(
    ({ metadata, enabled }) => enabled && metadata.categories[0] === 'Email Marketing',
  );
}

/** Returns where an audience is sent: one or two destinations. */
export function audienceConnections(
  world: World,
  audience: Audience,
): ({ id: string } & Record<string, unknown>)[] {
  const all = receivers(world);
  if (all.length === 0) return [];
  const start = world.audiences.indexOf(audience);
  return Array.from({ length: Math.min(all.length, 1 + (start % 2)) }, (_, at) => {
    const destination = cycled(all, start + at);
    const { id, name, slug } = destination.metadata;
    return {
      id: hexId(world.seed, 'connection', audience.id, at),
      name: destination.name ?? name,
      sourceId: destination.sourceId,
      enabled: true,
      createdAt: daysBefore(world.anchor, 90),
      updatedAt: daysBefore(world.anchor, 45),
      settings: {
        apiKey: maskSecret(secretText(32, world.seed, 'connection', audience.id, at)),
        list: audience.key,
      },
      destinationId: destination.id,
      metadata: { id, name, slug },
      idSyncConfiguration: [{ externalId: 'email', strategy: 'last', mapTo: 'email' }],
      connectionSettings: { listName: audience.name },
    };
  });
}

/** Returns which fields of profiles go along with an audience. */
export function audienceActivations(
  world: World,
  audience: Audience,
): ({ id: string } & Record<string, unknown>)[] {
  return audienceConnections(world, audience).map((connection, at) => ({
    id: `act_${sortableId(world.seed, 'activation', audience.id, at)}`,
    enabled: true,
    workspaceId: world.workspace.id,
    spaceId: audience.spaceId,
    audienceId: audience.id,
    connectionId: connection.id,
    activationType: 'Audience Entered',
    activationName: `${audience.name} entered`,
    displayName: null,
    personalization: {
      profile: { properties: ['email', 'first_name', 'loyalty_tier'], mapping: { email: 'email' } },
      // Sent with audiences that have none too.
      entities: [],
    },
    destinationMapping: {
      actionId: hexId('action', 'actions-braze-cloud', 'trackEvent'),
      settings: { event: audience.key },
    },
    performResync: false,
  }));
}

/** Returns the audiences of a space that are built on another: every second one is, by the one after it. */
export function audienceConsumers(world: World, audience: Audience): Record<string, unknown>[] {
  const siblings = world.audiences.filter(({ spaceId }) => spaceId === audience.spaceId);
  const place = siblings.indexOf(audience);
  return siblings
    .slice(place + 1, place + 2 - (place % 2))
    .map(({ schedules: _, size: _size, computeCadence: _cadence, ...summary }) => summary);
}

/** Returns the kinds of destination an audience can be sent to, by slug; of one slug only, when it is asked for. */
export function supportedDestinations(world: World, slug: string | undefined): Record<string, unknown> {
  const all = receivers(world).map(({ metadata }) => metadata);
  const asked = all.filter((metadata) => slug === undefined || metadata.slug === slug);
  return Object.fromEntries(
    asked.map(({ id, name, slug: key, actions }) => [key, { id, name, slug: key, actions }]),
  );
}

/** Returns three values of something that is known of customers; all of them are made up. */
export function sampleValuesOf(world: World, name: string): string[] {
  return [0, 1, 2].map((at) => `sample-${secretText(8, world.seed, 'sample', name, at)}`);
}

/** Returns the warehouse the profiles of a space are copied to; only the first space has one. */
export function profilesWarehouses(
  world: World,
  spaceId: string,
): ({ id: string } & Record<string, unknown>)[] {
  const [warehouse] = world.warehouses;
  if (warehouse === undefined || world.spaces[0]?.id !== spaceId) return [];
  return [
    {
      id: shortId(world.seed, 'profiles-warehouse', spaceId),
      spaceId,
      metadata: warehouse.metadata,
      workspaceId: world.workspace.id,
      enabled: true,
      settings: { ...warehouse.settings, username: 'SEGMENT_PROFILES' },
      schemaName: 'profiles',
    },
  ];
}

/** Returns which profile tables a warehouse gets. */
export function profilesSelectiveSyncs(warehouseId: string): Record<string, unknown>[] {
  return ['user_traits', 'user_identifiers', 'id_graph_updates'].map((collection) => ({
    collection,
    warehouseId,
    enabled: collection !== 'id_graph_updates',
    properties: { email: { enabled: false }, user_id: { enabled: true } },
  }));
}

const TRAITS = [
  'email',
  'first_name',
  'last_name',
  'loyalty_tier',
  'birthday',
  'phone',
  'lifetime_value',
  'city',
];
const ACCOUNT_TRAITS = ['name', 'industry', 'employees'];
const EVENTS = [
  'Order Completed',
  'Product Viewed',
  'Cart Updated',
  'Store Scanned',
  'Coupon Applied',
  'Search Sent',
];
const PROPERTIES = ['order_id', 'revenue', 'currency', 'email', 'channel'];
const ENTITIES = ['household', 'store', 'product'];

/** Yesterday at a fixed hour: when everything was last seen. */
function lastSeen(now: Date): string {
  return new Date((dayNumber(now) - 1) * 86_400_000 + 15 * 3_600_000).toISOString();
}

/** Returns the names of traits of a space: of its users or of its accounts. */
export function traitsOf(now: Date, collection: 'accounts' | 'users' = 'users'): Record<string, unknown>[] {
  return (collection === 'accounts' ? ACCOUNT_TRAITS : TRAITS).map((trait) => ({
    trait,
    type: trait === 'lifetime_value' ? 'COMPUTED' : 'CUSTOM',
    lastSeenAt: lastSeen(now),
  }));
}

/** Returns the names of events of a space. */
export function eventsOf(now: Date): { name: string; type: string; lastSeenAt: string }[] {
  return EVENTS.map((name) => ({ name, type: 'TRACK', lastSeenAt: lastSeen(now) }));
}

/** Returns the names of properties of an event. */
export function eventPropertiesOf(eventName: string, now: Date): Record<string, unknown>[] {
  return PROPERTIES.map((name) => ({ name, type: 'PROPERTY', eventName, lastSeenAt: lastSeen(now) }));
}

/** Returns how profiles of a space are related to other things. */
export function entityPathsOf(
  world: World,
  spaceId: string,
): { entitySlug: string; [key: string]: unknown }[] {
  return ENTITIES.map((entitySlug) => ({
    id: hexId(world.seed, 'entity-path', spaceId, entitySlug),
    entityName: `${entitySlug.charAt(0).toUpperCase()}${entitySlug.slice(1)}`,
    pathName: `profile to ${entitySlug}`,
    entitySlug,
    relationshipSlugs: [entitySlug],
    childRelationshipSlugs: [],
    parentRelationshipSlugPath: '',
  }));
}

/** Returns the columns of an entity. */
export function entityPropertiesOf(): Record<string, unknown>[] {
  return ['id', 'name', 'postcode'].map((name) => ({ name, primaryKey: name === 'id', dataType: 'STRING' }));
}
