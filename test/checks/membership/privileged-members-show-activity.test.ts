/** IAM-13: who may change much and has not. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/privileged-members-show-activity.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { grant, user } from '../../support/people.ts';
import { event, kept, trailFrom } from '../../support/trail.ts';

const users = [user('a', grant('Source Admin'))];
const OTHER = event('e', '2026-11-20', 'Source Modified');
const READ = { 'trail from': '2026-08-01', 'trail to': '2026-11-21' };

describe('a privileged member', () => {
  eachOutcome(check, [
    [
      'who did something',
      {
        records: {
          users,
          'audit-events': trailFrom(
            '2026-08-24',
            event('e', '2026-09-01', 'Source Modified', { actor: 'a' }),
          ),
        },
      },
      'pass',
    ],
    [
      'who did something, by address',
      {
        records: {
          users,
          'audit-events': trailFrom(
            '2026-08-24',
            event('e', '2026-09-01', 'Source Modified', { actorEmail: 'A@acme.example' }),
          ),
        },
      },
      'pass',
    ],
    [
      'who did nothing',
      { records: { users, 'audit-events': trailFrom('2026-08-24', OTHER) } },
      'warn',
      ['users/a'],
    ],
    [
      'who did something before',
      {
        records: { users, 'audit-events': trailFrom('2026-11-21') },
        seen: kept({ 'acted users/a': '2026-10-01', 'newest event': '2026-11-01', 'users/a': '2026-08-01' }),
      },
      'pass',
    ],
    [
      'who did nothing, by all that was read',
      {
        records: { users, 'audit-events': trailFrom('2026-11-21') },
        seen: kept({ ...READ, 'newest event': '2026-11-01', 'users/a': '2026-08-01' }),
      },
      'warn',
      ['users/a'],
    ],
    [
      'who has come',
      {
        records: {
          users,
          'audit-events': trailFrom(
            '2026-08-24',
            event('e', '2026-11-01', 'User Invite Accepted', { resourceName: 'a@acme.example' }),
          ),
        },
      },
      'pass',
    ],
    [
      'who has come, as was seen',
      {
        records: { users, 'audit-events': trailFrom('2026-11-21') },
        seen: kept({ ...READ, 'newest event': '2026-11-01', 'users/a': '2026-11-01' }),
      },
      'pass',
    ],
    [
      'who did nothing in a trail that is read since lately',
      { records: { users, 'audit-events': trailFrom('2026-11-01', OTHER) } },
      'indeterminate',
      ['users/a'],
    ],
    [
      'who did nothing in a trail that tells of nothing',
      { records: { users, 'audit-events': trailFrom('2026-08-24') } },
      'indeterminate',
      ['users/a'],
    ],
    [
      'in a trail that was not read',
      { records: { users, 'audit-events': { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
      ['users/a'],
    ],
    [
      'where there is no trail',
      { records: { users, 'audit-events': { outcome: 'unavailable', reason: 'not-offered' } } },
      'not_applicable',
    ],
    [
      'there is none',
      { records: { users: [user('a', grant('Source Read-only'))], 'audit-events': trailFrom('2026-08-24') } },
      'pass',
    ],
  ]);
});
