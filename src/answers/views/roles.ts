/** Who holds each role: directly, or through a group. Roles that are granted and not listed come last. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { textAt } from '../../evidence/records/fields.ts';
import { grantsOf, NAMING } from '../../evidence/records/grants.ts';
import { counted, readGroups, readMemberships } from '../../evidence/records/members.ts';
import { type Names, readNames } from '../../evidence/records/names.ts';
import { sql } from './fields-sql.ts';
import { flatView, withCell, withMore } from './flat.ts';
import { grantsSql } from './grants-sql.ts';
import { membershipsSql } from './members-sql.ts';
import { naming } from './names-sql.ts';
import type { Reader, ViewRow, ViewSql } from './view.ts';

interface Holders {
  role: string;
  readonly people: Set<string>;
  readonly direct: string[];
  readonly throughGroups: string[];
  readonly groups: string[];
}

interface Joins {
  readonly byRole: ReadonlyMap<string, Holders>;
  /** Users and groups whose permissions were not given. */
  readonly mute: { readonly users: number; readonly groups: number };
}

interface RoleItem extends ViewRow {
  readonly name: string | null;
  readonly isListed: boolean;
}

export const roles = flatView<RoleItem, Joins>({
  name: 'roles',
  question: 'Who holds which role?',
  noun: ['role', 'roles'],
  inputs: [
    { resource: 'roles', gives: 'rows' },
    { resource: 'users', gives: 'rows' },
    { resource: 'groups', gives: 'rows' },
    { resource: 'group-members', gives: 'rows' },
    ...naming(...NAMING.filter((name) => name !== 'roles')),
  ],
  columns: [
    { key: 'id', title: 'Role id', kind: 'text', of: ({ id }) => id, sql: 'b.id' },
    { key: 'name', title: 'Role', kind: 'text', of: ({ name }) => name, sql: 'b.name' },
    {
      key: 'listed',
      title: 'In the list of roles',
      kind: 'flag',
      of: ({ isListed }) => isListed,
      sql: 'b.is_listed',
    },
    {
      key: 'people',
      title: 'People who hold it',
      kind: 'count',
      of: ({ id }, { byRole }) => byRole.get(id)?.people.size ?? 0,
      sql: 'coalesce(h.people, 0)',
    },
    {
      key: 'holders',
      title: 'Who',
      kind: 'list',
      of: ({ id }, { byRole }) => {
        const holders = byRole.get(id);
        return holders === undefined ? [] : [...holders.direct, ...holders.throughGroups];
      },
      sql: 'coalesce(h.texts, [])',
    },
    {
      key: 'groups',
      title: 'Groups that give it',
      kind: 'list',
      of: ({ id }, { byRole }) => byRole.get(id)?.groups ?? [],
      sql: 'coalesce(g.texts, [])',
    },
  ],
  tallies: [withMore('held by somebody', 'people', 0), withCell('held by nobody', 'people', 0)],
  join: readJoins,
  items: async function* (reader, { byRole }) {
    const others = new Map(byRole);
    for await (const { id, data } of reader.records('roles')) {
      others.delete(id);
      yield { id, name: textAt(data, 'name'), isListed: true };
    }
    for (const [id, { role }] of [...others].sort(([one], [other]) => (one < other ? -1 : 1)))
      yield { id, name: role, isListed: false };
  },
  gaps: ({ mute }) =>
    (['user', 'group'] as const).flatMap((noun) => {
      const count = mute[`${noun}s`];
      return count === 0 ? [] : [`no permissions were given of ${counted(count, noun)}`];
    }),
  sql: rolesSql,
});

async function readJoins(reader: Reader): Promise<Joins> {
  const names = await readNames(reader, NAMING);
  const groups = await readGroups(reader, names);
  const memberships = await readMemberships(reader);
  const byRole = new Map<string, Holders>();
  const emails = new Map<string, string>();
  const mute = { users: 0, groups: [...groups.values()].filter(({ grants }) => grants === undefined).length };
  for await (const record of reader.records('users')) {
    const email = textAt(record.data, 'email') || record.id;
    if (memberships.has(record.id)) emails.set(record.id, email);
    if (grantsOf(record, names) === undefined) mute.users += 1;
    for (const [roleId, role] of rolesIn(record, names)) {
      const holders = holdersOf(byRole, roleId, role);
      holders.people.add(record.id);
      holders.direct.push(email);
    }
  }
  for (const { grants = [], called } of groups.values())
    for (const [roleId, role] of new Map(grants.map(({ roleId, role }) => [roleId, role])))
      holdersOf(byRole, roleId, role).groups.push(called);
  for await (const { data, parent } of reader.records('group-members')) {
    const [user, group] = [textAt(data, 'id'), groups.get(parent?.['groupId'] ?? '')];
    if (user === null || group === undefined) continue;
    for (const roleId of new Set(group.grants?.map((grant) => grant.roleId))) {
      const holders = byRole.get(roleId);
      holders?.people.add(user);
      holders?.throughGroups.push(`${emails.get(user) ?? user} (via group ${group.called})`);
    }
  }
  return { byRole, mute };
}

/** Each role once, however often it is granted. */
function rolesIn(record: StoredRecord, names: Names): ReadonlyMap<string, string> {
  return new Map((grantsOf(record, names) ?? []).map(({ roleId, role }) => [roleId, role]));
}

function holdersOf(byRole: Map<string, Holders>, roleId: string, role: string): Holders {
  const known = byRole.get(roleId);
  if (known !== undefined) return known;
  const holders = { role, people: new Set<string>(), direct: [], throughGroups: [], groups: [] };
  byRole.set(roleId, holders);
  return holders;
}

function rolesSql(): ViewSql {
  const email = `coalesce(nullif(${sql.text('email', 'u.data')}, ''), u.id)`;
  const called = `coalesce(nullif(${sql.text('name', 'o.data')}, ''), o.id)`;
  return {
    with: [
      ...grantsSql(),
      membershipsSql,
      [
        'held',
        `SELECT g.role_id, u.id AS user_id, 0 AS a, u.n AS b, ${email} AS text FROM grants g JOIN users u ON g.holder = 'users' AND u.n = g.n GROUP BY ALL
  UNION ALL SELECT g.role_id, m.user_id, 1, m.n, concat(coalesce(${email}, m.user_id), ' (via group ', ${called}, ')')
  FROM grants g JOIN groups o ON g.holder = 'groups' AND o.n = g.n JOIN memberships m ON m.group_id = o.id LEFT JOIN users u ON u.id = m.user_id GROUP BY ALL`,
      ],
      [
        'holders',
        'SELECT role_id, count(DISTINCT user_id) AS people, list(text ORDER BY a, b) AS texts FROM held GROUP BY role_id',
      ],
      [
        'giving',
        `SELECT role_id, list(text ORDER BY n) AS texts FROM (SELECT DISTINCT g.role_id, o.n, ${called} AS text FROM grants g JOIN groups o ON g.holder = 'groups' AND o.n = g.n) GROUP BY role_id`,
      ],
      [
        'all_roles',
        `SELECT id, ${sql.text('name')} AS name, true AS is_listed, n FROM roles
  UNION ALL SELECT role_id, arg_min(role, (CASE holder WHEN 'users' THEN 0 ELSE 1 END, n, i)), false, NULL FROM grants WHERE role_id NOT IN (SELECT id FROM roles) GROUP BY role_id`,
      ],
    ],
    from: 'all_roles b LEFT JOIN holders h ON h.role_id = b.id LEFT JOIN giving g ON g.role_id = b.id',
    order: 'b.is_listed DESC, b.n, b.id',
  };
}
