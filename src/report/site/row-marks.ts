/** What a connection of a fleet is called, by how it stands. */
import type { RowState } from '../../answers/pages/site/fleet-facts.ts';
import type { Mark } from '../page/marks.tsx';

export const ROW_MARKS: Readonly<Record<RowState, Mark>> = {
  unverified: { tone: 'bad', sign: '✕', word: 'does not verify' },
  unread: { tone: 'unknown', sign: '?', word: 'cannot be read' },
  failed: { tone: 'bad', sign: '✕', word: 'failed' },
  empty: { tone: 'unknown', sign: '∅', word: 'no evidence' },
  late: { tone: 'unknown', sign: '?', word: 'newest run missing' },
  partial: { tone: 'warn', sign: '◐', word: 'partial' },
  uncovered: { tone: 'warn', sign: '◐', word: 'not all covered' },
  covered: { tone: 'good', sign: '✓', word: 'covered' },
};
