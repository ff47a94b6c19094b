/** What was asked again, as a table. */
import { changeColumns } from '../changes/columns.ts';
import type { Column } from '../table.ts';
import type { Move } from './moves.ts';
import type { Result } from './verdict.ts';

/** A resource that did not move, or one record that did. */
export type ReperformRow =
  | { readonly resource: string; readonly result: Exclude<Result, 'moved'>; readonly reason?: string }
  | ({ readonly result: 'moved' } & Move);

const OF_MOVES = [
  'id',
  'name',
  'change',
  'fields',
  'before',
  'after',
  'at',
  'actor',
  'explanation',
  'explained_by',
];

export const reperformColumns: readonly Column<ReperformRow>[] = [
  { key: 'resource', title: 'Resource', kind: 'text', value: ({ resource }) => resource },
  { key: 'result', title: 'Result', kind: 'text', value: ({ result }) => result },
  {
    key: 'reason',
    title: 'Reason',
    kind: 'text',
    value: (row) => (row.result === 'moved' ? null : (row.reason ?? null)),
  },
  // As the ledger of changes shows them. What explains a move here has one word more.
  ...changeColumns
    .filter(({ key }) => OF_MOVES.includes(key))
    .map((column): Column<ReperformRow> => ({ ...column, value: (row) => ofMove(column, row) })),
];

function ofMove(column: (typeof changeColumns)[number], row: ReperformRow): ReturnType<typeof column.value> {
  if (row.result !== 'moved') return null;
  const { explanation } = row;
  if (explanation === 'business')
    return column.key === 'explanation' ? explanation : column.value({ ...row, explanation: 'not-known' });
  return column.value({ ...row, explanation });
}
