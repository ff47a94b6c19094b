/** Each uncertain behaviour of the API, played each way, and how a run ends then. */
import type { AssumptionId } from '../../schemas/assumptions.ts';
import type {
  FaultEffect,
  FeatureSetting,
  Simulator,
  SimulatorOptions,
} from '../../src/simulator/simulator.ts';
import type { RunSettings, Workbench } from '../support/run.ts';
import { type Json, on, SMALL_PAGES } from './fault-row.ts';

export interface WayRow {
  readonly id: AssumptionId;
  /** One of those that a run can tell; `undefined` where it cannot. */
  readonly way: string | undefined;
  readonly simulator?: Omit<SimulatorOptions, 'now'>;
  readonly arrange?: (simulator: Simulator) => unknown;
  readonly settings?: (bench: Workbench) => RunSettings;
  readonly status: 'complete' | 'partial' | 'failed';
  /** Default: none is open. */
  readonly conditions?: readonly string[];
}

const fine = (id: AssumptionId, way: string | undefined, how: Partial<WayRow> = {}): WayRow => ({
  id,
  way,
  status: 'complete',
  ...how,
});
const small = () => SMALL_PAGES;
const pagesOf = (pageSize: number) => (): RunSettings => ({
  config: { collect: { include: [], exclude: [], pageSize } },
});
const asMember = ({ simulator }: Workbench): RunSettings => ({ token: simulator.tokens.member });

/** Has the first request for users refused for its rate. */
const limited = (effect: FaultEffect) => on('listUsers', effect, { times: 1 });

const withoutPaging = on('listAuditEvents', {
  kind: 'transform-json',
  transform: (body) => {
    const { pagination: _, ...data } = (body as { data: Json }).data;
    return { data };
  },
});

/** Those that are only invited count too. */
function countInvites({ world }: Simulator): void {
  for (const group of world.groups) group.memberCount += world.groupInvites[group.id]?.length ?? 0;
}

const dotted = on('listAuditEvents', {
  kind: 'transform-text',
  transform: (body) =>
    body.replaceAll(
      /"type":"([^"]+)"/g,
      (_, type: string) => `"type":"${type.toLowerCase().replaceAll(/\s+/g, '.')}"`,
    ),
});

const wanting = (id: 'missing-right' | 'filtered-lists', how: Partial<WayRow>): WayRow => ({
  id,
  way: undefined,
  settings: asMember,
  status: 'partial',
  conditions: [
    'field-hidden sources',
    'scope-gap audit-events',
    'scope-gap functions',
    'scope-gap group-invites',
    'scope-gap group-members',
    'scope-gap groups',
    'scope-gap live-plugins',
    'scope-gap spaces',
    'scope-gap users',
  ],
  ...how,
});

const without = (
  feature: 'spaces' | 'functions',
  setting: FeatureSetting,
  [id, way]: readonly ['missing-feature' | 'refusal-body', string],
): WayRow => ({
  id,
  way,
  simulator: { features: { [feature]: setting } },
  status: 'partial',
  conditions: [`feature-unavailable ${feature}`],
});

const refused = (way: string, arrange: WayRow['arrange']): WayRow => ({
  id: 'refused-token',
  way,
  ...(arrange === undefined ? {} : { arrange }),
  status: 'failed',
  conditions: ['token-refused'],
});

