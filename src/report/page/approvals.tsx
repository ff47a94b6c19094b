/** Approvals on pages: who, when, of what; and that all of it is only what somebody said. */
import type { JSX } from 'preact';
import type { ApprovalLine } from '../../answers/pages/approval-facts.ts';
import { Badge, type Mark } from './marks.tsx';
import type { PageColumn } from './table.tsx';
import { Text } from './text.tsx';

const MARKS: Readonly<Record<'whole' | 'notWhole' | 'none', Mark>> = {
  whole: { tone: 'good', sign: '✓', word: 'approved' },
  notWhole: { tone: 'warn', sign: '◐', word: 'approved as not complete' },
  none: { tone: 'off', sign: '–', word: 'not approved' },
};

/** Never the mark of a whole run for one that was not. */
export const approvalMark = (lines: readonly ApprovalLine[]): Mark =>
  lines.length === 0
    ? MARKS.none
    : lines.every(({ missing }) => missing.length === 0)
      ? MARKS.whole
      : MARKS.notWhole;

export const ApprovalBadge = ({ lines }: { readonly lines: readonly ApprovalLine[] }): JSX.Element => (
  <Badge {...approvalMark(lines)} />
);

/** What each approval says. `R`: a row that has one. */
export function approvalColumns<R>(lineOf: (row: R) => ApprovalLine | undefined): readonly PageColumn<R>[] {
  const text = (title: string, partOf: (line: ApprovalLine) => string | null, none: string) => ({
    title,
    kind: 'text' as const,
    value: (row: R) => {
      const line = lineOf(row);
      return line === undefined ? '' : (partOf(line) ?? '');
    },
    show: (row: R) => {
      const line = lineOf(row);
      if (line === undefined) return <span class="quiet">–</span>;
      const value = partOf(line);
      return value === null ? <span class="quiet">{none}</span> : <Text value={value} />;
    },
  });
  return [
    text('By, as they said', ({ name }) => name, ''),
    text('Account of the system', ({ user }) => user, 'not said'),
    {
      title: 'When',
      kind: 'instant',
      value: (row) => lineOf(row)?.at ?? '',
      show: (row) => (lineOf(row) === undefined ? <span class="quiet">–</span> : undefined),
    },
    text(
      'Missing in what was approved',
      ({ missing }) => (missing.length === 0 ? null : missing.join('; ')),
      'nothing',
    ),
    text('Comment', ({ comment }) => comment, 'none'),
  ];
}

export const NobodySigned = (): JSX.Element => (
  <p class="quiet">
    An approval says that somebody looked, and binds what they looked at by its digest. Who it was is
    asserted: nobody signed it, and whoever may write to the store may have written it. It says nothing of
    whether a control is met.
  </p>
);
