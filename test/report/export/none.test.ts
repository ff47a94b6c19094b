/** What is known to be none is told apart from what nobody knows, in every output, whatever a stranger calls things. */
import { expect, it } from 'vitest';
import type { Answer } from '../../../src/answers/answer.ts';
import type { ChangeRow } from '../../../src/answers/changes/change-row.ts';
import { changeColumns } from '../../../src/answers/changes/columns.ts';
import { readOnlyColumns } from '../../../src/answers/read-only/columns.ts';
import type { ProofRow } from '../../../src/answers/read-only/proof-row.ts';
import { answerOf } from '../../support/hostile-answer.ts';
import { readBackAll } from '../../support/read-back.ts';

type Members = readonly string[] | null;

const answerWith = (members: Members): Answer<Members> => ({
  ...answerOf([]),
  table: {
    name: 'members',
    columns: [
      { key: 'id', title: 'Id', kind: 'text', value: () => 'g1' },
      { key: 'members', title: 'Members', kind: 'list', value: (row) => row },
      { key: 'name', title: 'Name', kind: 'text', value: () => 'Analysts' },
    ],
    rows: async function* () {
      yield members;
    },
  },
});

it.each<[string, Members, string]>([
  ['no members', [], '(none)'],
  ['members that nobody knows', null, ''],
  ['a member who is called like none', ['(none)'], '"(none)"'],
  ['several, one of them called like none', ['(none)', 'Ada'], '(none); Ada'],
])('%s', async (_, members, said) => {
  const { table, csv, xlsx } = await readBackAll(answerWith(members) as Answer);

  for (const output of [table, csv, xlsx]) expect(output?.cells).toEqual([['g1', said, 'Analysts']]);
});

const change: ChangeRow = {
  resource: 'users',
  id: 'u1',
  change: 'added',
  window: { after: '2026-11-11T03:00:00.000Z', before: '2026-11-12T03:00:00.000Z' },
  explanation: 'unexplained',
  explainedBy: [],
  basis: 'difference',
};
const proof: ProofRow = {
  chain: 1,
  seq: 0,
  startedAt: '2026-11-12T03:00:00.000Z',
  endedAt: '2026-11-12T03:00:01.000Z',
  verdict: 'supported',
  reason: 'nobody but people changed anything while the run worked',
  trail: [],
  events: [],
};

it.each([
  ['the trail was read and has no event', 'explained_by', change, []],
  ['the trail was not read', 'explained_by', { ...change, explanation: 'not-known' as const }, null],
  ['nobody looks for an event', 'explained_by', { ...change, explanation: 'vendor' as const }, null],
  ['it has no fields that changed', 'fields', change, null],
])('of a change, where %s', (_, key, row, expected) => {
  expect(changeColumns.find((column) => column.key === key)?.value(row)).toEqual(expected);
});

it.each([
  ['supported', []],
  ['indeterminate', null],
] as const)('of a run that is %s, which events there were', (verdict, expected) => {
  const column = readOnlyColumns.find(({ key }) => key === 'events');

  expect(column?.value({ ...proof, verdict })).toEqual(expected);
});
