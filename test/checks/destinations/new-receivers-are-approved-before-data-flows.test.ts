/** DST-06: receivers that nobody had approved. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/destinations/new-receivers-are-approved-before-data-flows.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';
import { answerOf } from '../../support/checked.ts';

const FAIL = ['fail destinations/new'];
const ON = { id: 'old', enabled: true };
const NEW = { id: 'new', enabled: true };
const LATE = { id: 'late', enabled: true };
const SEEN = {
  from: '2026-11-01T03:00:00.000Z',
  list: [
    { subject: 'destinations/late', since: '2026-11-20T03:00:00.000Z' },
    { subject: 'destinations/old', since: '2026-11-01T03:00:00.000Z' },
    { subject: 'workspace', since: '2026-11-01T03:00:00.000Z' },
  ],
};
const approved = (approvedOn = '2026-11-30') => ({
  'input:approvals': ['new', 'late'].map((id) => ({ id, subject: `destinations/${id}`, approvedOn })),
});

describe('a receiver', () => {
  answersAre(check, [
    ['without a file of approvals', { records: { destinations: [ON] } }, 'not_configured'],
    ['at the first look', { records: { destinations: [ON], ...approved() } }, 'not_applicable'],
    [
      'that was there at the first look',
      { records: { destinations: [ON], ...approved() }, seen: SEEN },
      'pass',
    ],
    ['that is new', { records: { destinations: [NEW], ...approved() }, seen: SEEN }, 'fail', FAIL],
    [
      'that is new and off',
      { records: { destinations: [{ ...NEW, enabled: false }], ...approved() }, seen: SEEN },
      'pass',
    ],
    [
      'that is new and approved',
      { records: { destinations: [NEW], ...approved('2026-11-22') }, seen: SEEN },
      'pass',
    ],
    [
      'that was approved too late',
      { records: { destinations: [LATE], ...approved('2026-11-21') }, seen: SEEN },
      'fail',
      ['fail destinations/late'],
    ],
    [
      'that is a model',
      { records: { 'reverse-etl-models': [NEW], ...approved() }, seen: SEEN },
      'fail',
      ['fail reverse-etl-models/new'],
    ],
    [
      'in a list that was not read',
      { records: { destinations: DENIED, ...approved() }, seen: SEEN },
      'indeterminate',
    ],
  ]);

  it('is not taken for new after a first look at a part', async () => {
    const records = {
      destinations: { outcome: 'partial', reason: 'count-mismatch', records: [ON] },
      ...approved(),
    } as const;
    const first = await answerOf(check, { records });
    expect(first.sightings).toBeUndefined();
  });
});
