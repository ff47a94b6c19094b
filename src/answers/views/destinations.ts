/** Which third parties receive data, of which source, at which host, and what stands before them. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { textAt } from '../../evidence/records/fields.ts';
import { type Names, readNames } from '../../evidence/records/names.ts';
import { sql } from './fields-sql.ts';
import { columnsOf, eachRecordOf, flatView, switched } from './flat.ts';
import { type Counts, countIn, countSql, countsBy, gatherSql } from './gathered.ts';
import { nameJoin, namesSql, naming } from './names-sql.ts';

const column = columnsOf('d');

export const destinations = flatView<StoredRecord, { readonly names: Names; readonly filters: Counts }>({
  name: 'destinations',
  question: 'Which third parties receive data?',
  noun: ['destination', 'destinations'],
  inputs: [
    { resource: 'destinations', gives: 'rows' },
    { resource: 'destination-filters', gives: 'cells' },
    ...naming('sources'),
  ],
  columns: [
    column.id('Destination id'),
    column.text('name', 'Name'),
    column.text('vendor', 'Vendor', 'metadata.name'),
    column.flag('enabled', 'Enabled'),
    {
      key: 'source',
      title: 'Source',
      kind: 'text',
      of: ({ data }, { names }) => names.of('sources', textAt(data, 'sourceId')) ?? null,
      sql: 's.name',
    },
    column.text('source_id', 'Source id', 'sourceId'),
    column.facts('hosts', 'Hosts in its settings', '$host'),
    column.facts('regions', 'Regions in its settings', '$region'),
    {
      key: 'filters',
      title: 'Filters switched on',
      kind: 'count',
      of: ({ id }, { filters }) => countIn(filters, id),
      sql: (reader) => countSql(reader, 'filters_on', 'destination-filters', 'd.id'),
    },
  ],
  tallies: switched,
  join: async (reader) => ({
    names: await readNames(reader, ['sources']),
    filters: await countsBy(reader, 'destination-filters', filteredBy),
  }),
  ...eachRecordOf('destinations'),
  sql: () => ({
    with: [namesSql(['sources']), filtersSql],
    from: `destinations d ${nameJoin('s', 'sources', sql.text('sourceId', 'd.data'))}`,
    order: 'd.n',
  }),
});

/** Returns the destination that a filter which is switched on stands before. */
export const filteredBy = ({ data }: StoredRecord): string | null =>
  data['enabled'] === true ? textAt(data, 'destinationId') : null;

/** The same as a table `filters_on`. */
export const filtersSql = gatherSql('filters_on', {
  resource: 'destination-filters',
  by: sql.text('destinationId', 'r.data'),
  where: `coalesce(${sql.flag('enabled', 'r.data')}, false)`,
});
