/** Violations about people, the token and the audit trail. */
import type { World } from '../../src/simulator/simulator.ts';
import { DOMAIN, named, onDay, tell } from './clean-basics.ts';
import { grantOf, join, usersAt } from './clean-people.ts';
import { COLLECTOR } from './clean-runs.ts';
import type { Violation } from './planted-violations.ts';

const person = ({ users }: World, at: number) => {
  const user = users[at];
  if (user === undefined) throw new Error(`expected a user at ${at}`);
  return user;
};

/** Puts users into a group of their own with a role. */
const enrol = (world: World, name: string, userIds: readonly string[], role: string, environment?: string) =>
  join(world, name, userIds, [grantOf(world, role, environment)]);

const denied = (operationId: string) => ({
  match: { operationId },
  effect: { kind: 'status', status: 403 } as const,
});

const MEMBERSHIP: readonly Violation[] = [
  {
    check: 'IAM-01',
    is: 'an owner more than the policy allows, through a group',
    before: ({ world }) => enrol(world, 'Platform', usersAt(world, 7, 8), 'Workspace Owner'),
  },
  {
    check: 'IAM-02',
    is: 'four owners of fifteen people',
    before: ({ world }) => enrol(world, 'Platform', usersAt(world, 5, 7), 'Workspace Owner'),
    also: { 'IAM-01': 'More than a fifth of fifteen people are more than two.' },
  },
  {
    check: 'IAM-03',
    is: 'two more people who hold a role by themselves',
    before: ({ world }) => {
      for (const at of [7, 8]) person(world, at).permissions = [grantOf(world, 'Function Read-only')];
    },
  },
  {
    check: 'IAM-04',
    is: 'a private address',
    before: ({ world }) => {
      person(world, 9).email = 'person.9@gmail.com';
    },
  },
  {
    check: 'IAM-05',
    is: 'a mailbox of many',
    before: ({ world }) => {
      person(world, 10).email = `analytics@${DOMAIN}`;
    },
  },
  {
    check: 'IAM-06',
    is: 'an invitation of three weeks ago',
    before: ({ world }) => {
      const resourceName = `newcomer@${DOMAIN}`;
      world.invites.push(resourceName);
      tell(world, onDay(-21), 'New Segment User Invited to Workspace', { resourceName });
    },
  },
  {
    check: 'IAM-07',
    is: 'a group that nobody is in',
    before: ({ world }) => enrol(world, 'Agency', [], 'Source Read-only'),
  },
  {
    check: 'IAM-08',
    is: 'a right to administer every source',
    before: ({ world }) => enrol(world, 'Source Team', usersAt(world, 2, 3), 'Source Admin'),
  },
  {
    check: 'IAM-09',
    is: 'a dozen people who may change production',
    before: ({ world }) =>
      enrol(
        world,
        'Releases',
        [...usersAt(world, 2, 5), ...usersAt(world, 7, 14)],
        'Source Admin',
        'production',
      ),
  },
  {
    check: 'IAM-10',
    is: 'one who plans what is collected and changes it too',
    before: ({ world }) => join(world, 'Data Governance', usersAt(world, 2, 3)),
  },
  {
    check: 'IAM-11',
    is: 'somebody who left ten days ago',
    before: ({ world }, { left }) => {
      left.add(person(world, 11).id);
    },
  },
  {
    check: 'IAM-12',
    is: 'a right that was given to a group, of which no event tells',
    after: ({ world }) => {
      named(world.groups, 'Analytics').permissions?.push(grantOf(world, 'Function Read-only'));
    },
    runs: 2,
  },
  {
    check: 'IAM-13',
    is: 'an administrator who did nothing for a quarter',
    level: 'warn',
    before: ({ world }) => {
      const { id } = person(world, 3);
      world.auditEvents = world.auditEvents.filter(({ actor }) => actor !== id);
    },
  },
  {
    check: 'IAM-14',
    is: 'six people who see personal data unmasked',
    before: ({ world }) => enrol(world, 'Care', usersAt(world, 12, 14), 'PII Access'),
  },
  {
    check: 'IAM-15',
    is: 'a member who may do nothing',
    level: 'warn',
    before: ({ world }) => {
      person(world, 14).permissions = [];
      const { id } = named(world.groups, 'Privacy');
      world.groupMembers[id] = usersAt(world, 13, 14).slice();
    },
    runs: 2,
  },
];

const TOKEN: readonly Violation[] = [
  {
    check: 'TOK-02',
    is: 'a token that may not see invitations',
    atEnd: (simulator) => simulator.addFault(denied('listInvites')),
  },
  {
    check: 'TOK-03',
    is: 'a token of a hundred days',
    run: { config: { tokenIssuedAt: onDay(-100).slice(0, 10) } },
  },
  {
    check: 'TOK-04',
    is: 'a token that somebody made, and nobody has looked at it',
    before: ({ world }) => {
      tell(world, onDay(-20), 'Access Token Created', { resourceType: 'Token' });
    },
  },
  {
    check: 'TOK-05',
    is: 'a program that nobody knows',
    before: ({ world }) =>
      tell(world, onDay(-3), 'Source Settings Modified', { actor: 'tok2unknown', actorEmail: '' }),
  },
  {
    check: 'TOK-06',
    is: 'a change by the collector',
    before: ({ world }) =>
      tell(world, onDay(-3), 'Source Settings Modified', { actor: COLLECTOR, actorEmail: '' }),
  },
  // After it, nothing can be read.
  {
    check: 'TOK-01',
    is: 'a token that was deleted',
    atEnd: (simulator) => simulator.revoke(),
    also: { 'TOK-02': 'Without a token nothing that is required was read.' },
  },
];

const TRAIL: readonly Violation[] = [
  {
    check: 'AUD-01',
    is: 'a trail that stays silent while keys are replaced',
    apart: 'A silent trail tells of nothing else.',
    before: ({ world }) => {
      world.auditEvents.splice(0);
    },
    after: ({ world }) => {
      world.auditEvents.splice(0);
    },
  },
  {
    check: 'AUD-02',
    is: 'a quarter without a run',
    run: { days: 100 },
    runs: 1,
    also: {
      'EVD-01': 'What Segment has forgotten of the trail nobody has read whole since.',
      'EVD-02': 'What Segment has forgotten of the trail is missing in it.',
      'PRV-05': 'Requests were not read in that quarter either.',
      'TOK-03': 'The token is older than the quarter.',
    },
  },
  {
    check: 'AUD-03',
    is: 'a privileged action that nobody has looked at',
    before: ({ world }) => {
      tell(world, onDay(-45), 'User Policy Updated');
    },
  },
  {
    check: 'AUD-04',
    is: 'a label of which no event tells',
    after: ({ world }) => {
      world.labels.push({ key: 'owner', value: 'web' });
    },
    runs: 2,
  },
  {
    check: 'AUD-05',
    is: 'support that came in unasked',
    // Somebody has looked at it since.
    before: ({ world }, { reviewed }) => reviewed.add(tell(world, onDay(-40), 'Support Login')),
  },
  {
    check: 'AUD-06',
    is: 'a dozen things deleted within minutes',
    level: 'warn',
    before: ({ world }) => {
      for (let minute = 0; minute < 12; minute += 1)
        tell(world, onDay(-3, 10, minute), 'Audience Deleted', { resourceType: 'Audience' });
    },
  },
];

export const ABOUT_PEOPLE: readonly Violation[] = [...MEMBERSHIP, ...TRAIL, ...TOKEN];
