/** Everybody who can do something in the workspace, with what is known of it. */
import { type Access, readAccess } from '../../evidence/records/access.ts';
import { textAt } from '../../evidence/records/fields.ts';
import { UNKNOWN } from '../../evidence/records/members.ts';
import type { CheckedRun } from '../checked-run.ts';
import { subjectOf } from '../subject.ts';

/** What the access of people follows from: the population first. */
export const ACCESS = ['users', 'groups', 'group-members', 'roles'] as const;

/** Roles that allow nothing by themselves. */
export const MINIMAL = ['Minimal Workspace Access', 'Workspace Member'] as const;

export interface Person extends Access {
  /** As results name them. */
  readonly subject: string;
  readonly id: string;
  /** In lower case; empty where it is not known. */
  readonly address: string;
  /** In the list of users; else only named as a member of a group. */
  readonly isListed: boolean;
  /** Segment gave their own permissions, be they none. */
  readonly isDirectKnown: boolean;
  /** Nobody can tell of this one, whatever else could not be read. */
  readonly isUnclear: boolean;
}

/**
 * Yields the users, and then the members of groups whom the list of users has not; or those that are meant. A check declares
 * `ACCESS`. Looking twice costs less than to hold many of them.
 */
export async function* everybody(
  run: CheckedRun,
  isMeant: (person: Person) => boolean = () => true,
): AsyncIterable<Person> {
  for await (const person of allPeople(run)) if (isMeant(person)) yield person;
}

async function* allPeople(run: CheckedRun): AsyncIterable<Person> {
  const known = await readAccess(run, ['roles']);
  const unlisted = new Set(known.memberships.keys());
  const toPerson = (record: Parameters<typeof known.of>[0], isListed: boolean): Person => {
    const access = known.of(record, isListed);
    return {
      ...access,
      id: record.id,
      address: (textAt(record.data, 'email') ?? '').toLowerCase(),
      subject: subjectOf('users', record.id),
      isListed,
      isDirectKnown: isListed && !access.unknown.includes(UNKNOWN.direct),
      isUnclear: access.unknown.some((each) => each !== UNKNOWN.groups),
    };
  };
  for await (const record of run.records('users')) {
    unlisted.delete(record.id);
    yield toPerson(record, true);
  }
  for (const id of unlisted) yield toPerson({ id, data: {} }, false);
}

/** The names of roles that a person holds, each once. */
export const rolesOf = ({ grants }: Pick<Access, 'grants'>): ReadonlySet<string> =>
  new Set(grants.map(({ role }) => role));

/** Whether a person holds one of some roles. */
export const holdsOne = (person: Pick<Access, 'grants'>, roles: readonly string[]): boolean =>
  person.grants.some(({ role }) => roles.includes(role));

/**
 * What a person holds of their own: not what a group of theirs gives as well, which Segment may list with it. Undefined where
 * nobody can tell: then it may be of a group that was not read.
 */
export function ownGrants({
  grants,
  unknown,
  isDirectKnown,
}: Pick<Person, 'grants' | 'unknown' | 'isDirectKnown'>): Access['grants'] | undefined {
  const text = ({ roleId, role, resources, labels }: Access['grants'][number]) =>
    JSON.stringify([roleId, role, resources, labels]);
  const inherited = new Set(grants.filter(({ via }) => via === 'group').map(text));
  const own = grants.filter((grant) => grant.via === 'direct' && !inherited.has(text(grant)));
  return isDirectKnown && (own.length === 0 || unknown.length === 0) ? own : undefined;
}
