/** TOK-05: actors that nobody knows. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/token/actors-that-are-no-people-are-registered.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { byProgram, event, kept, trailFrom } from '../../support/trail.ts';

const BOT = event('e', '2026-11-20', 'Source Modified', byProgram('bot'));
const users = [{ id: 'ada', email: 'ada@acme.example' }];

describe('an actor', () => {
  eachOutcome(check, [
    [
      'that is a member',
      {
        records: {
          users,
          'audit-events': trailFrom(
            '2026-08-24',
            event('e', '2026-11-20', 'Source Modified', byProgram('ada')),
          ),
        },
      },
      'pass',
    ],
    [
      'that has an address',
      {
        records: {
          users: [],
          'audit-events': trailFrom('2026-08-24', event('e', '2026-11-20', 'Source Modified')),
        },
      },
      'pass',
    ],
    [
      'that was a member',
      {
        records: { users: [], 'audit-events': trailFrom('2026-08-24', BOT) },
        before: { users: [{ id: 'bot' }] },
      },
      'pass',
    ],
    [
      'that is Segment',
      {
        records: {
          users,
          'audit-events': trailFrom(
            '2026-08-24',
            event('e', '2026-11-20', 'Source Disabled', byProgram('segment')),
          ),
        },
      },
      'pass',
    ],
    [
      'that nobody knows',
      { records: { users, 'audit-events': trailFrom('2026-08-24', BOT) } },
      'fail',
      ['actors/bot'],
    ],
    [
      'that is registered',
      {
        records: { users, 'audit-events': trailFrom('2026-08-24', BOT) },
        policy: { registeredActors: ['bot'] },
      },
      'pass',
    ],
    [
      'that is the collector',
      { records: { users, 'audit-events': trailFrom('2026-08-24', BOT) }, facts: { collectorActor: 'bot' } },
      'pass',
    ],
    [
      'that nobody knew when it last acted',
      {
        records: { users, 'audit-events': trailFrom('2026-11-21') },
        seen: kept({ 'actor bot': '2026-10-01' }),
      },
      'fail',
      ['actors/bot'],
    ],
    [
      'that nobody knew long ago',
      {
        records: { users, 'audit-events': trailFrom('2026-11-21') },
        seen: kept({ 'actor bot': '2026-08-01' }),
      },
      'pass',
    ],
    [
      'that may be a member',
      {
        records: {
          users: { outcome: 'denied', reason: 'scope' },
          'audit-events': trailFrom('2026-08-24', BOT),
        },
      },
      'indeterminate',
      ['actors/bot'],
    ],
    [
      'that is not named',
      {
        records: {
          users,
          'audit-events': trailFrom('2026-08-24', event('e', '2026-11-20', 'Source Modified', byProgram(''))),
        },
      },
      'indeterminate',
      ['audit-events/e'],
    ],
    [
      'in a trail that was not read',
      { records: { users, 'audit-events': { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
  ]);
});
