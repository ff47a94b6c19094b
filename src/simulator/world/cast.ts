/**
 * The cast: fourteen users and six groups that an access review has something to say about.
 * A shared mailbox that administers every source, an owner who has left, an owner from another company,
 * a group no one is in: the kind of thing real workspaces collect.
 */
import type { AccessPlan } from './grants.ts';
import { CONTRACTOR_DOMAIN } from './workspace.ts';

export interface PersonPlan {
  readonly name: string;
  readonly email: string;
  readonly access: readonly AccessPlan[];
  /** Indexes of groups. */
  readonly groups: readonly number[];
}

export interface GroupPlan {
  readonly name: string;
  readonly access: readonly AccessPlan[];
  readonly invited: boolean;
}

const GROUPS: readonly GroupPlan[] = [
  { name: 'Web Engineering', access: [{ role: 'Source Admin', on: 'staging-sources' }], invited: true },
  {
    name: 'Mobile Apps',
    access: [{ role: 'Source Read-only', on: 'some-sources', pick: 3 }],
    invited: false,
  },
  {
    name: 'Growth Marketing',
    access: [{ role: 'Unify Read-only, Engage User', on: 'space' }],
    invited: false,
  },
  {
    name: 'Analytics',
    access: [
      { role: 'Source Read-only', on: 'workspace' },
      { role: 'Warehouse Read-only', on: 'workspace' },
    ],
    invited: false,
  },
  {
    name: 'Data Governance',
    access: [
      { role: 'Tracking Plan Admin', on: 'workspace' },
      { role: 'PII Access', on: 'workspace' },
    ],
    invited: false,
  },
  { name: 'Agency 2024', access: [{ role: 'Source Admin', on: 'production-sources' }], invited: true },
];

const TEAM_ACCESS: readonly AccessPlan[] = [
  { role: 'Source Read-only', on: 'production-sources' },
  { role: 'Source Admin', on: 'development-sources' },
  { role: 'Tracking Plan Read-only', on: 'workspace' },
  { role: 'Unify and Engage Read-only', on: 'space' },
  { role: 'Function Read-only', on: 'functions' },
];

/** Returns `count` groups: the cast's six, then a team a number. */
export function castGroups(count: number): GroupPlan[] {
  const groups = GROUPS.slice(0, count);
  for (let index = groups.length; index < count; index += 1) {
    const access = TEAM_ACCESS[index % TEAM_ACCESS.length];
    groups.push({
      name: `Team ${index - GROUPS.length + 1}`,
      access: access === undefined ? [] : [access],
      invited: index % 7 === 0,
    });
  }
  return groups;
}

/** Returns the cast; `nameAt` gives the n-th person's name. */
export function castUsers(
  nameAt: (index: number) => { name: string; slug: string },
  domain: string,
): PersonPlan[] {
  const person = (
    index: number,
    access: readonly AccessPlan[],
    groups: readonly number[],
    host = domain,
  ): PersonPlan => {
    const { name, slug } = nameAt(index);
    return { name, email: `${slug}@${host}`, access, groups };
  };
  const leaver = nameAt(2);
  return [
    person(0, [{ role: 'Workspace Owner', on: 'workspace' }], [4]),
    person(1, [{ role: 'Workspace Owner', on: 'workspace' }], [0]),
    // Left last year by the look of the name; still an owner, in no group, never in the audit trail.
    {
      name: `${leaver.name} (left)`,
      email: `${leaver.slug}@${domain}`,
      access: [{ role: 'Workspace Owner', on: 'workspace' }],
      groups: [],
    },
    person(3, [{ role: 'End User Privacy Admin', on: 'workspace' }], [4]),
    person(4, [], [0]),
    person(5, [{ role: 'Source Admin', on: 'some-sources', pick: 0 }], [0]),
    person(6, [], [1]),
    person(7, [{ role: 'Function Admin', on: 'functions' }], [0, 1]),
    person(8, [{ role: 'Unify and Engage Admin', on: 'space' }], [2]),
    person(9, [{ role: 'Warehouse Admin', on: 'warehouse' }], [3]),
    // A mailbox several people read, with more access than any of them.
    {
      name: 'Analytics Team',
      email: `analytics@${domain}`,
      access: [{ role: 'Source Admin', on: 'workspace' }],
      groups: [3],
    },
    person(11, [{ role: 'Workspace Owner', on: 'workspace' }], [], CONTRACTOR_DOMAIN),
    person(12, [{ role: 'Source Admin', on: 'some-sources', pick: 5 }], [], CONTRACTOR_DOMAIN),
    // Signed in once, was never given anything.
    person(13, [{ role: 'Minimal Workspace Access', on: 'workspace' }], []),
  ];
}
