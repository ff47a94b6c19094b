/** AUD-01: a trail that is silent while the configuration changes. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/audit-trail/audit-trail-is-available.ts';
import { comparedWith, eachOutcome } from '../../support/check-table.ts';
import { event, kept, trailFrom } from '../../support/trail.ts';

const compared = (...changes: Parameters<typeof comparedWith>[1]) => comparedWith('sources', changes);
const STILL = Object.fromEntries(
  ['users', 'groups', 'sources', 'destinations', 'tracking-plans', 'warehouses'].map((name) => [
    name,
    compared(),
  ]),
);

describe('the trail', () => {
  eachOutcome(check, [
    [
      'tells of something',
      { records: { 'audit-events': trailFrom('2026-08-24', event('e', '2026-11-20', 'Source Modified')) } },
      'pass',
    ],
    [
      'told of something to a run before',
      { records: { 'audit-events': trailFrom('2026-11-21') }, seen: kept({ 'newest event': '2026-11-01' }) },
      'pass',
    ],
    [
      'is silent while something changes',
      {
        records: { 'audit-events': trailFrom('2026-08-24') },
        changes: {
          ...STILL,
          sources: compared({ id: 's', change: 'added' }),
        },
      },
      'fail',
      ['workspace'],
    ],
    [
      'was silent, and something had changed',
      {
        records: { 'audit-events': trailFrom('2026-11-21') },
        seen: kept({
          'configuration changed': '2026-11-01',
          'trail from': '2026-08-24',
          'trail to': '2026-11-21',
        }),
      },
      'fail',
      ['workspace'],
    ],
    [
      'is silent, and so is everything',
      {
        records: { 'audit-events': trailFrom('2026-11-21') },
        changes: STILL,
        seen: kept({ 'compared since': '2026-10-01', 'trail from': '2026-08-24', 'trail to': '2026-11-21' }),
      },
      'pass',
    ],
    [
      'is silent, and nobody knows of anything',
      { records: { 'audit-events': trailFrom('2026-08-24') } },
      'indeterminate',
      ['workspace'],
    ],
    [
      'has been read for a short time',
      { records: { 'audit-events': trailFrom('2026-11-21') }, changes: STILL },
      'indeterminate',
      ['workspace'],
    ],
    [
      'was not read',
      { records: { 'audit-events': { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
    [
      'is not there',
      { records: { 'audit-events': { outcome: 'unavailable', reason: 'not-offered' } } },
      'not_applicable',
    ],
  ]);
});
