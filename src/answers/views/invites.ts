/** Which invitations are not yet accepted: to the workspace, into groups, or both. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { textAt } from '../../evidence/records/fields.ts';
import { readNames } from '../../evidence/records/names.ts';
import { sql } from './fields-sql.ts';
import { flatView, withCell, withList } from './flat.ts';
import { gatherSql, type Lists, listIn, listsBy, textsSql } from './gathered.ts';
import { nameJoin, namesSql, naming } from './names-sql.ts';
import type { ViewRow } from './view.ts';

interface Invited extends ViewRow {
  readonly isToWorkspace: boolean;
}

interface Joins {
  readonly groups: Lists;
}

const emailOf = ({ data }: StoredRecord) => textAt(data, 'email');
const EMAIL = sql.text('email', 'r.data');

export const invites = flatView<Invited, Joins>({
  name: 'invites',
  question: 'Who is invited and has not yet accepted?',
  noun: ['invited address', 'invited addresses'],
  inputs: [
    { resource: 'invites', gives: 'rows' },
    { resource: 'group-invites', gives: 'rows' },
    ...naming('groups'),
  ],
  columns: [
    { key: 'id', title: 'E-mail', kind: 'text', of: ({ id }) => id, sql: 'b.id' },
    {
      key: 'to_workspace',
      title: 'To the workspace',
      kind: 'flag',
      of: ({ isToWorkspace }) => isToWorkspace,
      sql: 'b.is_to_workspace',
    },
    {
      key: 'groups',
      title: 'Into groups',
      kind: 'list',
      of: ({ id }, { groups }) => listIn(groups, id),
      sql: (reader) => textsSql(reader, 'into_groups', 'group-invites', 'b.id'),
    },
  ],
  tallies: [withCell('to the workspace', 'toWorkspace', true), withList('into groups', 'groups', 'filled')],
  join: async (reader) => {
    const names = await readNames(reader, ['groups']);
    const groupOf = ({ parent }: StoredRecord) => {
      const id = parent?.['groupId'] ?? '';
      return names.of('groups', id) ?? id;
    };
    return { groups: await listsBy(reader, 'group-invites', emailOf, groupOf) };
  },
  items: async function* (reader, { groups }) {
    const others = new Set(groups?.keys());
    for await (const record of reader.records('invites')) {
      const id = emailOf(record) ?? record.id;
      others.delete(id);
      yield { id, isToWorkspace: true };
    }
    for (const id of others) yield { id, isToWorkspace: false };
  },
  sql: () => ({
    with: [
      namesSql(['groups']),
      gatherSql('into_groups', {
        resource: 'group-invites',
        by: EMAIL,
        text: `coalesce(g.name, r.parent->>'$.groupId', '')`,
        joins: nameJoin('g', 'groups', "(r.parent->>'$.groupId')"),
      }),
      [
        'invited',
        `SELECT coalesce(${EMAIL}, r.id) AS id, true AS is_to_workspace, 0 AS part, r.n FROM invites r
  UNION ALL SELECT ${EMAIL}, false, 1, min(r.n) FROM group_invites r WHERE ${EMAIL} IS NOT NULL AND ${EMAIL} NOT IN (SELECT coalesce(${EMAIL}, r.id) FROM invites r) GROUP BY ALL`,
      ],
    ],
    from: 'invited b',
    order: 'b.part, b.n',
  }),
});
