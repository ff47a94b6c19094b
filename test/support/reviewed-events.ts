/** The table of a check that asks whether somebody looked at the events of a kind in time. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import { eachOutcome } from './check-table.ts';
import { answerOf } from './checked.ts';
import { event, kept, trailFrom } from './trail.ts';

const REVIEWS = [{ id: 'file', asOf: '2026-11-22', rows: 1 }];

/** Tries everything that may become of an event. `TYPE`: of one that the check asks about. */
export function triesReviews(title: string, check: Check, TYPE: string): void {
  const OPEN = { [`to review: old ${TYPE}`]: '2026-10-01' };

  describe(title, () => {
    eachOutcome(check, [
      [
        'of a kind that is not asked about',
        {
          records: {
            'audit-events': trailFrom('2026-08-24', event('e', '2026-09-01', 'Audience Modified')),
            'input:reviews': REVIEWS,
          },
        },
        'pass',
      ],
      [
        'reviewed',
        {
          records: {
            'audit-events': trailFrom('2026-08-24', event('e', '2026-09-01', TYPE)),
            'input:reviews': [...REVIEWS, { id: 'e', reviewedOn: '2026-09-01' }],
          },
        },
        'pass',
      ],
      ...(
        [
          ['reviewed on the day after, somewhere on earth', '2026-11-23', 'pass'],
          ['reviewed on a day that had not come', '2062-09-02', 'fail'],
          ['reviewed before it happened', '2025-09-02', 'fail'],
        ] as const
      ).map(
        ([what, reviewedOn, outcome]) =>
          [
            what,
            {
              records: {
                'audit-events': trailFrom('2026-08-24', event('e', '2026-09-01', TYPE)),
                'input:reviews': [...REVIEWS, { id: 'e', reviewedOn }],
              },
            },
            outcome,
            outcome === 'pass' ? [] : ['audit-events/e'],
          ] as const,
      ),
      [
        'not reviewed in time',
        {
          records: {
            'audit-events': trailFrom('2026-08-24', event('e', '2026-09-01', TYPE)),
            'input:reviews': REVIEWS,
          },
        },
        'fail',
        ['audit-events/e'],
      ],
      [
        'not reviewed yet',
        {
          records: {
            'audit-events': trailFrom('2026-08-24', event('e', '2026-11-20', TYPE)),
            'input:reviews': REVIEWS,
          },
        },
        'pass',
      ],
      [
        'read by a run before and not reviewed',
        { records: { 'audit-events': trailFrom('2026-11-21'), 'input:reviews': REVIEWS }, seen: kept(OPEN) },
        'fail',
        ['audit-events/old'],
      ],
      [
        'read by a run before and reviewed since',
        {
          records: {
            'audit-events': trailFrom('2026-11-21'),
            'input:reviews': [...REVIEWS, { id: 'old', reviewedOn: '2026-11-22' }],
          },
          seen: kept(OPEN),
        },
        'pass',
      ],
      [
        'where no reviews are given',
        { records: { 'audit-events': trailFrom('2026-08-24', event('e', '2026-09-01', TYPE)) } },
        'not_configured',
      ],
      [
        'not reviewed, as far as the reviews were read',
        {
          records: {
            'audit-events': trailFrom('2026-08-24', event('e', '2026-09-01', TYPE)),
            'input:reviews': { outcome: 'partial', reason: 'truncated', records: REVIEWS },
          },
        },
        'indeterminate',
      ],
      [
        'in a trail that was not read',
        { records: { 'audit-events': { outcome: 'denied', reason: 'scope' }, 'input:reviews': REVIEWS } },
        'indeterminate',
      ],
      [
        'where there is no trail',
        {
          records: {
            'audit-events': { outcome: 'not-collected', reason: 'feature-declared-off' },
            'input:reviews': REVIEWS,
          },
        },
        'not_applicable',
      ],
    ]);

    it('not reviewed yet is kept for the runs to come, also while the file is missing once', async () => {
      const records = { 'audit-events': trailFrom('2026-11-21', event('e', '2026-11-21', TYPE)) };
      const given = await answerOf(check, { records: { ...records, 'input:reviews': REVIEWS } });
      const missing = await answerOf(check, {
        records,
        ...(given.sightings ? { seen: given.sightings } : {}),
      });
      const names = missing.sightings?.list.map(({ subject }) => subject);
      expect([given.outcome, missing.outcome]).toEqual(['pass', 'not_configured']);
      expect(names).toContain(`to review: e ${TYPE}`);
    });
  });
}
