/** Records that contradict the list they are in: of another workspace, or made without an event. */
import { describe, expect, it } from 'vitest';
import {
  collectOnce,
  endingsOf,
  expectVerified,
  type FaultRow,
  type Json,
  type Scene,
  tryRows,
  withScene,
} from '../support/fault-row.ts';
import { entryOf, items, partial } from '../support/list-fault.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** By no credential of this workspace either: that would make it ours. */
const elsewhere = (record: Json) => ({ ...record, workspaceId: 'another-workspace', settings: {} });
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
            {
              condition: 'collection-incomplete',
              severity: 'high',
              resource,
              summary: expect.stringContaining('name another workspace'),
            },
          ]),
      },
    ),
  ),
  {
    name: 'a field of that name in a record of something else is looked at alike, and may be empty',
    reads: ['spaces'],
    arrange: ({ fault }) => {
      fault(
        'listSpaces',
        items('spaces', (spaces) => spaces.map((space) => ({ ...space, workspaceId: '' }))),
      );
    },
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  },
  partial('a space that names another workspace', 'spaces', 'cross-reference', ({ fault }) =>
    fault(
      'listSpaces',
      items('spaces', (spaces) => spaces.map((space) => ({ ...space, workspaceId: 'another-workspace' }))),
    ),
  ),
  {
    name: 'a warehouse that names another workspace and connects by a credential of this one is ours',
    reads: ['warehouses', 'credentials'],
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
    withScene({ reads: ['tracking-plans'] }, async (scene) => {
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
    withScene({ reads: ['tracking-plans'] }, async (scene) => {
      if (!isFirst) await collectOnce(scene);
      scene.clock.advance(2 * 60 * 60 * 1000);
      const { code, run } = await collectEmpty(scene, hoursAgo);

      expect([code, endingsOf(run)['audit-events']]).toEqual([0, 'complete']);
    }),
  );
});
