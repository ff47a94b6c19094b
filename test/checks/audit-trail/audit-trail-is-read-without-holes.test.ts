/** AUD-02: time that no run has read. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/audit-trail/audit-trail-is-read-without-holes.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { kept, trailFrom } from '../../support/trail.ts';

const to = (day: string) => {
  const end = `${day}T02:55:00.000Z`;
  return { from: '2026-08-24T02:50:00.000Z', to: end, wholeTo: end };
};

describe('the trail', () => {
  eachOutcome(check, [
    [
      'joins on',
      {
        records: { 'audit-events': trailFrom('2026-11-21') },
        before: { 'audit-events': [] },
        windowBefore: to('2026-11-21'),
      },
      'pass',
    ],
    [
      'has a hole',
      {
        records: { 'audit-events': trailFrom('2026-11-21') },
        before: { 'audit-events': [] },
        windowBefore: to('2026-11-19'),
      },
      'fail',
      ['workspace'],
    ],
    [
      'has a hole that Segment has forgotten',
      {
        records: {
          'audit-events': { ...trailFrom('2026-11-21'), outcome: 'partial', reason: 'truncated' },
        },
        before: { 'audit-events': [] },
        windowBefore: to('2026-08-01'),
      },
      'fail',
      ['workspace'],
    ],
    [
      'had a hole',
      {
        records: { 'audit-events': trailFrom('2026-11-21') },
        before: { 'audit-events': [] },
        windowBefore: to('2026-11-21'),
        seen: kept({ 'hole from 2026-10-01T02:55:00.000Z': '2026-10-03' }),
      },
      'fail',
      ['workspace'],
    ],
    [
      'is read seldom',
      {
        records: { 'audit-events': trailFrom('2026-11-21') },
        before: { 'audit-events': [] },
        windowBefore: to('2026-11-21'),
        at: '2027-02-22T03:00:00.000Z',
      },
      'warn',
      ['workspace'],
    ],
    [
      'was read to nobody knows when',
      { records: { 'audit-events': trailFrom('2026-11-21') }, before: { 'audit-events': [] } },
      'indeterminate',
      ['workspace'],
    ],
    [
      'is read for the first time',
      { records: { 'audit-events': trailFrom('2026-08-24') } },
      'not_applicable',
    ],
    [
      'was not read',
      {
        records: { 'audit-events': { outcome: 'denied', reason: 'scope' } },
        before: { 'audit-events': [] },
        windowBefore: to('2026-11-21'),
      },
      'indeterminate',
    ],
  ]);
});
