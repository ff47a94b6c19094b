/** TOK-06: what the audit trail has of the collector, and whether it would tell. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/token/collector-only-reads.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { byProgram, event, kept, trailFrom } from '../../support/trail.ts';

const OWN = byProgram('tok');
const facts = { collectorActor: 'tok' };

describe('the collector', () => {
  eachOutcome(check, [
    [
      'did nothing while others did',
      {
        records: { 'audit-events': trailFrom('2026-11-21', event('e', '2026-11-21', 'Source Modified')) },
        facts,
      },
      'pass',
    ],
    [
      'read what is told of',
      {
        records: {
          'audit-events': trailFrom(
            '2026-11-21',
            event('e', '2026-11-21', 'Profiles Sync Warehouse Retrieved', OWN),
          ),
        },
        facts,
      },
      'pass',
    ],
    [
      'changed something',
      {
        records: {
          'audit-events': trailFrom('2026-11-21', event('e', '2026-11-21', 'Source Modified', OWN)),
        },
        facts,
      },
      'fail',
      ['audit-events/e'],
    ],
    [
      'changed something in a trail that was read in part',
      {
        records: {
          'audit-events': {
            outcome: 'partial',
            reason: 'truncated',
            records: [event('e', '2026-11-21', 'Source Deleted', OWN)],
          },
        },
        facts,
      },
      'fail',
      ['audit-events/e'],
    ],
    [
      'had changed something when a run before looked',
      {
        records: { 'audit-events': trailFrom('2026-11-21', event('n', '2026-11-21', 'Source Modified')) },
        facts,
        seen: kept({ 'change e': '2026-10-01' }),
      },
      'fail',
      ['audit-events/e'],
    ],
    [
      'did what is not expected',
      {
        records: {
          'audit-events': trailFrom(
            '2026-11-21',
            event('e', '2026-11-21', 'Storage Destination Settings Validation', OWN),
          ),
        },
        facts,
      },
      'warn',
      ['audit-events/e'],
    ],
    [
      'did nothing, and neither did anybody',
      { records: { 'audit-events': trailFrom('2026-11-21') }, facts },
      'indeterminate',
      ['workspace'],
    ],
    [
      'did nothing on a quiet day',
      {
        records: { 'audit-events': trailFrom('2026-11-21') },
        facts,
        seen: kept({ 'newest event': '2026-11-10' }),
      },
      'pass',
    ],
    [
      'is not declared',
      {
        records: {
          'audit-events': trailFrom('2026-11-21', event('e', '2026-11-21', 'Source Modified', OWN)),
        },
      },
      'not_configured',
    ],
    [
      'may have done something',
      { records: { 'audit-events': { outcome: 'denied', reason: 'scope' } }, facts },
      'indeterminate',
      ['workspace'],
    ],
    [
      'acts where nothing is told',
      { records: { 'audit-events': { outcome: 'unavailable', reason: 'not-offered' } }, facts },
      'not_applicable',
    ],
  ]);
});
