/** Which groups give access, to whom, and what they grant. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { textAt } from '../../evidence/records/fields.ts';
import { type Grant, grantsOf, grantWords, NAMING, OWNER } from '../../evidence/records/grants.ts';
import { counted, UNKNOWN } from '../../evidence/records/members.ts';
import { type Names, readNames } from '../../evidence/records/names.ts';
import { sql } from './fields-sql.ts';
import { columnsOf, eachRecordOf, flatView, withCell, withList } from './flat.ts';
import { gatherSql, type Lists, listIn, listsBy, textsSql } from './gathered.ts';
import { grantsSql } from './grants-sql.ts';
import { nameJoin, naming } from './names-sql.ts';

const column = columnsOf('b');

interface Joins {
  readonly names: Names;
  readonly members: Lists;
  readonly invited: Lists;
  /** Groups whose permissions were not given. */
  readonly mute: number;
}

const groupOf = ({ parent }: StoredRecord) => parent?.['groupId'] ?? null;
const GROUP = "r.parent->>'$.groupId'";

export const groups = flatView<StoredRecord, Joins>({
  name: 'groups',
  question: 'Which groups give access, to whom, and to what?',
  noun: ['group', 'groups'],
  inputs: [
    { resource: 'groups', gives: 'rows' },
    { resource: 'group-members', gives: 'rows' },
    { resource: 'group-invites', gives: 'cells' },
    ...naming('users', ...NAMING),
  ],
  columns: [
    column.id('Group id'),
    column.text('name', 'Name'),
    {
      key: 'gives_ownership',
      title: 'Makes owners',
      kind: 'flag',
      of: (record, { names }) => ownership(grantsOf(record, names)),
      sql: `CASE WHEN ${sql.list('permissions', 'b.data')} IS NOT NULL THEN coalesce(a.is_owner, false) END`,
    },
    column.number('member_count', 'Members, as Segment counts', 'memberCount'),
    {
      key: 'members',
      title: 'Members',
      kind: 'list',
      of: ({ id }, { members }) => listIn(members, id),
      sql: (reader) => textsSql(reader, 'member_names', 'group-members', 'b.id'),
    },
    {
      key: 'invited',
      title: 'Invitations not yet accepted',
      kind: 'list',
      of: ({ id }, { invited }) => listIn(invited, id),
      sql: (reader) => textsSql(reader, 'invited', 'group-invites', 'b.id'),
    },
    {
      key: 'access',
      title: 'Access',
      kind: 'list',
      of: (record, { names }) => grantsOf(record, names)?.map(grantWords) ?? [`unknown: ${UNKNOWN.ofGroup}`],
      sql: `CASE WHEN ${sql.list('permissions', 'b.data')} IS NULL THEN [${sql.literal(`unknown: ${UNKNOWN.ofGroup}`)}] ELSE coalesce(a.texts, []) END`,
    },
  ],
  tallies: [
    withCell(['that makes owners', 'that make owners'], 'givesOwnership', true),
    withList('without a member', 'members', 'empty'),
  ],
  join: async (reader) => {
    const names = await readNames(reader, ['users', ...NAMING]);
    const memberOf = ({ data }: StoredRecord) => {
      const id = textAt(data, 'id') ?? '';
      return names.of('users', id) ?? id;
    };
    const members = await listsBy(reader, 'group-members', groupOf, memberOf);
    const invited = await listsBy(
      reader,
      'group-invites',
      groupOf,
      ({ data }) => textAt(data, 'email') ?? '',
    );
    let mute = 0;
    for await (const record of reader.records('groups')) if (!grantsOf(record, names)) mute += 1;
    return { names, members, invited, mute };
  },
  ...eachRecordOf('groups'),
  gaps: ({ mute }) => (mute === 0 ? [] : [`no permissions were given of ${counted(mute, 'group')}`]),
  sql: () => ({
    with: [
      ...grantsSql(['users']),
      gatherSql('member_names', {
        resource: 'group-members',
        by: GROUP,
        text: `coalesce(m.name, ${sql.text('id', 'r.data')}, '')`,
        joins: nameJoin('m', 'users', sql.text('id', 'r.data')),
      }),
      gatherSql('invited', {
        resource: 'group-invites',
        by: GROUP,
        text: `coalesce(${sql.text('email', 'r.data')}, '')`,
      }),
      [
        'group_grants',
        "SELECT n, list(text ORDER BY i) AS texts, bool_or(is_owner) AS is_owner FROM grants WHERE holder = 'groups' GROUP BY n",
      ],
    ],
    from: 'groups b LEFT JOIN group_grants a ON a.n = b.n',
    order: 'b.n',
  }),
});

const ownership = (grants: readonly Grant[] | undefined) =>
  grants === undefined ? null : grants.some(({ role }) => role === OWNER);
