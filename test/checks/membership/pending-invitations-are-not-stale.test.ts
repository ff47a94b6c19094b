/** IAM-06: since when invitations are open. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/pending-invitations-are-not-stale.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { event, kept, trailFrom } from '../../support/trail.ts';

const invites = [{ id: 'a@acme.example', email: 'A@acme.example' }];
const told = (day: string) =>
  event('e', day, 'New Segment User Invited to Workspace', { resourceName: 'a@acme.example' });

describe('an invitation', () => {
  eachOutcome(check, [
    ['there is none', { records: { invites: [] } }, 'pass'],
    [
      'that was open when this was first asked',
      { records: { invites } },
      'indeterminate',
      ['invites/a@acme.example'],
    ],
    [
      'that has been open for long',
      {
        records: { invites },
        seen: kept({ 'invites/a@acme.example': '2026-11-01' }, '2026-11-01T12:00:00.000Z'),
      },
      'fail',
      ['invites/a@acme.example'],
    ],
    [
      'that came since',
      { records: { invites }, seen: kept({ 'invites/a@acme.example': '2026-11-20' }) },
      'pass',
    ],
    [
      'into a group, for long',
      {
        records: { 'group-invites': [{ id: 'g/a@acme.example', email: 'a@acme.example' }] },
        seen: kept({ 'group-invites/g/a@acme.example': '2026-11-01' }),
      },
      'fail',
      ['group-invites/g/a@acme.example'],
    ],
    [
      'that the trail tells of',
      { records: { invites, 'audit-events': trailFrom('2026-08-24', told('2026-11-20')) } },
      'pass',
    ],
    [
      'that the trail tells of, long ago',
      { records: { invites, 'audit-events': trailFrom('2026-08-24', told('2026-11-01')) } },
      'fail',
      ['invites/a@acme.example'],
    ],
    [
      'that was sent again',
      {
        records: { invites, 'audit-events': trailFrom('2026-11-20', told('2026-11-21')) },
        seen: kept({ 'invites/a@acme.example': '2026-10-01' }),
      },
      'pass',
    ],
    [
      'that a run before was told of',
      {
        records: { invites },
        seen: kept(
          { 'invites/a@acme.example': '2026-11-20', 'sent invites/a@acme.example': '2026-11-19' },
          '2026-11-20T12:00:00.000Z',
        ),
      },
      'pass',
    ],
    [
      'in a list that was not read',
      { records: { invites: { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
  ]);
});
