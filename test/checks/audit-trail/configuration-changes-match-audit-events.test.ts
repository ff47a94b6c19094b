/** AUD-04: changes that nobody tells of, and the other way round. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/audit-trail/configuration-changes-match-audit-events.ts';
import type { Change } from '../../../src/checks/checked-run.ts';
import { comparedWith, eachOutcome } from '../../support/check-table.ts';
import { event, trailFrom } from '../../support/trail.ts';

const compared = (isTrailWhole: boolean, ...changes: readonly Change[]) =>
  comparedWith('sources', changes, isTrailWhole);
const change = (resource: string, kind: Change['change']): Change => ({
  resource,
  id: 'x',
  change: kind,
  fields: [],
  named: { own: ['x'], related: [] },
  explainedBy: [],
});
const explained = (given: Change): Change => ({
  ...given,
  explainedBy: [{ eventId: 'e', type: 'Policy Created', actor: null, at: '2026-11-21T12:00:00.000Z' }],
});

const OTHERS = [
  'source-settings',
  'destinations',
  'destination-filters',
  'tracking-plans',
  'tracking-plan-rules',
  'tracking-plan-sources',
  'transformations',
  'functions',
  'warehouses',
  'labels',
];
const made = (...changes: readonly Change[]) => ({
  records: {},
  changes: {
    ...Object.fromEntries(OTHERS.map((name) => [name, compared(true)])),
    sources: compared(true, ...changes),
  },
});
const told = (type: string, resourceId: string) =>
  event('e', '2026-11-21', type, { resourceId, resourceType: 'Source' });

describe('a change', () => {
  eachOutcome(check, [
    ['that is told of', made(explained(change('sources', 'changed'))), 'pass'],
    ['that nobody tells of yet', made(change('sources', 'removed')), 'indeterminate', ['sources/x']],
    [
      'of few that nobody tells of',
      { ...made(change('sources', 'removed')), policy: { minExplainedPct: 0 } },
      'pass',
    ],
    [
      'that may be told of',
      { ...made(), changes: { ...made().changes, sources: compared(false, change('sources', 'added')) } },
      'indeterminate',
      ['sources/x'],
    ],
    ['there is none', made(), 'pass'],
    [
      'that is told of and is not there',
      { ...made(), records: { 'audit-events': trailFrom('2026-11-20', told('Source Created', 'gone')) } },
      'warn',
      ['sources/gone'],
    ],
    [
      'that is told of and is there',
      {
        ...made(),
        records: {
          sources: [{ id: 'new' }],
          'audit-events': trailFrom('2026-11-20', told('Source Created', 'new')),
        },
      },
      'pass',
    ],
    [
      'that came and went',
      {
        ...made(),
        records: {
          'audit-events': trailFrom('2026-11-20', told('Source Created', 'gone'), {
            ...told('Source Deleted', 'gone'),
            id: 'later',
            timestamp: '2026-11-21T13:00:00.000Z',
          }),
        },
      },
      'pass',
    ],
    [
      'that is told of as deleted and is there',
      {
        ...made(),
        records: {
          sources: [{ id: 'old' }],
          'audit-events': trailFrom('2026-11-20', told('Source Deleted', 'old')),
        },
      },
      'warn',
      ['sources/old'],
    ],
    [
      'of another kind of thing',
      {
        ...made(),
        records: {
          sources: [{ id: 's' }],
          'audit-events': trailFrom('2026-11-20', told('Destination Filter Deleted', 's')),
        },
      },
      'pass',
    ],
    [
      'that cannot be seen',
      { ...made(), changes: { ...made().changes, labels: { kind: 'not-comparable', reason: 'No.' } } },
      'indeterminate',
      ['workspace'],
    ],
    ['before anything was read', { records: {} }, 'not_applicable'],
    [
      'in a trail that was not read',
      { ...made(), records: { 'audit-events': { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
    [
      'where there is no trail',
      { ...made(), records: { 'audit-events': { outcome: 'unavailable', reason: 'not-offered' } } },
      'not_applicable',
    ],
  ]);
});
