/** The ledger as a table. */
import { canonical } from '../../evidence/canonical.ts';
import type { FieldDifference } from '../../evidence/changes/field-differences.ts';
import type { Column } from '../table.ts';
import type { ChangeRow } from './change-row.ts';

export const changeColumns: readonly Column<ChangeRow>[] = [
  { key: 'resource', title: 'Resource', kind: 'text', value: ({ resource }) => resource },
  { key: 'id', title: 'Id', kind: 'text', value: ({ id }) => id },
  { key: 'name', title: 'Name', kind: 'text', value: ({ name = null }) => name },
  { key: 'change', title: 'Change', kind: 'text', value: ({ change }) => change },
  {
    key: 'fields',
    title: 'Fields',
    kind: 'list',
    value: ({ fields }) => fields?.map(({ pointer }) => pointer) ?? null,
  },
  {
    key: 'before',
    title: 'Before',
    kind: 'list',
    value: ({ fields }) => fields?.map((field) => sideText(field, 'before', 'removed')) ?? null,
  },
  {
    key: 'after',
    title: 'After',
    kind: 'list',
    value: ({ fields }) => fields?.map((field) => sideText(field, 'after', 'added')) ?? null,
  },
  { key: 'at', title: 'At', kind: 'instant', value: ({ at = null }) => at },
  { key: 'not_before', title: 'Not before', kind: 'instant', value: ({ window }) => window.after },
  { key: 'not_after', title: 'Not after', kind: 'instant', value: ({ window }) => window.before },
  { key: 'actor', title: 'Actor', kind: 'text', value: ({ actor = null }) => actor },
  { key: 'explanation', title: 'Explanation', kind: 'text', value: ({ explanation }) => explanation },
  {
    key: 'explained_by',
    title: 'Explained by',
    kind: 'list',
    // Where the trail was not asked, there may be an event.
    value: ({ explainedBy, explanation }) =>
      explanation !== 'unexplained' && explainedBy.length === 0
        ? null
        : explainedBy.map(({ type, at, eventId }) => `${type} at ${at} (${eventId})`),
  },
  { key: 'basis', title: 'Basis', kind: 'text', value: ({ basis }) => basis },
];

/** One side of a field; of a list without order, what only this side has. */
function sideText(field: FieldDifference, side: 'before' | 'after', items: 'added' | 'removed'): string {
  const value = field[side];
  const only = field[items];
  const isSet = 'added' in field || 'removed' in field;
  if (isSet) return only === undefined ? 'nothing else' : `${canonical(only)}`;
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : canonical(value);
}
