/**
 * Answers one request as a healthy server would: token, budget, route, feature, role, then the data.
 * Pure but for the budget it spends. Faults come later and never in here.
 */
import type { TokenDesk, TokenRole } from './access.ts';
import type { FeatureName } from './features.ts';
import type { createRateLimits, RateState } from './limits.ts';
import {
  type Page,
  type PageRequest,
  type PagingRules,
  type Population,
  type Query,
  readPage,
} from './paging.ts';
import { insufficient, type Refusal, refusal, tooManyRequests, unauthorized } from './replies.ts';
import { matchRoute, type RouteMatch } from './routes/index.ts';
import {
  ALL_VERSIONS,
  isRefusal,
  type ListFacts,
  type ListRoute,
  type Route,
  type RouteContext,
} from './routes/route.ts';
import type { TrackingLedger } from './tracking/ledger.ts';
import type { World } from './world/world.ts';

/** What the server knows while it answers. */
export interface ServerState {
  readonly world: World;
  readonly ledger: TrackingLedger;
  readonly desk: TokenDesk;
  readonly limit: ReturnType<typeof createRateLimits>;
  readonly paging: PagingRules;
  /** What is answered in place of a feature that the workspace has not. */
  readonly refusedFeatures: ReadonlyMap<FeatureName, Refusal>;
  readonly permissionsInLists: boolean;
  readonly rateHeaders: boolean;
  /** Default: as each route has it. */
  readonly missingRight: 401 | 403 | undefined;
  readonly mediaType: string | undefined;
  /** Status for who asks for no version of what has no stable one. */
  readonly plainRefused: 406 | 415 | undefined;
}

export interface IncomingRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Query;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
  readonly now: Date;
}

/** One list of an answer and where it is in `data`; faults about paging need to know. */
export interface ListView {
  readonly key: string;
  readonly page: Page;
}

export interface Answer {
  readonly operationId: string | null;
  readonly role: TokenRole;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Sent in place of the body. */
  readonly text?: string | undefined;
  readonly lists: readonly ListView[];
}

type Content =
  | Refusal
  | { readonly kind: 'data'; readonly data: unknown; readonly lists: readonly ListView[] };

/** Returns the answer of a request. */
export function answerRequest(request: IncomingRequest, state: ServerState): Answer {
  const role = state.desk.roleOf(request.authorization);
  const match = matchRoute(request.path);
  const operationId = match?.route.operationId ?? null;
  const isKnown = role === 'owner' || role === 'member';
  const rate = isKnown ? state.limit(role, operationId, request.now) : null;
  const type = match === null ? 'application/json' : contentType(match.route, request.accept);
  const content = contentOf({ request, role, match, rate, type }, state);
  const headers = {
    'content-type': state.mediaType ?? type ?? 'application/json',
    ...(rate === null || !state.rateHeaders ? {} : rateHeaders(rate)),
  };
  if (content.kind === 'refusal') {
    const { status, body, text } = content;
    return { operationId, role, status, headers: { ...headers, ...content.headers }, body, text, lists: [] };
  }
  return { operationId, role, status: 200, headers, body: { data: content.data }, lists: content.lists };
}

interface Situation {
  readonly request: IncomingRequest;
  readonly role: TokenRole;
  readonly match: RouteMatch | null;
  readonly rate: RateState | null;
  readonly type: string | null;
}

function contentOf({ request, role, match, rate, type }: Situation, state: ServerState): Content {
  if (request.method !== 'GET') {
    const entry = { type: 'method-not-allowed', message: 'This simulator is read-only: only GET is served.' };
    return refusal(405, entry, { allow: 'GET' });
  }
  if (role !== 'owner' && role !== 'member') return unauthorized();
  if (rate?.isSpent === true) return tooManyRequests(rate.consumed, rate.resetInMs);
  if (match === null)
    return refusal(404, { type: 'not-found', message: 'The API has no such path.', data: null });
  const { route } = match;
  if (type === null) {
    return refusal(406, { type: 'not-acceptable', message: 'No version asked for serves this operation.' });
  }
  if (state.plainRefused !== undefined && type === PLAIN && !versionsOf(route).includes('v1')) {
    const entry = { type: 'not-acceptable', message: 'This operation is served by its version only.' };
    return refusal(state.plainRefused, entry);
  }
  if (role === 'member' && route.member !== 'data') return insufficient(state.missingRight ?? route.member);
  const refused = route.feature === undefined ? undefined : state.refusedFeatures.get(route.feature);
  if (refused !== undefined) return refused;
  const context = contextOf(request, match, role, state);
  if (route.kind === 'list') return listContent(route, request, context, state);
  const data = route.data(context);
  return isRefusal(data) ? data : { kind: 'data', data, lists: [] };
}

