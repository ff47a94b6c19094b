/** Which stored credentials there are, how old they are, and what uses them. Never what they hold. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { daysBetween, textAt } from '../../evidence/records/fields.ts';
import { readNames } from '../../evidence/records/names.ts';
import { sql } from './fields-sql.ts';
import { columnsOf, eachRecordOf, type FlatColumn, flatView, withList, withMore } from './flat.ts';
import { gatherSql, type Lists, listIn, listsBy, textsSql } from './gathered.ts';
import { namesSql, naming } from './names-sql.ts';

const column = columnsOf('c');
const NAMING = ['sources', 'warehouses'] as const;

interface Joins {
  readonly countedTo: string;
  readonly usedBy: Lists;
}

export const credentials = flatView<StoredRecord, Joins>({
  name: 'credentials',
  question: 'Which stored credentials are there, how old are they, and what uses them?',
  noun: ['credential', 'credentials'],
  inputs: [
    { resource: 'credentials', gives: 'rows' },
    { resource: 'credential-consumers', gives: 'cells' },
    ...naming(...NAMING),
  ],
  columns: [
    column.id('Credential id'),
    column.text('name', 'Name'),
    column.instant('created_at', 'Created', 'createdAt'),
    column.instant('updated_at', 'Changed', 'updatedAt'),
    daysSince('age_days', 'Days since it was created', 'createdAt'),
    daysSince('unchanged_days', 'Days since it was changed', 'updatedAt'),
    {
      key: 'used_by',
      title: 'Used by',
      kind: 'list',
      of: ({ id }, { usedBy }) => listIn(usedBy, id),
      sql: (reader) => textsSql(reader, 'used_by', 'credential-consumers', 'c.id'),
    },
  ],
  tallies: [
    withMore('unchanged for more than a year', 'unchangedDays', 365),
    withList('used by nothing', 'usedBy', 'empty'),
  ],
  join: async (reader) => {
    const names = await readNames(reader, NAMING);
    const textOf = ({ data }: StoredRecord) => {
      const [kind, id] = [textAt(data, 'kind') ?? 'source', textAt(data, 'id') ?? ''];
      return `${kind} ${names.of(`${kind}s`, id) ?? id}`;
    };
    const credentialOf = ({ parent }: StoredRecord) => parent?.['credentialId'] ?? null;
    const usedBy = await listsBy(reader, 'credential-consumers', credentialOf, textOf);
    return { countedTo: reader.countedTo, usedBy };
  },
  ...eachRecordOf('credentials'),
  sql: () => ({
    with: [
      namesSql(NAMING),
      gatherSql('used_by', {
        resource: 'credential-consumers',
        by: "r.parent->>'$.credentialId'",
        text: `concat(${KIND}, ' ', coalesce(m.name, ${sql.text('id', 'r.data')}, ''))`,
        joins: `LEFT JOIN names m ON m.kind = ${KIND} || 's' AND m.id = ${sql.text('id', 'r.data')}`,
      }),
    ],
    from: 'credentials c',
    order: 'c.n',
  }),
});

const KIND = `coalesce(${sql.text('kind', 'r.data')}, 'source')`;

function daysSince(key: string, title: string, path: string): FlatColumn<StoredRecord, Joins> {
  return {
    key,
    title,
    kind: 'count',
    of: ({ data }, { countedTo }) => daysBetween(textAt(data, path), countedTo),
    sql: (reader) => sql.days(sql.text(path, 'c.data'), sql.literal(reader.countedTo)),
  };
}
