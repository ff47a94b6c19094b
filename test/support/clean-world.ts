/**
 * A workspace with something for every check to ask about and nothing for any to find. Made of the simulator's world,
 * which collects what real ones do; here all of that is put right.
 */
import { SCALES, type Scale, type World } from '../../src/simulator/simulator.ts';
import type { Destination, Source } from '../../src/simulator/world/records.ts';
import { first, named, onDay, tell } from './clean-basics.ts';
import type { CompanyFiles } from './clean-company.ts';
import { cleanPeople } from './clean-people.ts';

export const CLEAN_SIZE: Scale = {
  ...SCALES.small,
  users: 15,
  groups: 4,
  invites: 0,
  functions: 1,
  spaces: 0,
  audiencesPerSpace: 0,
  trackingPlans: 1,
  transformations: 1,
  reverseEtlModels: 1,
  credentials: 1,
  regulationsPerWeek: 0,
  suppressions: 3,
  auditEventsPerDay: 0,
};

/** Puts everything right, before the first run. */
export function cleanUp(world: World, { reviewed }: CompanyFiles): void {
  world.auditEvents.splice(0);
  // No event comes by itself.
  world.auditedUntil = new Date(8.64e15);
  cleanSources(world);
  cleanPeople(world);
  cleanPlans(world);
  cleanReceivers(world);
  cleanCode(world);
  cleanRequests(world);
  for (const { id, email } of world.users)
    tell(world, onDay(-4), 'Tracking Plan Modified', { actor: id, actorEmail: email });
  reviewed.add(tell(world, onDay(-40), 'Access Token Created'));
}

/** A day in it, after the first run: every write key is replaced, and support of the vendor is let in for two hours. */
export function liveOn(world: World): void {
  for (const source of world.sources) {
    source.writeKeys = source.writeKeys.map((key) => [...key].reverse().join(''));
    tell(world, onDay(0, 9), 'Source Modified', { resourceId: source.id, resourceType: 'Source' });
  }
  tell(world, onDay(0, 10), 'Support Access Granted');
  tell(world, onDay(0, 11), 'Support Login');
  tell(world, onDay(0, 12), 'Support Access Revoked');
}

/** The third one of the simulator never sends anything: here it takes no events. */
const SOURCES = ['Website', 'Website (staging)', 'Warehouse Models', 'Checkout', 'Checkout (staging)'];

function cleanSources(world: World): void {
  for (const source of world.sources)
    if (source.name !== undefined) source.name = source.name.replace('Checkout Backend', 'Checkout');
  const kept = SOURCES.map((name) => named(world.sources, name));
  world.sources.splice(0, world.sources.length, ...kept);
  const forwardTo = named(kept, 'Checkout (staging)').id;
  for (const source of kept) {
    source.writeKeys.splice(1);
    if (source.name === 'Warehouse Models') source.settings = { account: 'shop.eu-central-1' };
    world.sourceSettings[source.id] = strictSettings(forwardTo);
  }
}

const strictSettings = (forwardTo: string) => ({
  track: {
    allowUnplannedEvents: false,
    allowUnplannedEventProperties: false,
    allowEventOnViolations: false,
    allowPropertiesOnViolations: false,
    commonEventOnViolations: 'BLOCK' as const,
  },
  identify: {
    allowUnplannedTraits: false,
    allowTraitsOnViolations: false,
    commonEventOnViolations: 'BLOCK' as const,
  },
  group: {
    allowUnplannedTraits: false,
    allowTraitsOnViolations: false,
    commonEventOnViolations: 'BLOCK' as const,
  },
  forwardingViolationsTo: forwardTo,
  forwardingBlockedEventsTo: forwardTo,
});

const property = (type: string, description: string) => ({ type, description });

