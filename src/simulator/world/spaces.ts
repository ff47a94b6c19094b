/** Spaces: where profiles are kept, what is filtered out of them, and the audiences built on them. */
import { createRandom, cycled, hexId, shortId, sortableId } from '../random.ts';
import { daysBefore } from './calendar.ts';
import type { Audience, ComputedTrait, Space, SpaceFilter } from './policy-records.ts';
import type { Scale } from './scale.ts';
import { slugOf } from './sources.ts';
import type { WorkspaceRecord, World } from './world.ts';

const SPACE_NAMES = [
  'Customers',
  'Customers (staging)',
  'Business Clients',
  'Stores',
  'Outlet',
  'Archive 2023',
];
const AUDIENCES = [
  { name: 'Loyal customers', query: 'event("Order Completed").count() >= 3' },
  {
    name: 'Abandoned carts',
    query: 'event("Cart Updated").count() >= 1 AND event("Order Completed").count() = 0',
  },
  {
    name: 'Maternity interest',
    query: 'event("Product Viewed").where(property("category") = "maternity").count() >= 2',
  },
  { name: 'Lapsed a year', query: 'event("Order Completed").within(365 days).count() = 0' },
  { name: 'Gold tier', query: 'trait("loyalty_tier") = "gold"' },
];

export type SpacesPart = Pick<World, 'spaces' | 'spaceFilters' | 'audiences' | 'computedTraits'>;

export interface SpacesInput {
  readonly seed: number;
  readonly anchor: Date;
  readonly scale: Scale;
  readonly workspace: WorkspaceRecord;
}

/** Returns spaces with filters, audiences and computed traits; more filters a space than fit on one page. */
export function buildSpaces(input: SpacesInput): SpacesPart {
  const part: SpacesPart = { spaces: [], spaceFilters: [], audiences: [], computedTraits: [] };
  for (let index = 0; index < input.scale.spaces; index += 1) {
    const name = cycled(SPACE_NAMES, index);
    const space: Space = { id: `spa_${shortId(input.seed, 'space', index)}`, slug: slugOf(name), name };
    part.spaces.push(space);
    for (let at = 0; at < 12; at += 1) part.spaceFilters.push(filterAt(input, space, index, at));
    for (let at = 0; at < input.scale.audiencesPerSpace; at += 1) {
      part.audiences.push(audienceAt(input, space, index, at));
    }
    for (let at = 0; at < 3; at += 1) part.computedTraits.push(traitAt(input, space, index, at));
  }
  return part;
}

function filterAt(
  { seed, anchor, workspace }: SpacesInput,
  space: Space,
  index: number,
  at: number,
): SpaceFilter {
  return {
    id: hexId(seed, 'space-filter', index, at),
    workspaceId: workspace.id,
    integrationId: space.id,
    enabled: at !== 3,
    name: at === 0 ? 'No staff' : `Keep out ${at}`,
    description: 'Profiles that must not be kept.',
    if: `contains(traits.email, "@staff${at}.example")`,
    drop: at % 2 === 0,
    createdAt: daysBefore(anchor, 300 + at),
    updatedAt: daysBefore(anchor, 80 + at),
  };
}

/** Who made something and when. */
function authorship({ seed, anchor }: SpacesInput, age: number) {
  const author = shortId(seed, 'user', age % 2 === 0 ? 8 : 0);
  return {
    createdBy: author,
    updatedBy: author,
    createdAt: daysBefore(anchor, 60 + age),
    updatedAt: daysBefore(anchor, 20 + Math.floor(age / 3)),
  };
}

const audienceName = (at: number) =>
  at < AUDIENCES.length ? cycled(AUDIENCES, at).name : `${cycled(AUDIENCES, at).name} ${at + 1}`;

const keyOf = (name: string) => slugOf(name).replaceAll('-', '_');

function audienceAt(input: SpacesInput, space: Space, index: number, at: number): Audience {
  const { seed, anchor } = input;
  const random = createRandom(seed, 'audience', index, at);
  const unique = audienceName(at);
  const { query } = cycled(AUDIENCES, at);
  // Every second one is built on the one before it, and names it.
  const definition = at % 2 === 1 ? `${query} AND trait("${keyOf(audienceName(at - 1))}") = true` : query;
  const isBatch = at % 3 === 1;
  const count = random.between(120, 90_000);
  return {
    id: `aud_${sortableId(seed, 'audience', index, at)}`,
    spaceId: space.id,
    name: unique,
    description: `${unique}, for campaigns.`,
    key: keyOf(unique),
    enabled: at % 8 !== 7,
    definition: at % 40 === 38 ? null : { targetEntity: null, query: definition },
    status: 'Live',
    ...authorship(input, random.below(500)),
    audienceType: 'USERS',
    computeCadence: { type: isBatch ? 'BATCH' : 'REALTIME' },
    size: { count, type: 'USERS' },
    options: {
      filterByExternalIds: ['user_id', 'email'],
      includeHistoricalData: true,
      backfillEventDataDays: 90,
    },
    schedules: isBatch
      ? [
          {
            id: `sch_${sortableId(seed, 'schedule', index, at)}`,
            strategy: 'SPECIFIC_DAYS',
            config: { days: [1, 4], hours: [5], timezone: 'Europe/Berlin' },
            nextExecution: daysBefore(anchor, -400),
          },
        ]
      : [],
  };
}

function traitAt(input: SpacesInput, space: Space, index: number, at: number): ComputedTrait {
  const name = cycled(['Lifetime value', 'Favourite shop', 'Days since order'], at);
  return {
    id: `ct_${sortableId(input.seed, 'computed-trait', index, at)}`,
    spaceId: space.id,
    name,
    description: `${name} of a customer.`,
    key: keyOf(name),
    enabled: true,
    definition: { query: 'event("Order Completed").sum("revenue")', type: 'USERS' },
    status: 'Live',
    ...authorship(input, 10 * at),
    options: { includeHistoricalData: true, includeAnonymousUsers: false, backfillDurationDays: 365 },
  };
}
