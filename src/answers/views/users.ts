/** Who can log in and what each may do: directly, or through a group. Owners first. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { listText } from '../table.ts';
import { type Reader, toView, type ViewRow } from './view.ts';

export interface AccessGrant {
  readonly roleId: string;
  readonly role: string;
  readonly resources: readonly { readonly type: string; readonly id: string; readonly name?: string }[];
  readonly via: 'direct' | 'group';
  readonly groupId?: string;
  readonly group?: string;
}

export interface UserRow extends ViewRow {
  readonly email: string;
  readonly name?: string;
  readonly isOwner: boolean;
  readonly access: readonly AccessGrant[];
}

const OWNER = 'Workspace Owner';

/** What permissions may be about, and where its names are. */
const NAMED_BY: Readonly<Record<string, string>> = {
  FUNCTION: 'functions',
  SOURCE: 'sources',
  SPACE: 'spaces',
  WAREHOUSE: 'warehouses',
};

export const users = toView<UserRow>({
  name: 'users',
  question: 'Who could do what?',
  inputs: [
    { resource: 'users', gives: 'rows' },
    { resource: 'groups', gives: 'rows' },
    { resource: 'group-members', gives: 'rows' },
    { resource: 'roles', gives: 'names' },
    ...Object.values(NAMED_BY).map((resource) => ({ resource, gives: 'names' as const })),
  ],
  columns: [
    { key: 'id', title: 'User id', kind: 'text', value: ({ id }) => id },
    { key: 'email', title: 'E-mail', kind: 'text', value: ({ email }) => email },
    { key: 'name', title: 'Name', kind: 'text', value: ({ name = null }) => name },
    { key: 'is_owner', title: 'Workspace Owner', kind: 'flag', value: ({ isOwner }) => isOwner },
    { key: 'access', title: 'Access', kind: 'list', value: ({ access }) => access.map(grantText) },
  ],
  prepare: async (reader) => {
    const names = await namesFrom(reader);
    const groups = await grantsOfGroups(reader, names);
    const memberships = await membershipsOf(reader);
    const rowOf = (record: StoredRecord): UserRow => {
      const access = [
        ...grantsOf(record, names, { via: 'direct' }),
        ...(memberships.get(record.id) ?? []).flatMap((id) => groups.get(id) ?? []),
      ];
      const { email = '', name } = record.data as { readonly email?: string; readonly name?: string };
      const isOwner = access.some(({ role }) => role === OWNER);
      return { id: record.id, email, ...(name ? { name } : {}), isOwner, access };
    };
    return async function* rows() {
      // Twice over the same records rather than all of them in memory.
      for (const wanted of [true, false]) {
        for await (const record of reader.records('users')) {
          const row = rowOf(record);
          if (row.isOwner === wanted) yield row;
        }
      }
    };
  },
});

/** Returns a grant in words: `Source Admin on SOURCE Web (via group Eng)`. */
export function grantText({ role, resources, via, group, groupId }: AccessGrant): string {
  const on = resources.map(({ type, id, name }) => (type === 'WORKSPACE' ? type : `${type} ${name ?? id}`));
  const through = via === 'group' ? ` (via group ${group ?? groupId})` : '';
  return `${role}${on.length === 0 ? '' : ` on ${listText(on).replaceAll(';', ',')}`}${through}`;
}

type Names = ReadonlyMap<string, string>;

async function namesFrom(reader: Reader): Promise<Names> {
  const names = new Map<string, string>();
  for (const [type, resource] of [['ROLE', 'roles'], ...Object.entries(NAMED_BY)] as const) {
    for await (const { id, data } of reader.records(resource ?? '')) {
      const name = data['name'] ?? data['displayName'] ?? data['slug'];
      if (typeof name === 'string') names.set(`${type} ${id}`, name);
    }
  }
  return names;
}

interface Permission {
  readonly roleId: string;
  readonly roleName?: string;
  readonly resources?: readonly { readonly type: string; readonly id: string }[];
}

function grantsOf(
  { data }: StoredRecord,
  names: Names,
  through: Pick<AccessGrant, 'via' | 'groupId' | 'group'>,
): readonly AccessGrant[] {
  const permissions = (data['permissions'] ?? []) as readonly Permission[];
  return permissions.map(({ roleId, roleName, resources = [] }) => ({
    roleId,
    role: roleName || names.get(`ROLE ${roleId}`) || roleId,
    resources: resources.map(({ type, id }) => {
      const name = names.get(`${type} ${id}`);
      return { type, id, ...(name === undefined ? {} : { name }) };
    }),
    ...through,
  }));
}

async function grantsOfGroups(
  reader: Reader,
  names: Names,
): Promise<ReadonlyMap<string, readonly AccessGrant[]>> {
  const grants = new Map<string, readonly AccessGrant[]>();
  for await (const record of reader.records('groups')) {
    const group = typeof record.data['name'] === 'string' ? { group: record.data['name'] } : {};
    grants.set(record.id, grantsOf(record, names, { via: 'group', groupId: record.id, ...group }));
  }
  return grants;
}

/** The groups of each user. */
async function membershipsOf(reader: Reader): Promise<ReadonlyMap<string, readonly string[]>> {
  const memberships = new Map<string, string[]>();
  for await (const { data, parent } of reader.records('group-members')) {
    const [user, group] = [data['id'], parent?.['groupId']];
    if (typeof user !== 'string' || group === undefined) continue;
    const known = memberships.get(user);
    if (known === undefined) memberships.set(user, [group]);
    else known.push(group);
  }
  return memberships;
}
