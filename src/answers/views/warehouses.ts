/** Which warehouses keep data, where, and of which sources. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { textAt } from '../../evidence/records/fields.ts';
import { readNames } from '../../evidence/records/names.ts';
import { sql } from './fields-sql.ts';
import { columnsOf, eachRecordOf, flatView, switched, withList } from './flat.ts';
import { gatherSql, type Lists, listIn, listsBy, textsSql } from './gathered.ts';
import { nameJoin, namesSql, naming } from './names-sql.ts';

const column = columnsOf('b');

export const warehouses = flatView<StoredRecord, { readonly sources: Lists }>({
  name: 'warehouses',
  question: 'Which warehouses keep data, and of which sources?',
  noun: ['warehouse', 'warehouses'],
  inputs: [
    { resource: 'warehouses', gives: 'rows' },
    { resource: 'warehouse-sources', gives: 'cells' },
    ...naming('sources'),
  ],
  columns: [
    column.id('Warehouse id'),
    column.text('vendor', 'Vendor', 'metadata.name'),
    column.flag('enabled', 'Enabled'),
    column.facts('hosts', 'Hosts in its settings', '$host'),
    column.facts('databases', 'Databases in its settings', '$database'),
    column.facts('regions', 'Regions in its settings', '$region'),
    {
      key: 'sources',
      title: 'Sources that write into it',
      kind: 'list',
      of: ({ id }, { sources }) => listIn(sources, id),
      sql: (reader) => textsSql(reader, 'written_by', 'warehouse-sources', 'b.id'),
    },
  ],
  tallies: [...switched, withList('that no source writes into', 'sources', 'empty')],
  join: async (reader) => {
    const names = await readNames(reader, ['sources']);
    const sourceOf = ({ data }: StoredRecord) => {
      const id = textAt(data, 'id') ?? '';
      return names.of('sources', id) ?? id;
    };
    const warehouseOf = ({ parent }: StoredRecord) => parent?.['warehouseId'] ?? null;
    return { sources: await listsBy(reader, 'warehouse-sources', warehouseOf, sourceOf) };
  },
  ...eachRecordOf('warehouses'),
  sql: () => ({
    with: [
      namesSql(['sources']),
      gatherSql('written_by', {
        resource: 'warehouse-sources',
        by: "r.parent->>'$.warehouseId'",
        text: `coalesce(s.name, ${sql.text('id', 'r.data')}, '')`,
        joins: nameJoin('s', 'sources', sql.text('id', 'r.data')),
      }),
    ],
    from: 'warehouses b',
    order: 'b.n',
  }),
});
