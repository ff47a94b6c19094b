/** What each person may do: directly, or through a group. What is not known of it is said, and never left empty. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { type Grant, grantsOf, NAMING } from './grants.ts';
import { type Group, readGroups, readMemberships, UNKNOWN } from './members.ts';
import { type Names, readNames } from './names.ts';
import type { RecordReader } from './reader.ts';

export interface AccessGrant extends Grant {
  readonly via: 'direct' | 'group';
  readonly groupId?: string;
  readonly group?: string;
}

/** Of one person. */
export interface Access {
  readonly grants: readonly AccessGrant[];
  /** Why there may be more than `grants` has. */
  readonly unknown: readonly string[];
}

/** What the access of everybody follows from. */
export interface KnownAccess {
  readonly names: Names;
  readonly groups: ReadonlyMap<string, Group>;
  /** By user id: the groups, in the order in which they were sealed. */
  readonly memberships: ReadonlyMap<string, readonly string[]>;
  /** `isListed`: in the list of users, and not only named as a member of a group. */
  of(record: Pick<StoredRecord, 'id' | 'data'>, isListed?: boolean): Access;
}

/** Reads groups, memberships and names; users themselves are handed to `of` one by one. */
export async function readAccess(
  reader: Pick<RecordReader, 'records' | 'isWhole'>,
  naming: readonly string[] = NAMING,
): Promise<KnownAccess> {
  const names = await readNames(reader, naming);
  const groups = await readGroups(reader, names);
  const memberships = await readMemberships(reader);
  const areGroupsWhole = reader.isWhole('groups') && reader.isWhole('group-members');
  const known = { names, groups, memberships };
  return { ...known, of: (record, isListed = true) => accessOf(record, known, { isListed, areGroupsWhole }) };
}

function accessOf(
  record: Pick<StoredRecord, 'id' | 'data'>,
  { names, groups, memberships }: Omit<KnownAccess, 'of'>,
  { isListed, areGroupsWhole }: { readonly isListed: boolean; readonly areGroupsWhole: boolean },
): Access {
  const direct = grantsOf(record, names);
  const grants: AccessGrant[] = (direct ?? []).map((grant) => ({ ...grant, via: 'direct' }));
  const unknown: string[] = isListed ? (direct === undefined ? [UNKNOWN.direct] : []) : [UNKNOWN.unlisted];
  for (const groupId of memberships.get(record.id) ?? []) {
    const group = groups.get(groupId);
    if (group === undefined) unknown.push(UNKNOWN.noGroup(groupId));
    else if (group.grants === undefined) unknown.push(UNKNOWN.group(group.called));
    else
      for (const grant of group.grants) grants.push({ ...grant, via: 'group', groupId, group: group.called });
  }
  if (!areGroupsWhole) unknown.push(UNKNOWN.groups);
  return { grants, unknown };
}
