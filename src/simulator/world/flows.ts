/** What happens to data on its way: filters and mappings of destinations, and transformations. */
import { createRandom, cycled, hexId, secretText, sortableId } from '../random.ts';
import { daysBefore } from './calendar.ts';
import type { Transformation } from './policy-records.ts';
import type { Destination, DestinationFilter, DestinationSubscription, Source } from './records.ts';
import { isEventSource } from './source-catalogue.ts';
import type { WorkspaceRecord } from './world.ts';

type FilterPlan = Pick<DestinationFilter, 'title' | 'if' | 'actions'> & { readonly isDisabled?: true };

const FILTERS: readonly FilterPlan[] = [
  {
    title: 'Keep e-mail addresses out',
    if: 'type = "track"',
    actions: [{ type: 'DROP_PROPERTIES', fields: { properties: { fields: ['email', 'phone'] } } }],
  },
  {
    title: 'Only what the advertiser needs',
    if: 'event = "Order Completed"',
    actions: [
      { type: 'ALLOW_PROPERTIES', fields: { properties: { fields: ['order_id', 'revenue', 'currency'] } } },
    ],
  },
  { title: 'No staff traffic', if: 'contains(context.page.url, "/staff")', actions: [{ type: 'DROP' }] },
  {
    title: 'One visit in ten',
    if: 'type = "page"',
    actions: [{ type: 'SAMPLE', percent: 0.1, path: 'anonymousId' }],
    isDisabled: true,
  },
];

/** Destinations of the crafted twenty that have filters, with the filters they have. */
const CRAFTED_FILTERS: Readonly<Record<number, readonly number[]>> = {
  0: [0, 2],
  2: [0],
  3: [1],
  4: [2, 3],
  9: [0],
  14: [2],
};

/** Returns the filters of all destinations; beyond the crafted twenty a third have one to three. */
export function buildFilters(
  seed: number,
  anchor: Date,
  destinations: readonly Destination[],
): DestinationFilter[] {
  return destinations.flatMap((destination, index) => {
    const random = createRandom(seed, 'filters', index);
    const some = random.chance(33) ? Array.from({ length: random.between(1, 3) }, (_, at) => at) : [];
    const plans = index < 20 ? (CRAFTED_FILTERS[index] ?? []) : some;
    return plans.map((which, at): DestinationFilter => {
      const { title, if: condition, actions, isDisabled } = cycled(FILTERS, which);
      const age = 30 + random.below(700);
      return {
        id: sortableId(seed, 'filter', index, at),
        sourceId: destination.sourceId,
        destinationId: destination.id,
        if: condition,
        actions: structuredClone(actions),
        title,
        description: `${title}.`,
        enabled: isDisabled !== true,
        createdAt: daysBefore(anchor, age, at),
        updatedAt: daysBefore(anchor, Math.floor(age / 2), at),
      };
    });
  });
}

/** Returns the mappings of destinations built on actions; the warehouse one reads a model on a schedule. */
export function buildSubscriptions(
  seed: number,
  destinations: readonly Destination[],
  models: { readonly sourceId: string; readonly id: string }[],
): DestinationSubscription[] {
  return destinations.flatMap((destination, index) =>
    destination.metadata.actions.map((action, at): DestinationSubscription => {
      const model = models.find(({ sourceId }) => sourceId === destination.sourceId);
      return {
        id: sortableId(seed, 'subscription', index, at),
        name: action.name,
        actionId: action.id,
        actionSlug: action.slug,
        destinationId: destination.id,
        enabled: at === 0 || index % 3 !== 0,
        settings: mappingOf(action.slug),
        trigger: action.defaultTrigger ?? 'type = "track"',
        ...(model === undefined ? {} : warehouseMapping(model.id)),
      };
    }),
  );
}

function mappingOf(action: string): Record<string, unknown> {
  if (action === 'trackEvent') {
    return { event: { '@path': '$.event' }, properties: { '@path': '$.properties' }, brand: 'larkfield' };
  }
  return { userId: { '@path': '$.userId' }, traits: { email: { '@path': '$.traits.email' } } };
}

function warehouseMapping(modelId: string): Pick<DestinationSubscription, 'modelId' | 'reverseETLSchedule'> {
  return { modelId, reverseETLSchedule: { strategy: 'PERIODIC', config: { interval: '15m' } } };
}

type TransformationPlan = (
  seed: number,
  index: number,
) => Partial<Transformation> & { name: string; if: string };

const TRANSFORMATIONS: readonly TransformationPlan[] = [
  (seed, index) => ({
    name: 'Hash addresses with a key',
    if: 'type = "track"',
    hashPropertiesConfiguration: {
      algorithm: 'HMAC_SHA256',
      key: secretText(44, seed, 'transformation', index),
      encoding: 'HEX',
      paths: ['properties.email', 'context.traits.email'],
    },
  }),
  // Without a key, and with an algorithm no one should use for this.
  () => ({
    name: 'Hash phone numbers',
    if: 'type = "identify"',
    hashPropertiesConfiguration: { algorithm: 'MD5', encoding: 'HEX', paths: ['traits.phone'] },
  }),
  () => ({
    name: 'One spelling of order id',
    if: 'event = "Order Completed"',
    propertyRenames: [{ oldName: 'properties.orderId', newName: 'properties.order_id' }],
    propertyValueTransformations: [{ propertyPaths: ['properties.currency'], propertyValue: 'EUR' }],
    fqlDefinedProperties: [{ fql: 'lowercase(properties.channel)', propertyName: 'properties.channel' }],
  }),
  () => ({ name: 'Drop test orders', if: 'contains(properties.order_id, "TEST")', drop: true }),
];

/** Returns `count` transformations on event sources, every third for one destination kind only. */
export function buildTransformations(input: {
  seed: number;
  count: number;
  workspace: WorkspaceRecord;
  sources: readonly Source[];
  destinations: readonly Destination[];
}): Transformation[] {
  const { seed, count, workspace, sources, destinations } = input;
  const events = sources.filter(({ metadata }) => isEventSource(metadata));
  return Array.from({ length: count }, (_, index) => {
    const plan = cycled(TRANSFORMATIONS, index)(seed, index);
    const source = events[(index * 5) % events.length];
    const destination = destinations[index % Math.max(1, destinations.length)];
    return {
      id: hexId(seed, 'transformation', index),
      workspaceId: workspace.id,
      sourceId: source?.id ?? '',
      ...(index % 3 === 2 && destination !== undefined
        ? { destinationMetadataId: destination.metadata.id }
        : {}),
      enabled: index % 9 !== 8,
      propertyDrops: [],
      propertyRenames: [],
      propertyValueTransformations: [],
      fqlDefinedProperties: [],
      ...plan,
      name: index < TRANSFORMATIONS.length ? plan.name : `${plan.name} ${index + 1}`,
    };
  });
}
