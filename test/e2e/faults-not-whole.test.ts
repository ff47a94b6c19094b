/** Lists that say they are whole, by status, total and cursor, and are not: something else gives it away. */
import { describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../src/simulator/simulator.ts';
import {
  type CollectedRun,
  collectOnce,
  endingsOf,
  expectVerified,
  type FaultRow,
  type Json,
  listEdit,
  type Scene,
  tryRows,
  withScene,
} from '../support/fault-row.ts';
import { beside, endless, inPagination, items, onBody, within } from '../support/list-fault.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

function entryOf({ resources }: CollectedRun, resource: string) {
  const entry = resources.find(({ name }) => name === resource);
  if (entry === undefined) throw new Error(`expected an entry about ${resource}`);
  return entry;
}

/** One resource that is partial, and nothing else. */
function partial(
  name: string,
  resource: string,
  reason: string,
  arrange: FaultRow['arrange'],
  more: Partial<FaultRow> = {},
): FaultRow {
  return {
    name,
    arrange,
    gaps: { [resource]: `partial ${reason} 200` },
    status: 'partial',
    exit: 4,
    conditions: [`collection-incomplete ${resource}`],
    ...more,
  };
}

const onGroupMembers = (scene: Scene, index: number, effect: FaultEffect) =>
  scene.simulator.addFault({
    match: { path: `/groups/${scene.simulator.world.groups[index]?.id}/users` },
    effect,
  });

const perParent: readonly FaultRow[] = [
  partial(
    'a group whose list shows fewer members than its own total',
    'group-members',
    'count-mismatch',
    (scene) => onGroupMembers(scene, 0, { kind: 'short-list', drop: 1 }),
  ),
  partial(
    'one list that is a record short and another that shows one too many do not make up for each other',
    'group-members',
    'count-mismatch',
    (scene) => {
      onGroupMembers(scene, 0, { kind: 'short-list', drop: 1 });
      onGroupMembers(
        scene,
        1,
        items('users', (users) => [...users, { ...users[0], id: scene.simulator.world.users[9]?.id ?? '' }]),
      );
    },
    { because: { 'group-members': '2 of 6 lists do not tie out' } },
  ),
  partial(
    'a group that shows a member less than it says, by a list that ties out with itself',
    'group-members',
    'count-mismatch',
    (scene) =>
      onGroupMembers(
        scene,
        0,
        listEdit('users', (users) => users.slice(1)),
      ),
    { because: { 'group-members': '1 groups show another number than they say' } },
  ),
  {
    name: 'groups that count those who are only invited among their members, all of them, are whole',
    arrange: ({ simulator, fault }) =>
      fault(
        'listUserGroups',
        items('userGroups', (groups) =>
          groups.map((group) => ({
            ...group,
            memberCount:
              Number(group['memberCount']) + (simulator.world.groupInvites[String(group['id'])]?.length ?? 0),
          })),
        ),
      ),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  },
];

const newUser = (page: number, [first]: readonly Json[]) => [{ ...first, id: `user-${page}` }];
const requestsAtMost =
  (most: number): NonNullable<FaultRow['also']> =>
  (run) =>
    expect(entryOf(run, 'users').requests).toBeLessThanOrEqual(most);

const onUsers =
  (effect: FaultEffect): FaultRow['arrange'] =>
  ({ fault }) =>
    fault('listUsers', effect);

const without: readonly FaultRow[] = [
  partial(
    'the same page for ever, each time with a new cursor and the right total',
    'users',
    'cursor-loop',
    onUsers(endless('users', (_, first) => first, 14)),
    { also: requestsAtMost(4) },
  ),
  partial(
    'the same page for ever, each time with a new cursor and no total',
    'users',
    'cursor-loop',
    onUsers(endless('users', (_, first) => first)),
    { also: requestsAtMost(4) },
  ),
  partial(
    'new records for ever, beyond the total',
    'users',
    'cursor-loop',
    onUsers(endless('users', newUser, 3)),
    { also: requestsAtMost(4) },
  ),
  partial(
    'new records for ever, one a page, and no total',
    'users',
    'cursor-loop',
    onUsers(endless('users', newUser)),
    { also: requestsAtMost(200) },
  ),
];

const page = { connection: { collect: { pageSize: 5 } } } as const;
const doubted = (name: string, effect: FaultEffect, detail: string): FaultRow =>
  partial(name, 'users', 'truncated', onUsers(effect), { because: { users: detail } });

const answers: readonly FaultRow[] = [
  ...([203, 206] as const).map((status) => ({
    ...doubted(`HTTP ${status}`, { kind: 'other-success', status }, 'with another status than 200'),
    gaps: { users: `partial truncated ${status}` },
  })),
  doubted('errors beside the data', beside({ errors: [{ type: 'timeout' }] }), 'with errors beside the data'),
  doubted('a body that says truncated', beside({ truncated: true }), 'that say something is missing'),
  doubted('data that says it is partial', within({ isPartial: 'true' }), 'that say something is missing'),
  doubted(
    'paging that says there is more, and not where',
    inPagination({ hasMore: true }),
    'something is missing',
  ),
  doubted(
    'a body with a member whose name stands twice',
    {
      kind: 'transform-text',
      transform: (text) => text.replace('"users":', '"users":[],"users":'),
    },
    'with members whose name stands twice',
  ),
  {
    name: 'empty errors, and paging that says there is more where it goes on, are no fault',
    ...page,
    arrange: ({ fault }) =>
      fault(
        'listUsers',
        onBody(({ data }) => ({
          errors: [],
          warnings: null,
          data: {
            ...data,
            pagination: { ...data.pagination, hasMore: typeof data.pagination?.['next'] === 'string' },
          },
        })),
      ),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  },
  partial(
    'a detail that came with 206',
    'users',
    'truncated',
    ({ fault }) => fault('getUser', { kind: 'other-success', status: 206 }, 1),
    { simulator: { permissionsInUserList: false } },
  ),
  partial(
    'as many events as were asked for, without a word about more',
    'audit-events',
    'truncated',
    ({ fault }) => {
      fault(
        'listAuditEvents',
        onBody(({ data: { pagination: _none, ...data } }) => ({ data })),
      );
    },
    { connection: { collect: { pageSize: 5 } } },
  ),
  partial(
    'events of another time than was asked for',
    'audit-events',
    'invalid-records',
    ({ fault }) =>
      fault(
        'listAuditEvents',
        items('events', ([first, ...others]) => [
          { ...first, timestamp: '2025-01-01T00:00:00.000Z' },
          ...others,
        ]),
      ),
    { because: { 'audit-events': '1 records are not of the time asked for' } },
  ),
  partial(
    'suppressions with nobody in them',
    'suppressions',
    'field-hidden',
    ({ fault }) =>
      fault(
        'listSuppressions',
        items('suppressed', (entries) => entries.map((entry) => ({ ...entry, subjectIds: [] }))),
      ),
    {
      conditions: ['field-hidden suppressions'],
      also: (run) => {
        const { records, entries, reportedTotal } = entryOf(run, 'suppressions');
        expect([records, entries]).toEqual([null, reportedTotal]);
      },
    },
  ),
];

const elsewhere = (record: Json) => ({ ...record, workspaceId: 'another-workspace' });
const foreign: readonly FaultRow[] = [
  ...(
    [
      ['sources', 'listSources', 'sources'],
      ['warehouses', 'listWarehouses', 'warehouses'],
      ['credentials', 'listCredentials', 'credentials'],
      ['tracking-plan-sources', 'listSourcesFromTrackingPlan', 'sources'],
      ['warehouse-sources', 'listConnectedSourcesFromWarehouse', 'sources'],
    ] as const
  ).map(([resource, operationId, key]) =>
    partial(
      `a record of ${resource} that names another workspace`,
      resource,
      'cross-reference',
      ({ fault }) => {
        fault(
          operationId,
          items(key, ([first, ...others]) => (first === undefined ? [] : [elsewhere(first), ...others])),
        );
      },
      {
        also: (run) =>
          expect(run.conditions).toMatchObject([
            { condition: 'collection-incomplete', severity: 'high', resource },
          ]),
      },
    ),
  ),
  {
    name: 'a field of that name in a record of something else is looked at alike, and may be empty',
    arrange: ({ fault }) => {
      fault(
        'listSpaces',
        items('spaces', (spaces) => spaces.map((space) => ({ ...space, workspaceId: '' }))),
      );
    },
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: ['schema-drift spaces'],
  },
  partial(
    'a space that names another workspace',
    'spaces',
    'cross-reference',
    ({ fault }) =>
      fault(
        'listSpaces',
        items('spaces', (spaces) => spaces.map(elsewhere)),
      ),
    { conditions: ['collection-incomplete spaces', 'schema-drift spaces'] },
  ),
  {
    name: 'a warehouse that names another workspace and connects by a credential of this one is ours',
    arrange: ({ simulator, fault }) =>
      fault(
        'listWarehouses',
        items('warehouses', (warehouses) =>
          warehouses.map((warehouse) => ({
            ...elsewhere(warehouse),
            settings: {
              ...(warehouse['settings'] as Json),
              credential_id: simulator.world.credentials[0]?.id,
            },
          })),
        ),
      ),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
    also: (run) =>
      expect(entryOf(run, 'warehouses').completeness?.rules).toContainEqual({
        rule: 'records-are-this-workspaces',
        holds: true,
        detail: '1 records name another workspace, and credentials of this one',
      }),
  },
];

describe('when a list does not tie out under one of many parents', () => tryRows(perParent));
describe('when a list does not end', () => tryRows(without));
describe('when an answer is not all there is', () => tryRows(answers));
describe('when a record is another workspace’s', () => tryRows(foreign));

describe('an audit trail without events', () => {
  const made = ({ simulator, clock }: Scene, hoursAgo: number) => {
    const [plan] = simulator.world.trackingPlans;
    if (plan !== undefined)
      plan.createdAt = new Date(clock.now().getTime() - (hoursAgo * DAY_MS) / 24).toISOString();
  };
  const collectEmpty = async (scene: Scene, hoursAgo: number) => {
    // Collecting takes place an hour after whatever was before.
    made(scene, hoursAgo - 1);
    scene.fault('listAuditEvents', { kind: 'empty-list' });
    return collectOnce(scene);
  };

  it('contradicts records that were made in its time, and the next run reads that time again', () =>
    withScene({}, async (scene) => {
      const first = await collectOnce(scene);
      scene.clock.advance(DAY_MS);
      const { code, run } = await collectEmpty(scene, 3);
      scene.simulator.clearFaults();
      const next = await collectOnce(scene);

      expect([first.code, code, next.code]).toEqual([0, 4, 0]);
      expect(endingsOf(run)['audit-events']).toBe('partial implausible-empty 200');
      expect(entryOf(run, 'audit-events').window?.wholeTo).toBe(
        entryOf(first.run, 'audit-events').window?.to,
      );
      expect(entryOf(next.run, 'audit-events').window?.from).toBe(entryOf(run, 'audit-events').window?.from);
      await expectVerified(scene);
    }));

  it.each([
    ['in a first run', true, 3],
    ['when all that was made is not an hour old', false, 0.9],
  ])('is no contradiction %s', (_title, isFirst, hoursAgo) =>
    withScene({}, async (scene) => {
      if (!isFirst) await collectOnce(scene);
      scene.clock.advance(2 * 60 * 60 * 1000);
      const { code, run } = await collectEmpty(scene, hoursAgo);

      expect([code, endingsOf(run)['audit-events']]).toEqual([0, 'complete']);
    }),
  );
});
