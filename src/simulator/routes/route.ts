/**
 * What a route of the simulated API is: one row of facts. A new resource is a new row, not a new handler.
 * Rows only look things up in the world; paging, access, features and faults happen around them.
 */
import type { FeatureName } from '../features.ts';
import type { Population, Query } from '../paging.ts';
import type { Refusal } from '../replies.ts';
import type { TrackingLedger } from '../tracking/ledger.ts';
import type { Source } from '../world/records.ts';
import type { World } from '../world/world.ts';

export interface RouteContext {
  readonly world: World;
  readonly query: Query;
  readonly now: Date;
  /** What the Tracking API took. */
  readonly ledger: TrackingLedger;
  /** Whether lists of users and groups carry `permissions`. */
  readonly permissionsInLists: boolean;
  /** A path parameter; the empty text when the template has none of that name. */
  param(name: string): string;
  /** A source as this token may see it: without write keys unless it may administer sources. */
  visible(source: Source): Source;
}

export type ApiVersion = 'v1' | 'v1beta' | 'v1alpha';

export const ALL_VERSIONS: readonly ApiVersion[] = ['v1', 'v1beta', 'v1alpha'];

interface RowFacts {
  /** Path template, parameters in braces as in the API document. */
  readonly path: string;
  readonly operationId: string;
  /** What a token with minimal access gets: the data, or a refusal. */
  readonly member: 'data' | 401 | 403;
  readonly feature?: FeatureName;
  /** API versions that serve it; default all three. */
  readonly versions?: readonly ApiVersion[];
}

/** One list in an answer; nearly every route has exactly one. */
export interface ListFacts {
  /** Where the items are in `data`. */
  readonly key: string;
  /** Name of the paging object; default `pagination`. */
  readonly pagination?: string;
  /** Largest `count`; default 1000. */
  readonly pageMax?: number;
  readonly style?: 'text' | 'numeric';
  /** When the answer has a paging object at all; default always. */
  readonly paged?: 'always' | 'when-more' | 'never';
  /** `flat`: the query says `count` and `cursor`, without the name of the paging object. */
  readonly input?: 'dotted' | 'flat';
  /** Page size when none is asked for; default 200. */
  readonly defaultCount?: number;
  /** What cursors begin with where they tell of a record; default: they tell an offset. */
  readonly marker?: string;
  /** Whether pages say `previous`; default true. */
  readonly hasPrevious?: boolean;
  readonly items: (context: RouteContext) => Population | Refusal;
}

export interface ListRoute extends RowFacts {
  readonly kind: 'list';
  readonly lists: readonly ListFacts[];
  /** What `data` has next to the lists. */
  readonly extra?: (context: RouteContext) => Readonly<Record<string, unknown>>;
}

export interface DataRoute extends RowFacts {
  readonly kind: 'data';
  /** The content of `data`. */
  readonly data: (context: RouteContext) => Readonly<Record<string, unknown>> | Refusal;
}

export type Route = ListRoute | DataRoute;

/** Returns the row of a list with one page stream. */
export function listRoute(facts: RowFacts & ListFacts): ListRoute {
  const { path, operationId, member, feature, versions, ...list } = facts;
  return { kind: 'list', ...rowFacts(facts), lists: [list] };
}

/** Returns the row of anything that is not a list. */
export function dataRoute(facts: RowFacts & Pick<DataRoute, 'data'>): DataRoute {
  return { kind: 'data', ...rowFacts(facts), data: facts.data };
}

function rowFacts({ path, operationId, member, feature, versions }: RowFacts): RowFacts {
  return {
    path,
    operationId,
    member,
    ...(feature === undefined ? {} : { feature }),
    ...(versions === undefined ? {} : { versions }),
  };
}

/** Returns whether a lookup ended in a refusal. */
export function isRefusal(value: Population | Readonly<Record<string, unknown>> | Refusal): value is Refusal {
  return 'kind' in value && value.kind === 'refusal';
}

/** Returns the record with an id. */
export function findById<T extends { readonly id: string }>(list: readonly T[], id: string): T | undefined {
  return list.find((item) => item.id === id);
}
