/** Who belongs to which group, and what groups grant. */
import { textAt } from './fields.ts';
import { type Grant, grantsOf } from './grants.ts';
import type { Names } from './names.ts';
import type { RecordReader } from './reader.ts';

/** What is said of access that is not known. */
export const UNKNOWN = {
  ofGroup: 'Segment gave no permissions of this group',
  direct: 'Segment gave no permissions of this user',
  unlisted: 'not in the list of users, so what they may do by themselves is not known',
  groups: 'groups were not read whole, so there may be more through a group',
  group: (called: string) => `Segment gave no permissions of group ${called}`,
  noGroup: (id: string) => `group ${id} is not in the list of groups`,
} as const;

export interface Group {
  readonly id: string;
  /** Its name, or its id. */
  readonly called: string;
  /** Undefined: its permissions were not given. */
  readonly grants: readonly Grant[] | undefined;
}

/** Returns the groups by id. */
export async function readGroups(
  reader: Pick<RecordReader, 'records'>,
  names: Names,
): Promise<ReadonlyMap<string, Group>> {
  const groups = new Map<string, Group>();
  for await (const record of reader.records('groups')) {
    const called = textAt(record.data, 'name') || record.id;
    groups.set(record.id, { id: record.id, called, grants: grantsOf(record, names) });
  }
  return groups;
}

/** Returns the groups of each member, in the order in which they were sealed. Who is in one group alone shares its list. */
export async function readMemberships(
  reader: Pick<RecordReader, 'records'>,
): Promise<Map<string, readonly string[]>> {
  const memberships = new Map<string, readonly string[]>();
  const alone = new Map<string, readonly string[]>();
  for await (const { data, parent } of reader.records('group-members')) {
    const [user, group] = [textAt(data, 'id'), parent?.['groupId']];
    if (user === null || group === undefined) continue;
    const known = memberships.get(user);
    const list: readonly string[] = known === undefined ? (alone.get(group) ?? [group]) : [...known, group];
    if (known === undefined) alone.set(group, list);
    memberships.set(user, list);
  }
  return memberships;
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
