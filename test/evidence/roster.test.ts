/** What several rows of one person come to. */
import { expect, it } from 'vitest';
import { mergeRows, type RosterRow } from '../../src/evidence/roster.ts';

const active = (startedOn?: string, leftOn?: string): RosterRow => ({
  status: 'active',
  ...(startedOn === undefined ? {} : { startedOn }),
  ...(leftOn === undefined ? {} : { leftOn }),
});
const left = (leftOn?: string): RosterRow => ({
  status: 'left',
  ...(leftOn === undefined ? {} : { leftOn }),
});

it.each<readonly [string, readonly RosterRow[], object]>([
  ['one who works here', [active('2024-01-01')], { status: 'active', startedOn: '2024-01-01' }],
  [
    'two contracts, one of which ends',
    [active('2024-01-01', '2026-12-31'), active('2025-01-01')],
    { status: 'active', startedOn: '2024-01-01' },
  ],
  ['who left twice', [left('2025-01-01'), left('2026-01-01')], { status: 'left', leftOn: '2026-01-01' }],
  [
    'who came back',
    [left('2025-01-01'), active('2025-06-01')],
    { status: 'active', startedOn: '2025-06-01' },
  ],
  [
    'who went on the same day',
    [active('2025-01-01'), left('2025-01-01')],
    { status: 'active', startedOn: '2025-01-01' },
  ],
  ['who began before leaving', [active('2024-01-01'), left('2025-01-01')], { status: 'unclear' }],
  ['who is both, without days', [active(), left()], { status: 'unclear' }],
  ['who came back, nobody says when', [active(), left('2025-01-01')], { status: 'unclear' }],
  ['who left, nobody says when', [active('2025-06-01'), left()], { status: 'unclear' }],
])('%s', (_, rows, expected) => {
  expect(mergeRows(rows)).toEqual(expected);
  expect(mergeRows([...rows].reverse())).toEqual(expected);
});
