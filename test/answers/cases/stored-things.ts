/** Warehouses, functions and credentials: what uses them, what they reach, and how old they are. */
import { record, type ViewCase } from '../../support/view-case.ts';

export const storedThingsCases: readonly ViewCase[] = [
  {
    title: 'warehouses: those that no source writes into are named as such',
    view: 'warehouses',
    records: {
      sources: [record('s1', { name: 'Web' })],
      warehouses: [
        record('w1', { enabled: true, metadata: { name: 'Postgres' } }),
        record('w2', { enabled: false, metadata: { name: 'Redshift' } }),
      ],
      'warehouse-sources': [record('s1', {}, { warehouseId: 'w1' })],
    },
    columns: ['id', 'vendor', 'enabled', 'sources'],
    rows: [
      ['w1', 'Postgres', true, ['Web']],
      ['w2', 'Redshift', false, []],
    ],
    counted: '1 enabled, 1 switched off, 1 that no source writes into',
  },
  {
    title: 'functions: where they are inserted, and what their code reaches and holds',
    view: 'functions',
    records: {
      functions: [
        record('f1', { displayName: 'Shorten', code: { $hosts: ['a.example'], $secrets: { jwt: 2 } } }),
        record('f2', { displayName: 'Idle', code: { $hosts: [], $secrets: {} } }),
      ],
      'insert-function-instances': [
        record('n1', { integrationId: 'd1', enabled: true }, { functionId: 'f1' }),
      ],
      destinations: [record('d1', { name: 'Vendor' })],
      sources: [],
      users: [],
    },
    columns: ['id', 'name', 'hosts', 'secrets', 'inserted'],
    rows: [
      ['f1', 'Shorten', ['a.example'], ['jwt: 2'], ['Vendor']],
      ['f2', 'Idle', [], [], []],
    ],
    counted:
      '1 inserted before or behind something, 1 with hosts in the code, 1 with secrets found in the code',
  },
  {
    title: 'credentials: what was made while the run read has no age yet, and never one below nothing',
    view: 'credentials',
    countedTo: '2026-11-22T03:00:05.000Z',
    records: {
      credentials: [
        record('c1', { name: 'Old', createdAt: '2025-01-01T00:00:00Z', updatedAt: '2025-01-02T00:00:00Z' }),
        record('c2', { name: 'New', createdAt: '2026-11-22T03:00:06Z', updatedAt: '2026-11-22T03:00:07Z' }),
        record('c3', { name: 'Odd', createdAt: 'yesterday' }),
      ],
      'credential-consumers': [record('w1', { kind: 'warehouse' }, { credentialId: 'c1' })],
      sources: [],
      warehouses: [],
    },
    columns: ['id', 'age_days', 'unchanged_days', 'used_by'],
    rows: [
      ['c1', 690, 689, ['warehouse w1']],
      ['c2', 0, 0, []],
      ['c3', null, null, []],
    ],
    counted: '1 unchanged for more than a year (1 not known), 2 used by nothing',
  },
];
