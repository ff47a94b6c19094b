/** Which custom code handles data, who made it, what it reaches, and where it is inserted. Never the code itself. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { at, listAt, textAt } from '../../evidence/records/fields.ts';
import { type Names, readNames } from '../../evidence/records/names.ts';
import { sql } from './fields-sql.ts';
import { columnsOf, eachRecordOf, flatView, withList } from './flat.ts';
import { gatherSql, type Lists, listIn, listsBy, textsSql } from './gathered.ts';
import { nameJoin, namesSql, naming } from './names-sql.ts';

const column = columnsOf('b');
const NAMING = ['users', 'sources', 'destinations'] as const;

interface Joins {
  readonly names: Names;
  readonly inserted: Lists;
}

export const functions = flatView<StoredRecord, Joins>({
  name: 'functions',
  question: 'Which custom code handles data, who made it, and what does it reach?',
  noun: ['function', 'functions'],
  inputs: [
    { resource: 'functions', gives: 'rows' },
    { resource: 'insert-function-instances', gives: 'cells' },
    ...naming(...NAMING),
  ],
  columns: [
    column.id('Function id'),
    column.text('name', 'Name', 'displayName'),
    column.text('kind', 'Kind', 'resourceType'),
    column.instant('created_at', 'Created', 'createdAt'),
    {
      key: 'created_by',
      title: 'Created by',
      kind: 'text',
      of: ({ data }, { names }) => {
        const id = textAt(data, 'createdBy');
        return names.of('users', id) ?? id;
      },
      sql: `coalesce(u.name, ${sql.text('createdBy', 'b.data')})`,
    },
    column.instant('deployed_at', 'Deployed', 'deployedAt'),
    column.flag('is_latest', 'Its latest version', 'isLatestVersion'),
    column.text('code_digest', 'Digest of its code', 'code.$digest'),
    {
      key: 'hosts',
      title: 'Hosts in its code',
      kind: 'list',
      of: ({ data }) => listAt(data, 'code.$hosts')?.filter((host) => typeof host === 'string') ?? null,
      sql: `list_filter(list_transform(${sql.list('code.$hosts', 'b.data')}, lambda l: CASE json_type(l) WHEN 'VARCHAR' THEN l->>'$' END), lambda l: l IS NOT NULL)`,
    },
    {
      key: 'secrets',
      title: 'Secrets found in its code',
      kind: 'list',
      of: ({ data }) => {
        const found = at(data, 'code.$secrets');
        if (typeof found !== 'object' || found === null) return null;
        return Object.entries(found).map(([kind, count]) => `${kind}: ${count}`);
      },
      sql: `list_transform(json_keys(${sql.json('code.$secrets', 'b.data')}), lambda k: concat(k, ': ', json_extract_string(${sql.json('code.$secrets', 'b.data')}, concat('$."', k, '"'))))`,
    },
    {
      key: 'inserted',
      title: 'Inserted before or behind',
      kind: 'list',
      of: ({ id }, { inserted }) => listIn(inserted, id),
      sql: (reader) => textsSql(reader, 'inserted', 'insert-function-instances', 'b.id'),
    },
  ],
  tallies: [
    withList('inserted before or behind something', 'inserted', 'filled'),
    withList('with hosts in the code', 'hosts', 'filled'),
    withList('with secrets found in the code', 'secrets', 'filled'),
  ],
  join: async (reader) => {
    const names = await readNames(reader, NAMING);
    const functionOf = ({ parent }: StoredRecord) => parent?.['functionId'] ?? null;
    const placeOf = ({ data }: StoredRecord) => {
      const id = textAt(data, 'integrationId');
      const place = names.of('destinations', id) ?? names.of('sources', id) ?? id ?? '';
      return data['enabled'] === true ? place : `${place} (switched off)`;
    };
    return { names, inserted: await listsBy(reader, 'insert-function-instances', functionOf, placeOf) };
  },
  ...eachRecordOf('functions'),
  sql: () => ({
    with: [
      namesSql(NAMING),
      gatherSql('inserted', {
        resource: 'insert-function-instances',
        by: "r.parent->>'$.functionId'",
        text: `coalesce(d.name, s.name, ${PLACE}, '') || CASE WHEN ${sql.flag('enabled', 'r.data')} THEN '' ELSE ' (switched off)' END`,
        joins: `${nameJoin('d', 'destinations', PLACE)} ${nameJoin('s', 'sources', PLACE)}`,
      }),
    ],
    from: `functions b ${nameJoin('u', 'users', sql.text('createdBy', 'b.data'))}`,
    order: 'b.n',
  }),
});

const PLACE = sql.text('integrationId', 'r.data');