/** The one plan. Both production sources are connected to it. */
function cleanPlans(world: World): void {
  const plan = first(world.trackingPlans);
  plan.updatedAt = onDay(-20);
  const schema = (place: 'properties' | 'traits', properties: Record<string, unknown>) => ({
    type: 'object',
    properties: { context: {}, traits: {}, properties: {}, [place]: { type: 'object', properties } },
  });
  const times = { createdAt: onDay(-200), updatedAt: onDay(-20), version: 1 };
  const order = { order_id: property('string', 'Number of the order'), revenue: property('number', 'Total') };
  world.planRules[plan.id] = [
    { type: 'TRACK', key: 'Order Completed', jsonSchema: schema('properties', order), ...times },
    { type: 'TRACK', key: 'Order Cancelled', jsonSchema: schema('properties', order), ...times },
    { type: 'IDENTIFY', jsonSchema: schema('traits', { email: property('string', 'Address') }), ...times },
  ];
  for (const id of Object.keys(world.sourcePlans)) delete world.sourcePlans[id];
  for (const name of ['Website', 'Checkout']) world.sourcePlans[named(world.sources, name).id] = plan.id;
}

/** Adds to the properties that the first event of the plan may have. */
export function planProperty({ planRules }: World, name: string, schema: object): void {
  const rule = first(first(Object.values(planRules)));
  const { properties } = rule.jsonSchema as { properties: { properties: { properties: object } } };
  Object.assign(properties.properties.properties, { [name]: schema });
}

/** Keeps the destinations of some kinds on some sources, and filters before those that get real data. */
function cleanReceivers(world: World): void {
  const kept = [
    destinationOn(world, 'Website', 'amplitude', { apiKey: `${'\u2022'.repeat(10)}1a2b` }),
    destinationOn(world, 'Website (staging)', 'actions-braze-cloud', {
      endpoint: 'https://rest.braze.example',
    }),
    destinationOn(world, 'Checkout', 'aws-s3', { awsRegion: 'eu-west-1', bucket: 'larkfield-events' }),
  ];
  world.destinations.splice(0, world.destinations.length, ...kept);
  world.destinationFilters.splice(0);
  for (const destination of kept) guard(world, destination);
  const ids = new Set(kept.map(({ id }) => id));
  const mappings = world.destinationSubscriptions.filter(({ destinationId }) => ids.has(destinationId));
  world.destinationSubscriptions.splice(0, world.destinationSubscriptions.length, ...mappings);
  const [warehouse, credential] = [first(world.warehouses), first(world.credentials)];
  world.warehouseSources[warehouse.id] = ['Website', 'Checkout'].map((name) => named(world.sources, name).id);
  credential.settings = { type: 'key-pair', username: 'SEGMENT' };
  credential.updatedAt = onDay(-40);
  world.credentialConsumers[credential.id] = { warehouseIds: [warehouse.id], sourceIds: [] };
}

/** Returns the destination of a kind. @throws Error if there is none */
export function destinationOf({ destinations }: World, slug: string): Destination {
  const found = destinations.find(({ metadata }) => metadata.slug === slug);
  if (found === undefined) throw new Error(`expected a destination of the kind ${slug}`);
  return found;
}

/** Returns a destination of a kind, as the only one of a source. */
export function destinationOn(
  world: World,
  source: string,
  slug: string,
  settings: Record<string, unknown>,
): Destination {
  const found = destinationOf(world, slug);
  const { id } = named<Source>(world.sources, source);
  return {
    ...found,
    sourceId: id,
    enabled: true,
    settings,
    metadata: {
      ...structuredClone(found.metadata),
      status: 'PUBLIC',
      supportedRegions: ['eu-west-1', 'us-west-2'],
    },
  };
}

/** Puts a filter before a destination. */
export function guard(world: World, { id, sourceId }: Destination): void {
  world.destinationFilters.push({
    id: `filter-${id}`,
    sourceId,
    destinationId: id,
    if: 'type = "identify"',
    actions: [{ type: 'DROP_PROPERTIES', fields: { traits: { fields: ['email'] } } }],
    title: 'Keep addresses out',
    enabled: true,
    createdAt: onDay(-90),
    updatedAt: onDay(-80),
  });
}

function cleanCode(world: World): void {
  const author = world.users[2]?.id ?? '';
  for (const one of world.functions) {
    one.createdBy = author;
    for (const version of world.functionVersions[one.id] ?? []) version.author = author;
  }
}

/** One request that was carried out in time. */
function cleanRequests(world: World): void {
  world.regulations.splice(0, world.regulations.length, {
    id: 'reg_done',
    subjectType: 'USER_ID',
    subjects: ['customer-100001'],
    status: 'FINISHED',
    createdAt: onDay(-20),
    finishedAt: onDay(-12),
    regulationType: 'SUPPRESS_WITH_DELETE',
  });
}
