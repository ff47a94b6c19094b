/** Faults of lists: cursors, totals, repeats, and what is read per record of another list. */
import type { FaultEffect } from '../../src/simulator/simulator.ts';
import { type Expected, editList, type FaultRow, gap, on, partial, SMALL_PAGES } from './fault-row.ts';

const users = (
  name: string,
  effect: FaultEffect,
  expected: Expected,
  more: Partial<FaultRow> = {},
): FaultRow => ({
  name,
  arrange: on('listUsers', effect),
  status: 'partial',
  conditions: ['collection-incomplete users'],
  entries: { users: expected },
  ...more,
});

const ofFirstSource = (effect: FaultEffect) => (simulator: Parameters<FaultRow['arrange']>[0]) => {
  const id = simulator.world.sources[0]?.id ?? '';
  simulator.addFault({ match: { path: `/sources/${id}/settings` }, effect });
};

export const listFaults: readonly FaultRow[] = [
  users('the same cursor again', { kind: 'repeat-cursor' }, partial('cursor-loop', 5, { repeats: 5 }), {
    settings: SMALL_PAGES,
  }),
  users('cursors in a circle', { kind: 'cursor-loop' }, partial('cursor-loop', 10, { repeats: 5 }), {
    settings: SMALL_PAGES,
  }),
  users('a list shorter than its total', { kind: 'short-list', drop: 4 }, partial('count-mismatch', 10)),
  users(
    'a list longer than its total',
    editList('users', (_, pagination) => Object.assign(pagination, { totalEntries: 12 })),
    partial('count-mismatch', 14),
  ),
  users(
    'a total that moves between pages each time that the list is read',
    editList('users', (_, pagination) => {
      if (pagination['previous'] === undefined) Object.assign(pagination, { totalEntries: 13 });
    }),
    partial('moved', 14),
    { settings: SMALL_PAGES },
  ),
  users(
    'a total that grows with every page',
    { kind: 'changing-total', by: 2 },
    partial('count-mismatch', 14),
    {
      settings: SMALL_PAGES,
    },
  ),
  users('an identical repeat', { kind: 'repeat-record' }, partial('duplicate-ids', 14, { repeats: 1 })),
  users('a repeat that differs', { kind: 'repeat-record', isDiffering: true }, partial('duplicate-ids', 15), {
    altered: ['users'],
  }),
  users('the page before once more', { kind: 'repeat-page' }, partial('count-mismatch', 10, { repeats: 5 }), {
    settings: SMALL_PAGES,
  }),
  users('no users at all', { kind: 'empty-list' }, partial('implausible-empty', null)),
  {
    name: 'no total',
    simulator: { totalEntries: false },
    arrange: () => undefined,
    status: 'complete',
  },
  {
    name: 'no sources at all',
    arrange: on('listSources', { kind: 'empty-list' }),
    status: 'complete',
    entries: {
      sources: { outcome: 'complete', records: 0 },
      'source-settings': { outcome: 'complete', records: 0 },
    },
  },
  {
    name: 'a list of parents that is too short',
    arrange: on('listSources', { kind: 'short-list', drop: 2 }),
    status: 'partial',
    conditions: ['collection-incomplete source-settings', 'collection-incomplete sources'],
    entries: { sources: partial('count-mismatch', 10), 'source-settings': partial('parents-unread', 10) },
  },
  {
    name: 'a list of parents that breaks off',
    settings: SMALL_PAGES,
    arrange: on('listSources', { kind: 'status', status: 500 }, { fromRequest: 2 }),
    status: 'partial',
    conditions: ['collection-incomplete source-settings', 'collection-incomplete sources'],
    entries: { sources: partial('truncated', 5), 'source-settings': partial('parents-unread', 5) },
  },
  ...([404, 403, 500] as const).map(
    (status): FaultRow => ({
      name: `${status} on one of many parents`,
      arrange: ofFirstSource({ kind: 'status', status }),
      status: 'partial',
      conditions: ['collection-incomplete source-settings'],
      entries: { 'source-settings': partial('parents-unread', 11) },
    }),
  ),
  {
    name: '404 on every parent',
    arrange: on('listSchemaSettingsInSource', { kind: 'status', status: 404 }),
    status: 'partial',
    conditions: ['feature-unavailable source-settings'],
    entries: { 'source-settings': gap('unavailable', 'not-found', 404) },
  },
  {
    name: '403 on every parent',
    arrange: on('listSchemaSettingsInSource', { kind: 'status', status: 403 }),
    status: 'partial',
    conditions: ['scope-gap source-settings'],
    entries: { 'source-settings': gap('denied', 'scope', 403) },
  },
  {
    name: 'a parent whose id no URL can carry',
    arrange: (simulator) => {
      on(
        'listSources',
        editList('sources', (items) => Object.assign(items[0] ?? {}, { id: '..' })),
      )(simulator);
    },
    status: 'partial',
    conditions: ['collection-incomplete source-settings'],
    entries: {
      sources: { outcome: 'complete', records: 12 },
      'source-settings': partial('parents-unread', 11),
    },
    altered: ['sources'],
  },
];