function contextOf(
  request: IncomingRequest,
  match: RouteMatch,
  role: TokenRole,
  state: ServerState,
): RouteContext {
  return {
    world: state.world,
    query: request.query,
    now: request.now,
    ledger: state.ledger,
    permissionsInLists: state.permissionsInLists,
    param: (name) => match.params.get(name) ?? '',
    visible: (source) => (role === 'owner' ? source : { ...source, writeKeys: [] }),
  };
}

function listContent(
  route: ListRoute,
  request: IncomingRequest,
  context: RouteContext,
  state: ServerState,
): Content {
  const data: Record<string, unknown> = {};
  const lists: ListView[] = [];
  for (const list of route.lists) {
    const population = list.items(context);
    if (isRefusal(population)) return population;
    const page = readPage(pageRequest(route, list, population, request), request.query, state.paging);
    if (page.kind === 'refusal') return page;
    data[list.key] = page.items;
    if (isPaged(list.paged ?? 'always', page)) data[page.name] = page.pagination;
    lists.push({ key: list.key, page });
  }
  return { kind: 'data', data: { ...route.extra?.(context), ...data }, lists };
}

const DEFAULT_COUNT = 200;

function pageRequest(
  route: ListRoute,
  list: ListFacts,
  population: Population,
  request: IncomingRequest,
): PageRequest {
  const name = list.pagination ?? 'pagination';
  return {
    population,
    name,
    prefix: list.input === 'flat' ? '' : `${name}.`,
    pageMax: list.pageMax ?? 1000,
    defaultCount: list.defaultCount ?? DEFAULT_COUNT,
    style: list.style ?? 'text',
    hasPrevious: list.hasPrevious ?? true,
    // Both spellings of "no more pages" occur; which one depends on the route only.
    nullWhenNone: route.operationId.length % 2 === 0,
    scope: scopeOf(request, list.key),
    marker: list.marker,
  };
}

function isPaged(paged: 'always' | 'when-more' | 'never', page: Page): boolean {
  if (paged === 'when-more') return page.from > 0 || typeof page.pagination['next'] === 'string';
  return paged === 'always';
}

/** Path and filters of a list: a cursor is good only there. */
function scopeOf({ path, query }: IncomingRequest, key: string): string {
  const filters = [...query].filter(([name]) => !/(^|pagination\.)(count|cursor)$/i.test(name));
  const sorted = filters.map(([name, value]) => `${name}=${value}`).sort();
  return [path, key, ...sorted].join(' ');
}

const PLAIN = 'application/json';

const versionsOf = (route: Route) => route.versions ?? ALL_VERSIONS;

/** Returns the media type to answer in, or null when none that was asked for serves this route. */
function contentType(route: Route, accept: string | undefined): string | null {
  const wanted = (accept ?? '*/*').split(',').map((range) => range.split(';')[0]?.trim().toLowerCase() ?? '');
  if (wanted.some((range) => ['*/*', 'application/*', 'application/json'].includes(range))) {
    return PLAIN;
  }
  const served = versionsOf(route).map((version) => `application/vnd.segment.${version}+json`);
  return served.find((type) => wanted.includes(type)) ?? null;
}

function rateHeaders({ consumed, remaining, resetAt }: RateState): Record<string, string> {
  return {
    'x-ratelimit-consumed': String(consumed),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': resetAt.toUTCString(),
  };
}
