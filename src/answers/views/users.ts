/**
 * Who can log in and what each may do: directly, or through a group. Owners first. What is not known of somebody's
 * access is said in their row, and never left empty.
 */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { type AccessGrant, type KnownAccess, readAccess } from '../../evidence/records/access.ts';
import { orNull, textAt } from '../../evidence/records/fields.ts';
import { grantWords, NAMING, OWNER } from '../../evidence/records/grants.ts';
import { counted, UNKNOWN } from '../../evidence/records/members.ts';
import { naming } from './names-sql.ts';
import { usersSql } from './users-sql.ts';
import { type Reader, toView, type ViewRow } from './view.ts';

export interface UserRow extends ViewRow {
  /** null: named as a member of a group, and not in the list of users. */
  readonly email: string | null;
  readonly name?: string;
  /** null: not known. */
  readonly isOwner: boolean | null;
  /** null: none is known, which is not the same as none. */
  readonly access: readonly AccessGrant[] | null;
  /** Why there may be more than `access` has. */
  readonly accessUnknown?: readonly string[];
}

export const users = toView<UserRow>({
  name: 'users',
  question: 'Who could do what?',
  noun: ['user', 'users'],
  inputs: [
    { resource: 'users', gives: 'rows' },
    { resource: 'groups', gives: 'rows' },
    { resource: 'group-members', gives: 'rows' },
    ...naming(...NAMING, 'invites', 'group-invites'),
  ],
  columns: [
    { key: 'id', title: 'User id', kind: 'text', value: ({ id }) => id, sql: 'id' },
    { key: 'email', title: 'E-mail', kind: 'text', value: ({ email }) => email, sql: 'email' },
    { key: 'name', title: 'Name', kind: 'text', value: ({ name = null }) => name, sql: 'name' },
    { key: 'is_owner', title: 'Owner', kind: 'flag', value: ({ isOwner }) => isOwner, sql: 'is_owner' },
    { key: 'access', title: 'Access', kind: 'list', value: accessTexts, sql: 'access' },
  ],
  tallies: [
    { what: ['owner', 'owners'], has: ({ isOwner }) => isOwner },
    { what: 'without any access', has: ({ access }) => access && access.length === 0 },
  ],
  prepare: async (reader) => {
    const known = await readAccess(reader);
    const ranks = await rank(reader, known);
    const unlisted = [...ranks.unlisted].map((id) => rowOf({ id, data: {} }, known, false));
    return {
      rows: async function* rows() {
        // The same records once for each rank, rather than all of them in memory.
        for (const wanted of RANKS) {
          if (ranks.has(wanted)) {
            for await (const record of reader.records('users')) {
              const row = rowOf(record, known, true);
              if (row.isOwner === wanted) yield row;
            }
          }
          yield* unlisted.filter(({ isOwner }) => isOwner === wanted);
        }
      },
      total: ranks.listed + unlisted.length,
      gaps: gapsOf(ranks, known),
      notes: await invitesNote(reader),
    };
  },
  sql: usersSql,
});

/** Owners, then those who may be one, then everybody else. */
const RANKS = [true, null, false] as const;

function accessTexts({ access, accessUnknown = [] }: UserRow): readonly string[] {
  const texts = (access ?? []).map((grant) => {
    return grantWords(grant) + (grant.via === 'group' ? ` (via group ${grant.group ?? grant.groupId})` : '');
  });
  return [...texts, ...accessUnknown.map((why) => `unknown: ${why}`)];
}

function rowOf(record: Pick<StoredRecord, 'id' | 'data'>, known: KnownAccess, isListed: boolean): UserRow {
  const { grants, unknown } = known.of(record, isListed);
  const name = textAt(record.data, 'name');
  return {
    id: record.id,
    email: orNull(textAt(record.data, 'email')),
    ...(name ? { name } : {}),
    isOwner: grants.some(({ role }) => role === OWNER) || (unknown.length > 0 ? null : false),
    access: grants.length === 0 && unknown.length > 0 ? null : grants,
    ...(unknown.length === 0 ? {} : { accessUnknown: unknown }),
  };
}

interface Ranked {
  has(rank: boolean | null): boolean;
  /** Members of groups who are not in the list of users. */
  readonly unlisted: ReadonlySet<string>;
  readonly listed: number;
  /** Listed users whose permissions were not given. */
  readonly withoutPermissions: number;
}

async function rank(reader: Reader, known: KnownAccess): Promise<Ranked> {
  const found = new Set<boolean | null>();
  const unlisted = new Set(known.memberships.keys());
  let [listed, withoutPermissions] = [0, 0];
  for await (const record of reader.records('users')) {
    const row = rowOf(record, known, true);
    listed += 1;
    found.add(row.isOwner);
    unlisted.delete(record.id);
    if (row.accessUnknown?.includes(UNKNOWN.direct)) withoutPermissions += 1;
  }
  return { has: (rank) => found.has(rank), unlisted, listed, withoutPermissions };
}

function gapsOf(
  { unlisted, withoutPermissions }: Ranked,
  { groups, memberships }: KnownAccess,
): readonly string[] {
  const mute = [...groups.values()].filter(({ grants }) => grants === undefined).length;
  const missing = new Set([...memberships.values()].flat().filter((id) => !groups.has(id))).size;
  return [
    ...(withoutPermissions === 0
      ? []
      : [`no permissions were given of ${counted(withoutPermissions, 'user')}`]),
    ...(mute === 0 ? [] : [`no permissions were given of ${counted(mute, 'group')}`]),
    ...(missing === 0 ? [] : [`${counted(missing, 'group')} with members not in the list of groups`]),
    ...(unlisted.size === 0 ? [] : [`${counted(unlisted.size, 'group member')} not in the list of users`]),
  ];
}

async function invitesNote(reader: Reader): Promise<readonly string[]> {
  const said: string[] = [];
  for (const [resource, what] of [
    ['invites', 'to the workspace'],
    ['group-invites', 'into groups'],
  ] as const) {
    let count = 0;
    for await (const _ of reader.records(resource)) count += 1;
    const more = reader.isWhole(resource) ? '' : reader.isReadable(resource) ? ' or more' : undefined;
    said.push(
      more === undefined ? `of invitations ${what} nothing is known` : `invitations ${what}: ${count}${more}`,
    );
  }
  return [`not yet accepted, and in no row here: ${said.join('; ')}. population invites lists them`];
}
