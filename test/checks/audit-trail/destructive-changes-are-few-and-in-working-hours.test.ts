/** AUD-06: much deleted at once, or at night. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/audit-trail/destructive-changes-are-few-and-in-working-hours.ts';
import { eachOutcome } from '../../support/check-table.ts';
import type { MadeRecord } from '../../support/checked.ts';
import { byProgram, event, trailFrom } from '../../support/trail.ts';

const trail = (...events: readonly MadeRecord[]) => ({
  records: { 'audit-events': trailFrom('2026-08-24', ...events) },
});

describe('what was deleted', () => {
  eachOutcome(check, [
    ['by day', trail(event('e', '2026-11-20T10:00:00.000Z', 'Source Deleted')), 'pass'],
    ['at night', trail(event('e', '2026-11-20T23:00:00.000Z', 'Source Deleted')), 'warn', ['audit-events/e']],
    [
      'on a Sunday',
      trail(event('e', '2026-11-15T10:00:00.000Z', 'Source Disabled')),
      'warn',
      ['audit-events/e'],
    ],
    [
      'at night, and somebody looked',
      {
        records: {
          ...trail(event('e', '2026-11-20T23:00:00.000Z', 'Source Deleted')).records,
          'input:reviews': [{ id: 'e' }],
        },
      },
      'pass',
    ],
    [
      'by day elsewhere',
      {
        ...trail(event('e', '2026-11-20T23:00:00.000Z', 'Source Deleted')),
        policy: { businessHours: { utcOffsetMinutes: -480, from: 9, to: 18, days: [5] } },
      },
      'pass',
    ],
    [
      'at night by Segment',
      trail(event('e', '2026-11-20T23:00:00.000Z', 'Source Disabled', byProgram('Segment'))),
      'pass',
    ],
    [
      'in bulk',
      trail(
        ...Array.from({ length: 11 }, (_, at) =>
          event(`e${at}`, `2026-11-20T10:${10 + at}:00.000Z`, 'Source Deleted'),
        ),
      ),
      'warn',
      ['actors/ada'],
    ],
    ['not at all', trail(event('e', '2026-11-20T23:00:00.000Z', 'Source Modified')), 'pass'],
    [
      'in a trail that was not read',
      { records: { 'audit-events': { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
  ]);
});
