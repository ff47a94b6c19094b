/** AUD-05: support staff of Segment in the workspace. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/audit-trail/support-access-is-limited-in-time.ts';
import { eachOutcome } from '../../support/check-table.ts';
import type { MadeRecord } from '../../support/checked.ts';
import { event, kept, trailFrom } from '../../support/trail.ts';

const [GRANTED, LOGIN, REVOKED] = ['Support Access Granted', 'Support Login', 'Support Access Revoked'];
const trail = (...events: readonly MadeRecord[]) => ({
  records: { 'audit-events': trailFrom('2026-08-24', ...events) },
});

describe('support staff', () => {
  eachOutcome(check, [
    [
      'came and went',
      trail(
        event('a', '2026-11-01', GRANTED),
        event('b', '2026-11-02', LOGIN),
        event('c', '2026-11-03', REVOKED),
      ),
      'pass',
    ],
    ['came without a grant', trail(event('b', '2026-11-02', LOGIN)), 'fail', ['audit-events/b']],
    [
      'came again after it was taken back',
      trail(
        event('a', '2026-11-01', GRANTED),
        event('c', '2026-11-03', REVOKED),
        event('d', '2026-11-04', LOGIN),
      ),
      'fail',
      ['audit-events/d'],
    ],
    [
      'came long after the grant',
      trail(event('a', '2026-11-01', GRANTED), event('d', '2026-11-20', LOGIN)),
      'fail',
      ['audit-events/d', 'audit-events/a'],
    ],
    ['may still be in', trail(event('a', '2026-11-01', GRANTED)), 'warn', ['audit-events/a']],
    [
      'may still be in, and somebody looked',
      { records: { ...trail(event('a', '2026-11-01', GRANTED)).records, 'input:reviews': [{ id: 'a' }] } },
      'pass',
    ],
    ['have been let in', trail(event('a', '2026-11-20', GRANTED)), 'pass'],
    [
      'were let in before and came',
      {
        records: { 'audit-events': trailFrom('2026-11-21', event('b', '2026-11-21', LOGIN)) },
        seen: kept({ 'open grant a': '2026-11-20' }),
      },
      'pass',
    ],
    [
      'came, and nobody knows whether they were let in',
      { records: { 'audit-events': trailFrom('2026-11-21', event('b', '2026-11-21', LOGIN)) } },
      'indeterminate',
      ['audit-events/b'],
    ],
    ['never came', trail(event('a', '2026-11-01', 'Source Modified')), 'not_applicable'],
    [
      'may have come',
      { records: { 'audit-events': { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
  ]);
});