/** Ways on which nothing is missing: all of one column can be played at once. */
export const quietWays: readonly WayRow[] = [
  fine('permissions-in-lists', 'listed', { simulator: { permissionsInUserList: true } }),
  fine('permissions-in-lists', 'left-out', { simulator: { permissionsInUserList: false } }),
  fine('media-type', 'json', { simulator: { mediaType: 'application/json; charset=utf-8' } }),
  fine('media-type', 'versioned', { simulator: { mediaType: 'application/vnd.segment.v1+json' } }),
  fine('media-type', 'other', { simulator: { mediaType: 'text/plain' } }),
  fine('plain-media-type', '406', { simulator: { plainRefused: 406 } }),
  fine('plain-media-type', '415', { simulator: { plainRefused: 415 } }),
  fine('last-page', 'absent', { simulator: { lastPage: 'absent' } }),
  fine('last-page', 'null', { simulator: { lastPage: 'null' } }),
  fine('last-page', 'empty', { simulator: { lastPage: 'empty' } }),
  fine('totals', 'told', { simulator: { totalEntries: true } }),
  fine('totals', 'left-out', { simulator: { totalEntries: false } }),
  fine('paging-left-out', 'sent'),
  fine('cursor-form', 'offset', { simulator: { cursors: 'offset' }, settings: pagesOf(100) }),
  fine('cursor-form', 'other', { simulator: { cursors: 'opaque' }, settings: pagesOf(100) }),
  fine('rate-headers', 'sent', { simulator: { rateHeaders: true } }),
  fine('rate-headers', 'left-out', { simulator: { rateHeaders: false } }),
  fine('retry-after', 'seconds', { arrange: limited({ kind: 'rate-limited', retryAfterSeconds: 2 }) }),
  fine('retry-after', 'date', {
    arrange: limited({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': 'Sun, 22 Nov 2026 03:00:30 GMT' },
    }),
  }),
  fine('retry-after', 'body', { arrange: limited({ kind: 'rate-limited', msBeforeNext: 900 }) }),
  fine('retry-after', 'reset', { arrange: limited({ kind: 'rate-limited', resetInMs: 900 }) }),
  fine('retry-after', 'none', { arrange: limited({ kind: 'rate-limited' }) }),
  fine('member-count', 'members'),
  fine('member-count', 'members-and-invites', { arrange: countInvites }),
  fine('event-order', 'newest-first', { simulator: { order: 'natural' } }),
  fine('event-order', 'oldest-first', { simulator: { order: 'reversed' } }),
  fine('event-order', 'other', { simulator: { order: 'shuffled' } }),
  fine('event-names', 'words'),
  fine('event-names', 'dotted', { arrange: dotted }),
  fine('masked-settings', undefined),
  fine('missing-under-parent', undefined),
  fine('reading-leaves-events', undefined),
  fine('late-events', undefined),
  fine('array-queries', undefined),
  fine('rate-limit', undefined, { simulator: { rateLimit: { perMinute: 5 } } }),
];

/** Ways on which something is missing, and said to be; and those that need a run of their own. */
export const loudWays: readonly WayRow[] = [
  fine('paging-left-out', 'left-out', { arrange: withoutPaging, settings: pagesOf(1000) }),
  fine('paging-left-out', 'left-out', {
    arrange: withoutPaging,
    settings: small,
    status: 'partial',
    conditions: ['collection-incomplete audit-events'],
  }),
  refused('401', (simulator) => simulator.revoke()),
  refused('403', on('getWorkspace', { kind: 'status', status: 403 })),
  wanting('missing-right', { way: '401', simulator: { missingRight: 401 } }),
  wanting('missing-right', { way: '403', simulator: { missingRight: 403 } }),
  wanting('filtered-lists', {}),
  fine('filtered-lists', undefined, {
    arrange: on('listUsers', { kind: 'short-list', drop: 3 }),
    status: 'partial',
    conditions: ['collection-incomplete users'],
  }),
  without('spaces', { status: 401, body: 'empty' }, ['missing-feature', '401']),
  without('spaces', { status: 403, body: 'html' }, ['missing-feature', '403']),
  without('spaces', false, ['missing-feature', '404']),
  without('functions', false, ['missing-feature', 'other']),
  without('spaces', { status: 403, body: 'json' }, ['refusal-body', 'json']),
  without('spaces', { status: 403, body: 'html' }, ['refusal-body', 'other']),
  fine('moving-lists', undefined, {
    arrange: on('listUsers', { kind: 'changing-total', by: 1 }),
    settings: small,
    status: 'partial',
    conditions: ['collection-incomplete users'],
  }),
];
