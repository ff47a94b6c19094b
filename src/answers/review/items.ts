/**
 * What is decided in an access review, one by one: whatever can be taken away from somebody. A role that was given directly
 * is one item with all it is about; a membership in a group is one, since its grants cannot be taken away singly; an
 * account without either is one.
 */
import type { ReviewItem } from '../../../schemas/review.ts';
import { type Grant as GrantInWords, grantText } from '../../evidence/records/grants.ts';
import type { UserRow } from '../views/users.ts';

type Grant = ReviewItem['grants'][number];

/** Returns the items of a user, roles first, each kind sorted by id. */
export function itemsOf({ id, email, name, access }: UserRow): readonly ReviewItem[] {
  const who = { userId: id, email, ...(name === undefined ? {} : { name }) };
  const roles = new Map<string, Grant[]>();
  const groups = new Map<string, { readonly called: string | undefined; readonly grants: Grant[] }>();
  for (const { via, groupId, group, ...given } of access ?? []) {
    const { roleId } = given;
    const grant = structuredClone(given) as Grant;
    if (via === 'direct') roles.set(roleId, [...(roles.get(roleId) ?? []), grant]);
    else {
      const known = groups.get(groupId ?? '') ?? { called: group, grants: [] };
      groups.set(groupId ?? '', { ...known, grants: [...known.grants, grant] });
    }
  }
  const items: readonly ReviewItem[] = [
    ...[...roles].map(([roleId, grants]) => ({
      id: idOf(id, 'role', roleId),
      kind: 'role' as const,
      ...who,
      grants: inOrder(grants),
    })),
    ...[...groups].map(([groupId, { called, grants }]) => ({
      id: idOf(id, 'group', groupId),
      kind: 'group' as const,
      ...who,
      groupId,
      ...(called === undefined ? {} : { group: called }),
      grants: inOrder(grants),
    })),
  ];
  if (items.length === 0) return [{ id: idOf(id, 'account'), kind: 'account', ...who, grants: [] }];
  return [...items].sort((one, other) =>
    one.kind === other.kind ? compare(one.id, other.id) : one.kind === 'role' ? -1 : 1,
  );
}

/** Returns what an item gives, by ids alone: equal texts are equal access, whatever things are called by then. */
export function scopeOf({ grants }: Pick<ReviewItem, 'grants'>): readonly string[] {
  const scope = grants.flatMap(({ roleId, resources, labels = [] }) => {
    const about = resources.length === 0 ? [{ type: '', id: '' }] : resources;
    return about.map(({ type, id, labels: own = [] }: (typeof resources)[number]) =>
      [roleId, type, id, ...labels, ...own].map(encoded).join('/'),
    );
  });
  return [...new Set(scope)].sort();
}

export const isSameScope = (one: ReviewItem, other: ReviewItem): boolean =>
  scopeOf(one).join(' ') === scopeOf(other).join(' ');

/** Returns what an item gives in words, a grant each. */
export const grantTexts = ({ grants }: Pick<ReviewItem, 'grants'>): readonly string[] =>
  grants.map((grant) => grantText(grant as GrantInWords));

/** Returns in words what is taken away where an item is revoked. */
export function itemText({ kind, grants, group, groupId }: ReviewItem): string {
  if (kind === 'account') return 'account without access';
  if (kind === 'group') return `member of group ${group ?? groupId}`;
  return `role ${grants[0]?.role ?? ''}, given directly`;
}

const encoded = (part: string) => part.replace(/[%/ ]/g, encodeURIComponent);
const idOf = (...parts: readonly string[]) => parts.map(encoded).join('/');
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

function inOrder(grants: readonly Grant[]): Grant[] {
  return [...grants].sort((one, other) => compare(JSON.stringify(one), JSON.stringify(other)));
}
