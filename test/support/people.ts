/** People, groups and what they are granted, as records. */
import type { MadeRecord } from './checked.ts';

export const WHOLE = { type: 'WORKSPACE', id: 'w' } as const;

/** A role on something; on the whole workspace where nothing is named. */
export const grant = (role: string, ...resources: readonly object[]) => ({
  roleId: role.toLowerCase(),
  roleName: role,
  resources: resources.length === 0 ? [WHOLE] : resources,
});

export const user = (id: string, ...permissions: readonly object[]): MadeRecord => ({
  id,
  email: `${id}@acme.example`,
  permissions,
});

/** Somebody of whom Segment gave no permissions. */
export const muteUser = (id: string): MadeRecord => ({ id, email: `${id}@acme.example` });

export const group = (id: string, ...permissions: readonly object[]): MadeRecord => ({
  id,
  name: id,
  memberCount: 1,
  permissions,
});

export const member = (id: string, groupId: string): MadeRecord => ({
  id: `${groupId}/${id}`,
  data: { id },
  parent: { groupId },
});

/** Returns so many users with the same permissions: `p0`, `p1`. */
export const users = (count: number, ...permissions: readonly object[]): readonly MadeRecord[] =>
  Array.from({ length: count }, (_, at) => user(`p${at}`, ...permissions));
